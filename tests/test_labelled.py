"""The labelled verbatims are well formed, whole and apart."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from parcours.core.canvas import Driver

LABELLED = Path(__file__).parents[1] / "training" / "labelled"
FLAGS = {"urgent", "churn", "complaint", "request", "promise"}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (LABELLED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", ["dev", "test", "fresh", "drawn"])
def test_every_row_follows_the_codebook(name):
    for row in rows(name):
        assert row["language"] in {"fr", "en"}, row
        assert row["sentiment"] in {-1, 0, 1}, row
        assert set(row["drivers"]) <= set(get_args(Driver)), row
        assert set(row["drivers"].values()) <= {-1, 0, 1}, row
        assert set(row["flags"]) <= FLAGS, row
        assert "promise" not in row["flags"] or "request" in row["flags"], row


def test_no_text_is_twice_or_in_two_sets():
    every = [row for name in ("dev", "test", "fresh", "drawn") for row in rows(name)]

    assert max(Counter(row["text"].casefold() for row in every).values()) == 1
    assert max(Counter(row["id"] for row in every).values()) == 1
    assert (
        max(Counter(row["source"] for row in every if " row " in row["source"]).values()) == 1
    )


def test_each_driver_is_said_forty_times_in_each_language():
    said = Counter(
        (row["language"], driver)
        for name in ("dev", "test")
        for row in rows(name)
        for driver in row["drivers"]
    )

    assert (
        min(said[language, key] for language in ("fr", "en") for key in get_args(Driver)) > 39
    )


def test_what_is_labelled_blind_is_known_and_shows_no_label():
    known = {(row["id"], row["text"]) for name in ("dev", "test") for row in rows(name)}
    blind = rows("blind")

    assert [set(row) for row in blind] == [{"id", "text"}] * 200
    assert {(row["id"], row["text"]) for row in blind} <= known


def test_what_was_labelled_blind_follows_the_codebook_text_by_text():
    labelled = rows("blind-labelled")

    assert [row["id"] for row in labelled] == [row["id"] for row in rows("blind")]
    for row in labelled:
        assert set(row) == {"id", "sentiment", "mixed", "drivers", "flags"}, row
        assert row["sentiment"] in {-1, 0, 1}, row
        assert isinstance(row["mixed"], bool), row
        assert set(row["drivers"]) <= set(get_args(Driver)), row
        assert set(row["drivers"].values()) <= {-1, 0, 1}, row
        assert set(row["flags"]) <= FLAGS, row
        assert len(row["flags"]) == len(set(row["flags"])), row
        assert "promise" not in row["flags"] or "request" in row["flags"], row


def test_what_was_labelled_twice_keeps_the_first_labels():
    kept = {row["id"]: row for name in ("dev", "test") for row in rows(name)}
    twice = rows("second")

    assert len({row["id"] for row in twice}) == 120
    assert all(set(row["second"]) == set(row["first"]) for row in twice)
    assert all(
        row["first"] == {key: kept[row["id"]][key] for key in row["first"]} for row in twice
    )


def test_the_third_set_says_each_driver_both_ways_in_each_language():
    said = Counter(
        (row["language"], driver, polarity)
        for row in rows("fresh")
        for driver, polarity in row["drivers"].items()
    )

    assert len(rows("fresh")) == 440
    for language in ("fr", "en"):
        for driver in get_args(Driver):
            good, bad = said[language, driver, 1], said[language, driver, -1]
            assert good + bad + said[language, driver, 0] > 24, (language, driver)
            assert min(good, bad) > 8, (language, driver)


def test_the_fourth_set_was_written_by_customers_alone():
    drawn = rows("drawn")

    assert Counter(row["language"] for row in drawn) == {"fr": 318, "en": 320}
    assert {row["source"].split(" row ")[0] for row in drawn} == {"mini-BAR", "M-ABSA"}
