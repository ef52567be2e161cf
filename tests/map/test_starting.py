"""Templates to start from: real journeys in both languages that evaluate on usual events."""

import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas.activity_words import known_activities
from parcours.core.kernel import as_log
from parcours.core.occurrence import columns_needed, occurrences
from parcours.map.domain import starting
from parcours.map.domain.starting import FOLDER, in_one_language

KEYS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PATTERNS = ("opens", "keeps", "breaks", "until", "equals", "unless", "recovers")
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("key", KEYS)
def test_a_template_has_nothing_to_warn_of_and_every_text_twice(key: str):
    drawing = Drawing.load(FOLDER / f"{key}.yaml")

    assert drawing.warnings() == ()
    for stage in drawing.stages:
        assert set(stage.title) == {"en", "fr"}
    for _stage, point in drawing.touchpoints():
        texts = [point.title, point.need, *point.actions]
        assert all(set(text) == {"en", "fr"} for text in texts)
        assert point.owner
        assert point.drivers
        assert point.aim


@pytest.mark.parametrize("key", KEYS)
def test_a_template_speaks_of_usual_activities_only(key: str):
    drawing = Drawing.load(FOLDER / f"{key}.yaml")

    named = {
        name for _s, point in drawing.touchpoints() for p in point.events for name in p.activity
    }
    for _point, promise in drawing.promises():
        patterns = [getattr(promise, field, None) for field in PATTERNS]
        named |= {name for pattern in filter(None, patterns) for name in pattern.activity}

    assert named <= set(known_activities())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("key", KEYS)
def test_a_canvas_started_from_a_template_is_in_one_language(key: str, language: str):
    drawing = Drawing.parse(starting.text(key, "Chez nous", language=language))

    assert (drawing.canvas, drawing.title, drawing.language) == (
        "chez-nous",
        "Chez nous",
        language,
    )
    assert all(isinstance(stage.title, str) for stage in drawing.stages)
    assert in_one_language(drawing, language) == drawing


@pytest.mark.parametrize("key", [key for key in KEYS if key != "blank"])
def test_the_promises_of_a_template_open_on_the_events_they_name(key: str):
    drawing = Drawing.load(FOLDER / f"{key}.yaml")
    rows = []
    for n, (_point, promise) in enumerate(drawing.promises()):
        where = {**promise.opens.where, **promise.where}
        rows.append(
            {
                "event_id": f"e{n}",
                "customer_id": "c",
                "case_id": f"case-{n}",
                "at": AT,
                "activity": promise.opens.activity[0],
                "due_at": AT if "due_at" in where else None,
                "properties": '{"place": "shelf"}' if "properties.place" in where else None,
                "seconds": 1.0,
                "amount": 1.0,
            }
        )

    events = as_log(pl.DataFrame(rows)).events(0, columns_needed(drawing))
    found = occurrences(events, drawing, as_of=AT)

    assert set(found["promise"].cast(pl.String)) == {p.promise for _, p in drawing.promises()}


def test_the_choice_shows_what_each_template_brings():
    shown = {each.key: (each.touchpoints, each.promises) for each in starting.templates()}

    assert set(shown) == set(KEYS)
    assert shown["blank"] == (0, 0)
    assert all(cards >= 7 and promises >= 7 for cards, promises in shown.values() if cards)


def test_the_examples_name_no_real_company():
    texts = " ".join(Path(path).read_text() for path in FOLDER.glob("*.yaml"))

    assert re.findall(r"https?://|@[a-z]+\.", texts) == []
