"""Any canvas at all, for tests that must hold for each of them."""

from datetime import date, time
from itertools import count
from typing import Any

from hypothesis import strategies as st

from parcours.core.canvas import (
    Canvas,
    Holidays,
    Hours,
    KeyMoment,
    Stage,
    Stakes,
    Thresholds,
    Touchpoint,
)
from parcours.core.duration import Duration
from parcours.core.hours import DAYS
from parcours.core.pattern import Bounds, Other, Pattern, Present
from parcours.core.promise import By, Felt, Limit, Never, Same, Within

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
    | st.sampled_from("\n:#-'\"&*!%@"),
    min_size=1,
    max_size=12,
).filter(str.strip)
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
words = texts | st.dictionaries(st.sampled_from(["en", "fr", "de"]), texts, min_size=1)
numbers = st.floats(-1e6, 1e6) | st.integers(-1000, 1000).map(float)
scores = st.floats(1, 5)
shares = st.floats(0, 1)
columns = st.sampled_from(["amount", "channel", "properties.shop", "properties.a b"])
number_columns = st.sampled_from(["amount", "score", "seconds", "properties.wait"])
odd_texts = st.sampled_from(
    ["no", "12:30", "0042", "null", "1e3", "~", "<<", "2026-01-01", " a "]
)
scalars = odd_texts | texts | st.booleans() | st.integers(-(10**20), 10**20) | numbers
activities = st.sampled_from(["order.placed", "order.paid", "a", "Été: 1", "yes"])


def some(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, max_size=3).map(tuple)


def one_or_more(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, min_size=1, max_size=3).map(tuple)


def maybe(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | each


def parts(kind: type, **fields: Any) -> st.SearchStrategy[Any]:
    """Make *kind* with these fields, those that may be left out left out at times."""
    required = {k: v for k, v in fields.items() if kind.model_fields[k].is_required()}
    optional = {k: v for k, v in fields.items() if k not in required}
    return st.fixed_dictionaries(required, optional=optional).map(lambda each: kind(**each))


def _bounds(low: float | None, high: float | None) -> dict[str, float | None]:
    if low is not None and high is not None:
        low, high = sorted((low, high))
    return {"at_least": low, "at_most": high}


bounds = st.builds(_bounds, numbers, maybe(numbers)) | st.builds(_bounds, st.none(), numbers)
conditions = st.one_of(
    bounds.map(lambda each: Bounds(**each)),
    parts(Other, other_than=one_or_more(scalars)),
    parts(Present, present=st.booleans()),
    one_or_more(scalars),
)
wheres = st.dictionaries(columns, conditions, max_size=2)
patterns = parts(
    Pattern, activity=one_or_more(activities), channel=one_or_more(texts), where=wheres
)
clocks = st.builds(
    Duration, st.integers(0, 500) | st.floats(0, 500), st.sampled_from(["s", "min", "h", "d"])
)
business = st.builds(
    Duration, st.integers(1, 20), st.sampled_from(["min", "h", "d"]), business=st.just(True)
)
durations = clocks | business
common = st.fixed_dictionaries(
    {"title": words, "opens": patterns},
    optional={
        "match": st.sampled_from(["customer", "case"]),
        "openings": st.sampled_from(["each", "first"]),
        "where": wheres, "unless": patterns, "recovers": patterns,
        "recovery_window": clocks, "felt_window": clocks, "horizon": clocks,
        "segment": columns, "adjust": some(columns),
    },
)  # fmt: skip
own_fields = {
    Within: st.fixed_dictionaries({"keeps": patterns, "within": durations}),
    By: st.fixed_dictionaries(
        {"keeps": patterns}, optional={"grace": durations, "whole_day": st.booleans()}
    ),
    Limit: st.builds(lambda of, ends: {"of": of} | ends, number_columns, bounds),
    Never: st.fixed_dictionaries(
        {"breaks": patterns, "within": durations},
        optional={"until": patterns, "of": number_columns},
    )
    | st.fixed_dictionaries({"breaks": patterns, "until": patterns}),
    Same: st.fixed_dictionaries(
        {"equals": patterns, "of": columns},
        optional={"tolerance": st.floats(0, 9), "within": durations},
    ),
    Felt: st.fixed_dictionaries({"aim": scores}),
}


@st.composite
def canvases(draw: st.DrawFn) -> Canvas:
    """A canvas with promises of any kind, which uses each id once."""
    n = count()

    def promise() -> Any:
        kind = draw(st.sampled_from(list(own_fields)))
        fields = draw(common) | draw(own_fields[kind])
        return kind(promise=f"p-{next(n)}", kind=kind.__name__.lower(), **fields)

    def touchpoint() -> Touchpoint:
        promises = tuple(promise() for _ in range(draw(st.integers(0, 3))))
        fields = draw(touchpoint_fields)
        return Touchpoint(touchpoint=f"t-{next(n)}", promises=promises, **fields)

    def stage() -> Stage:
        points = tuple(touchpoint() for _ in range(draw(st.integers(0, 2))))
        return Stage(stage=f"{next(n)}", title=draw(words), touchpoints=points)

    stages = tuple(stage() for _ in range(draw(st.integers(0, 2))))
    return Canvas(canvas=draw(ids), stages=stages, **draw(canvas_fields))


touchpoint_fields = st.fixed_dictionaries(
    {"title": words},
    optional={
        "need": words, "actions": some(words), "owner": texts, "icon": texts,
        "key_moments": some(parts(KeyMoment, title=words, picture=texts)),
        "drivers": some(st.sampled_from(["offer", "time", "sensations"])),
        "channels": some(texts), "aim": scores, "belief": scores, "events": some(patterns),
    },
)  # fmt: skip
dates = st.dates(date(1971, 1, 1), date(2099, 12, 31))
hours = st.builds(
    lambda days, opens, closes: Hours(
        days=tuple(day for day in DAYS if day in days),
        opens=time(opens // 60, opens % 60),
        closes=time((opens + closes) // 60 % 24, (opens + closes) % 60),
    ),
    st.sets(st.sampled_from(DAYS), min_size=1),
    st.integers(0, 719),
    st.integers(1, 720),
)
canvas_fields = st.fixed_dictionaries(
    {"title": words, "hours": st.tuples(hours)},
    optional={
        "language": st.sampled_from(["en", "fr"]),
        "time_zone": st.sampled_from(["UTC", "Europe/Paris"]),
        "currency": st.sampled_from(["EUR", "USD"]),
        "holidays": st.builds(
            Holidays,
            country=st.just("FR"),
            subdivision=st.sampled_from([None, "Alsace"]),
            also=some(dates),
            open=some(dates),
        ),
        "journey": st.sampled_from(["customer", "case"]), "journey_gap": clocks,
        "returns": patterns, "horizon": clocks,
        "stakes": parts(
            Stakes, margin_share=shares, avoidable_share=shares, contact=patterns,
            contact_cost=st.floats(0, 100),
        ),
        "thresholds": parts(Thresholds, kept=shares, felt=scores),
    },
)  # fmt: skip
