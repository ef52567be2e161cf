"""Journeys counted slowly and obviously, and the logs to count them on."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise, product
from typing import Any

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas, Stage, Touchpoint
from parcours.core.events import Events
from parcours.core.kernel import MemoryLog

START = datetime(2026, 3, 1, tzinfo=UTC)
Row = tuple[str, str | None, int, str]
"""Customer, case, minute, activity."""

Journey = list[tuple[int, str]]
"""Minute and step."""

CANVAS = Canvas(
    canvas="shop",
    title="Shop",
    stages=(
        Stage(
            stage="before",
            title="Before",
            touchpoints=(
                Touchpoint(touchpoint="site", title="Site", events=("visit",)),
                Touchpoint(touchpoint="page", title="Page", events=("look",)),
            ),
        ),
        Stage(stage="hope", title="No trace of it"),
        Stage(
            stage="buy",
            title="Buy",
            touchpoints=(Touchpoint(touchpoint="till", title="Till", events=("pay",)),),
        ),
        Stage(
            stage="after",
            title="After",
            touchpoints=(Touchpoint(touchpoint="help", title="Help", events=("ask",)),),
        ),
    ),
)
TOUCHPOINT = {"visit": "site", "look": "page", "pay": "till", "ask": "help"}
STAGE = {"visit": "before", "look": "before", "pay": "buy", "ask": "after"}
ACTIVITIES = (*TOUCHPOINT, "sneeze")


@dataclass
class Buckets:
    """A log in as many buckets as there are tables."""

    logs: list[MemoryLog]
    version: int = 0

    @property
    def buckets(self) -> int:
        return len(self.logs)

    def events(self, bucket: int, columns: Sequence[str] = ()) -> Events:
        return self.logs[bucket].events(0, columns)

    def last_at(self) -> datetime | None:
        return max((log.last_at() for log in self.logs if len(log.frame)), default=None)


def table(rows: Sequence[Row]) -> pl.DataFrame:
    """Return *rows* as events, recorded in their order."""
    return pl.DataFrame(
        {
            "event_id": [f"e{position}" for position in range(len(rows))],
            "customer_id": [row[0] for row in rows],
            "case_id": [row[1] for row in rows],
            "at": [START + timedelta(minutes=row[2]) for row in rows],
            "activity": [row[3] for row in rows],
        },
        schema_overrides={"case_id": pl.String, "at": pl.Datetime("us", "UTC")},
    )


def bucketed(rows: Sequence[Row], buckets: int) -> Buckets:
    """Return *rows* as a log, customers dealt out over *buckets*."""
    customers = sorted({row[0] for row in rows})
    parts = [
        [row for row in rows if customers.index(row[0]) % buckets == bucket]
        for bucket in range(buckets)
    ]
    return Buckets([MemoryLog(table(part)) for part in parts])


def cut(rows: Sequence[Row], match: str, gap: float) -> list[list[Journey]]:
    """Return each customer's journeys, cut after *gap* minutes, or each case as one."""
    owners: dict[Any, Journey] = defaultdict(list)
    for customer, case, minute, activity in rows:
        if match == "customer" or case is not None:
            owners[customer, case if match == "case" else None].append((minute, activity))
    found = []
    for events in owners.values():
        events.sort(key=lambda event: event[0])
        journeys = [[events[0]]]
        for before, after in pairwise(events):
            if match == "customer" and after[0] - before[0] > gap:
                journeys.append([])
            journeys[-1].append(after)
        found.append(journeys)
    return found


def flat(owners: list[list[Journey]]) -> list[Journey]:
    return [journey for journeys in owners for journey in journeys]


def through(journeys: list[Journey], name: dict[str, str]) -> list[Journey]:
    """Return the journeys with only the steps that have a *name*, so named."""
    named = [[(at, name[step]) for at, step in each if step in name] for each in journeys]
    return [each for each in named if each]


def variants(journeys: list[Journey], *, collapse: bool = False) -> Counter[tuple[str, ...]]:
    ways = (tuple(step for _, step in each) for each in journeys)
    return Counter(tuple(step for step, _ in groupby(way)) if collapse else way for way in ways)


def waits(journeys: list[Journey]) -> dict[tuple[str, str], list[float]]:
    """Return the waits, in seconds, of each pair of steps that follow each other."""
    found = defaultdict(list)
    for journey in journeys:
        for (before, start), (after, end) in pairwise(journey):
            found[start, end].append(60.0 * (after - before))
    return found


def follows(journeys: list[Journey]) -> dict[tuple[str, str], tuple[int, float, float]]:
    return {
        pair: (len(seconds), float(np.median(seconds)), float(np.quantile(seconds, 0.9)))
        for pair, seconds in waits(journeys).items()
    }


def visits(journeys: list[Journey]) -> dict[str, tuple[int, ...]]:
    """Return events, journeys, started, ended, journeys_again and again of each step."""
    found = {}
    for name in {step for journey in journeys for _, step in journey}:
        times = [sum(step == name for _, step in journey) for journey in journeys]
        found[name] = (
            sum(times),
            sum(n > 0 for n in times),
            sum(journey[0][1] == name for journey in journeys),
            sum(journey[-1][1] == name for journey in journeys),
            sum(n > 1 for n in times),
            sum(n - 1 for n in times if n > 1),
        )
    return found


def reached(owners: list[list[Journey]], levels: Sequence[str], window: float) -> list[int]:
    """Try every way to pick one step per level; count customers who have one."""
    counts = [0] * len(levels)
    for journeys in owners:
        events = [event for journey in journeys for event in journey]
        for depth in range(1, len(levels) + 1):
            moments = [[at for at, step in events if step == name] for name in levels[:depth]]
            counts[depth - 1] += any(
                list(chosen) == sorted(chosen) and chosen[-1] - chosen[0] <= window
                for chosen in product(*moments)
            )
    return counts


def departures(journeys: list[Journey], order: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Return each journey's steps back; at the same instant the canvas's order holds."""
    found = []
    for journey in journeys:
        ordered = sorted(journey, key=lambda event: (event[0], order.index(event[1])))
        found.append(
            [
                (start, end)
                for (_, start), (_, end) in pairwise(ordered)
                if order.index(end) < order.index(start)
            ]
        )
    return found
