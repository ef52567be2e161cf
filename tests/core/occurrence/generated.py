"""Small logs and canvases, drawn so that moments, cases and values often coincide."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl
from hypothesis import strategies as st

from parcours.core.canvas import Canvas
from parcours.core.schema import SCHEMA

ACTIVITIES = ("asked", "answered", "ordered", "scored")
# Before a night that is an hour short, one that is an hour long, and no such night.
STARTS = (datetime(2025, 3, 28, 17), datetime(2025, 10, 24, 16), datetime(2025, 6, 2, 6))
UNITS = {"min": 60, "h": 3600, "d": 86400}
HOURS = [
    {"days": "mon-fri", "opens": "09:00", "closes": "12:00"},
    {"days": "mon-fri", "opens": "13:00", "closes": "19:00"},
    {"days": "sat", "opens": "10:00", "closes": "24:00"},
]
OPEN_ALWAYS = [{"days": "mon-sun", "opens": "00:00", "closes": "24:00"}]
HOLIDAYS = {"also": ["2025-03-31", "2025-06-03"], "open": ["2025-06-03"]}
PROPERTIES = (
    None, "{}", "not json", '{"x": 1}', '{"x": 2}', '{"x": 2.5}', '{"x": "2"}', '{"x": "07"}',
    '{"x": "lille"}', '{"x": true}', '{"x": null}', '{"x": {"y": 2}}',
)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """The few moments that a log is made of."""

    start: datetime
    unit: str
    step: int

    def moment(self, place: int, microseconds: int = 0) -> datetime:
        passed = timedelta(seconds=place * self.step * UNITS[self.unit])
        return self.start + passed + timedelta(microseconds=microseconds)

    def duration(self, steps: int, *, business: bool = False) -> str:
        return f"{steps * self.step} {'business ' if business else ''}{self.unit}"


grids = st.builds(
    lambda start, size: Grid(start.replace(tzinfo=UTC), *size),
    st.sampled_from(STARTS),
    st.sampled_from([("min", 30), ("h", 1), ("h", 6), ("d", 1)]),
)


# Strategies are costly to build and cheap to draw from: one per grid.
@cache
def logs(grid: Grid, *, most: int) -> st.SearchStrategy[pl.DataFrame]:
    moments = st.builds(
        grid.moment, st.integers(0, 14), st.sampled_from([0, 0, 0, 0, 0, 0, -1, 1])
    )
    event = st.fixed_dictionaries(
        {
            "customer_id": st.sampled_from(["ana", "ana", "bob"]),
            "case_id": st.sampled_from(["1", "2", "3", None]),
            "at": moments,
            "activity": st.sampled_from(ACTIVITIES),
            "channel": st.sampled_from([None, "web", "store"]),
            "due_at": st.none() | moments,
            "score": st.sampled_from([None, 1.0, 2.0, 4.0, 7.0]),
            "scale": st.sampled_from(
                ["nps_0_10", "nps_0_10", "csat_1_5", "ces_1_7", "smile", None]
            ),
            "amount": st.sampled_from([None, 1.0, 1.1, 2.0, 10.0]),
            "currency": st.sampled_from([None, "EUR", "EUR", "USD"]),
            "properties": st.sampled_from(PROPERTIES),
        }
    )
    return st.lists(event, min_size=most // 2, max_size=most).map(as_frame)


def as_frame(events: list[dict[str, Any]]) -> pl.DataFrame:
    named = [{"event_id": str(n), **event} for n, event in enumerate(events)]
    return pl.DataFrame(named, schema=SCHEMA)


conditions = st.sampled_from(
    [
        {"amount": {"at_least": 1.1}},
        {"amount": [1, 10.0]},
        {"amount": {"present": False}},
        {"currency": {"other_than": ["USD"]}},
        {"due_at": {"present": True}},
        {"due_at": "2025-06-02T07:00:00Z"},
        {"properties.x": 2},
        {"properties.x": "2"},
        {"properties.x": ["07", 1]},
        {"properties.x": True},
        {"properties.x": {"other_than": [2]}},
        {"properties.x": {"present": True}},
        {"properties.x": {"at_most": 2}},
        {"properties.x.y": 2},
    ]
)
wheres = st.just({}) | st.just({}) | st.just({}) | conditions


@cache
def patterns() -> st.SearchStrategy[Any]:
    names = st.lists(st.sampled_from(ACTIVITIES), min_size=1, max_size=2, unique=True)
    long = st.fixed_dictionaries(
        {"activity": names}, optional={"channel": st.just("web"), "where": conditions}
    )
    return names | names | names | long


Fields = dict[str, st.SearchStrategy[Any]]

VALUES = st.sampled_from(["amount", "channel", "properties.x"])
NUMBERS = st.sampled_from(["amount", "score", "properties.x"])


@cache
def promises(grid: Grid, *, business: bool) -> st.SearchStrategy[dict[str, Any]]:
    clock = st.integers(0, 5).map(grid.duration)
    own = clock
    if business:
        own |= st.integers(1, 4).map(lambda n: grid.duration(n, business=True))
    shared: Fields = {
        "match": st.sampled_from(["customer", "case"]),
        "openings": st.sampled_from(["each", "first"]),
        "opens": patterns(),
        "where": wheres,
        "unless": patterns(),
        "recovers": patterns(),
    }
    optional: Fields = {
        "recovery_window": clock,
        "felt_window": clock,
        "horizon": clock,
        "segment": st.sampled_from(["channel", "properties.x"]),
        "adjust": st.lists(VALUES, unique=True),
    }
    return st.one_of(
        st.fixed_dictionaries(
            {"kind": st.just(kind), **shared, **needed}, optional={**optional, **also}
        )
        for kind, needed, also in kinds(own)
    )


def kinds(own: st.SearchStrategy[str]) -> list[tuple[str, Fields, Fields]]:
    """Return kinds of promise with the fields they need, and those they may have."""
    keeps, breaks = {"keeps": patterns()}, {"breaks": patterns()}
    size = {"of": NUMBERS}
    low, high = {"at_least": st.just(1.1)}, {"at_most": st.just(2.0)}
    tolerance = {"tolerance": st.sampled_from([0.1, 1.0])}
    return [
        ("within", {**keeps, "within": own}, {}),
        ("by", {**keeps, "whole_day": st.booleans()}, {"grace": own}),
        ("limit", {**size, **high}, {}),
        ("limit", {**size, **low}, {"at_most": st.just(4.0)}),
        ("never", {**breaks, "until": patterns()}, {"within": own, **size}),
        ("never", {**breaks, "within": own}, size),
        ("same", {"equals": patterns(), "of": VALUES}, {"within": own, **tolerance}),
        ("felt", {}, {"aim": st.sampled_from([1.0, 3.8, 5.0])}),
    ]


@st.composite
def canvases(draw: st.DrawFn, grid: Grid) -> Canvas:
    business = grid.unit != "min" or draw(st.booleans())
    drawn = draw(st.lists(promises(grid, business=business), min_size=1, max_size=3))
    made = [{**each, "promise": f"p{n}", "title": "P"} for n, each in enumerate(drawn)]
    points = [
        {"touchpoint": "first", "title": "T", "aim": 3, "promises": made[:1]},
        {"touchpoint": "second", "title": "T", "aim": 4, "promises": made[1:]},
    ]
    for point in points:
        point["events"] = draw(st.lists(patterns(), min_size=1, max_size=2))
    return Canvas.model_validate(
        {
            "canvas": "drawn",
            "title": "C",
            "time_zone": "Europe/Paris",
            "hours": draw(st.sampled_from([HOURS, HOURS, OPEN_ALWAYS])),
            "holidays": HOLIDAYS,
            "returns": draw(patterns()),
            "horizon": grid.duration(4),
            "stages": [{"stage": "s", "title": "S", "touchpoints": points}],
        }
    )
