"""Exports of audience tools become events: row by row, or counts by day."""

import json
from pathlib import Path

import pytest

from parcours.core.metrics import measure
from parcours.core.sources import frame, load_mapping
from parcours.core.sources import known as _known
from parcours.core.sources.counted import plausible, search_console
from parcours.core.table.casting import MissingColumns

SAMPLES = Path(__file__).parent / "audience"
KNOWN = Path(_known.__path__[0])


def read(sample: str, mapping: str):
    return frame(SAMPLES / sample, load_mapping(KNOWN / mapping))


def test_a_visits_log_of_matomo_is_visits_with_their_origin():
    events = read("matomo.csv", "matomo-visits.yaml").sort("at")

    assert events["activity"].to_list() == ["visit.started"] * 3
    assert events["seconds"].to_list() == [125, 42, 310]
    assert [json.loads(each)["origin"] for each in events["properties"]] == [
        "direct", "search", "ad",
    ]  # fmt: skip
    first, other, again = events["customer_id"]
    assert first == again != other
    assert "9f1c2ab37de04411" not in first


def test_events_of_ga4_are_visits_pages_carts_and_orders():
    events = read("ga4.ndjson", "ga4-events.yaml").sort("at")

    assert events["activity"].to_list() == ["visit.started", "page.viewed", "order.placed"]
    assert json.loads(events["properties"][0])["origin"] == "search"
    assert (events["amount"][2], events["case_id"][2]) == (49.9, "T-7")


def test_plausible_s_counts_are_as_many_visits():
    events = plausible(SAMPLES / "plausible.csv", zone="Europe/Paris")

    found = measure(events, metrics=["visits", "direct_visits"])
    assert dict(zip(found["metric"], found["value"], strict=True)) == {
        "visits": 5.0, "direct_visits": 4.0,
    }  # fmt: skip
    assert events["event_id"].n_unique() == 5
    assert str(events["at"][0]) == "2026-03-02 11:00:00+00:00"


def test_clicks_on_searches_for_the_brand_are_brand_searches():
    events = search_console(SAMPLES / "search_console.csv", brand=["Maison Lutèce"])

    assert events["activity"].to_list() == ["brand.searched"] * 4
    assert json.loads(events["properties"][3]) == {"query": "Maison Lutece Lyon"}


def test_reading_the_same_export_twice_gives_the_same_events():
    once = search_console(SAMPLES / "search_console.csv", brand=["lampe"])
    again = search_console(SAMPLES / "search_console.csv", brand=["LAMPE"])

    assert once["event_id"].to_list() == again["event_id"].to_list()
    assert once["customer_id"].to_list() == again["customer_id"].to_list()


def test_a_file_of_something_else_is_refused():
    with pytest.raises(MissingColumns, match="lacks date"):
        plausible(SAMPLES / "search_console.csv")
