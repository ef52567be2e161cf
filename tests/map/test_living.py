"""The questions that the room asks of the log."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from parcours.core.canvas import Canvas
from parcours.core.kernel import MemoryLog
from parcours.map.domain import living
from parcours.map.domain.choosing import Choice
from parcours.map.domain.plain import gap_of
from tests.map.company import CANVAS, parcels

pytestmark = pytest.mark.django_db

KNOWN = {
    "months": ["2026-01", "2026-02", "2026-03"],
    "segments": {"properties.shop": ["Lille", "Lyon"]},
}


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog(parcels())


def test_nothing_was_lived_without_an_event():
    assert living.lived(MemoryLog(parcels()[:0]), canvas=CANVAS) is None


def test_the_choices_are_the_months_and_the_values_there_are(log):
    assert living.choices(log, canvas=CANVAS) == {
        "months": ["2026-01", "2026-02", "2026-03"],
        "segments": {"properties.shop": ["Lille", "Lyon"]},
    }


def test_months_and_shops_restrict_what_is_counted(log):
    kept = living.lived(
        log,
        canvas=CANVAS,
        since="2026-02",
        until="2026-02",
        where={"properties.shop": ["Lyon"]},
    )

    found = gap_of(kept, Canvas.parse(CANVAS))

    # The orders of February are numbers 14 to 27; those of Lyon are even, 16, 20 and 24 late.
    assert found.promises[0].n == {"kept": 4, "broken": 3, "pending": 0, "void": 0}
    assert found.as_of == datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)


def test_each_month_has_its_own_share(log):
    months = living.over_time(log, canvas=CANVAS)

    kept = {month: figure["value"] for month, figure in months["promises"]["on-time"]}
    assert kept == {"2026-01-01": 10 / 14, "2026-02-01": 11 / 14, "2026-03-01": 9 / 12}
    assert set(months["touchpoints"]) == {"delivery"}


def test_a_month_begins_where_the_canvas_is():
    begin, end = living.between("2026-01", "2026-06", ZoneInfo("Europe/Paris"))

    assert begin == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert end == datetime(2026, 6, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("", {"since": None, "until": None, "where": None}),
        ("from=2026-01&to=2026-03", {"since": None, "until": None, "where": None}),
        ("from=2026-02", {"since": "2026-02", "until": None, "where": None}),
        ("from=2026-03&to=2026-02", {"since": "2026-02", "until": None, "where": None}),
        ("from=1789-07&to=x", {"since": None, "until": None, "where": None}),
        (
            "properties.shop=Lyon&properties.shop=Rome&amount=3",
            {"since": None, "until": None, "where": {"properties.shop": ["Lyon"]}},
        ),
    ],
)
def test_an_address_chooses_only_what_exists(address, given):
    assert Choice.of(QueryDict(address), KNOWN).given == given


def test_a_choice_is_read_again_from_the_address_it_writes():
    chosen = Choice.of(QueryDict("from=2026-02&properties.shop=Lyon"), KNOWN)

    assert Choice.of(QueryDict(chosen.query.removeprefix("?")), KNOWN) == chosen
