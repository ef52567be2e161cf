"""A year of customers' lives: each occasion is lived, and settles whether there is a next.

The rule that makes the truth exact: after an occasion, the customer buys again within 90
days of every promise made there (``returns``), or of none of them, with the probability
that ``base`` and the pushes of what was lived add up to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.demo.advice import draw_advice
from parcours.core.demo.calls import draw_calls, draw_messages
from parcours.core.demo.company import (
    DAYS,
    Bools,
    Floats,
    Ints,
    Random,
    Year,
    store_hour,
    web_hour,
)
from parcours.core.demo.customers import Customers
from parcours.core.demo.online import draw_online
from parcours.core.demo.recording import case_name
from parcours.core.demo.restaurant import draw_table
from parcours.core.demo.scene import Asked, Drawn, Facts, Scene
from parcours.core.demo.store import draw_till

Draw = Callable[[Random, Year, Scene], Drawn]

KINDS: Final = ("till", "advice", "online", "table")
_DRAWS: Final[dict[str, Draw]] = {
    "till": draw_till, "advice": draw_advice, "online": draw_online, "table": draw_table,
}  # fmt: skip
_PREFIX: Final = {
    "till": "V", "advice": "V", "online": "O", "table": "T", "call": "A", "message": "D",
}  # fmt: skip

LEAST: Final = 0.02
REST: Final = 12.0  # days between occasions: what is felt belongs to one of them
WINDOW: Final = 90.0


@dataclass
class Lives:
    """What happened, one list of frames per subject; ``row`` numbers the occasions."""

    occasions: list[pl.DataFrame] = field(default_factory=list)
    lived: list[pl.DataFrame] = field(default_factory=list)
    asked: list[pl.DataFrame] = field(default_factory=list)
    facts: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def add(self, kind: str, scene: Scene, drawn: Drawn) -> None:
        """Keep what was drawn for *scene*."""
        letter = _PREFIX[kind]
        frame = pl.DataFrame(
            {
                "row": scene.row, "customer": scene.who.number, "card": scene.who.card,
                "shop": scene.who.shop, "is_remote": scene.who.is_remote,
                "speaks_english": scene.who.speaks_english,
                "start": scene.start, "buys": scene.buys, **drawn.facts,
            }
        )  # fmt: skip
        frame = frame.with_columns(case=case_name(letter, pl.col("row")))
        self.facts.setdefault(kind, []).append(frame)
        self.lived += [pl.DataFrame(vars(each)) for each in drawn.lived if len(each.row)]
        self.asked += [_asked_frame(each, letter) for each in drawn.asked if len(each.row)]


def _asked_frame(each: Asked, letter: str) -> pl.DataFrame:
    suffix = "-K" if each.survey == "product" else ""
    return pl.DataFrame(vars(each)).with_columns(case=case_name(letter, pl.col("row")) + suffix)


@dataclass
class Plan:
    """When each customer's next occasion may fall, and whether they buy then.

    ``closed_until`` is the end of the time in which, as settled, they do not buy.
    """

    who: Ints
    low: Floats
    high: Floats
    buys: Bools
    closed_until: Floats

    def take(self, rows: Any) -> "Plan":
        """Return the plans at *rows* (positions or a mask)."""
        return Plan(**{name: each[rows] for name, each in vars(self).items()})


def live(rng: Random, year: Year, customers: Customers) -> Lives:
    """Return the year of these customers."""
    lives, plan, number = Lives(), _arrivals(rng, len(customers)), 0
    while len(plan.who):
        kind = _kinds(rng, customers.take(plan.who), plan.buys)
        start = _starts(rng, year, customers.take(plan.who), kind=kind, plan=plan)
        now = start < DAYS - 0.05
        plan, kind, start = plan.take(now), kind[now], start[now]
        row = np.arange(number, number + len(start))
        number += len(start)
        scene = Scene(row=row, who=customers.take(plan.who), start=start, buys=plan.buys)
        plan = _live_round(rng, year, lives, scene=scene, kind=kind, plan=plan)
    return lives


def _arrivals(rng: Random, size: int) -> Plan:
    """Most are known customers who come within four months, the others turn up any time."""
    early = rng.random(size) < 0.68
    return Plan(
        who=np.arange(size), low=np.zeros(size), high=np.where(early, 120.0, DAYS),
        buys=rng.random(size) < 0.78, closed_until=np.zeros(size),
    )  # fmt: skip


def _kinds(rng: Random, who: Customers, buys: Bools) -> Ints:
    """Return positions in ``KINDS``: the till and the table only see people who pay."""
    shares = np.zeros((len(who), 4))
    near = ~who.is_remote
    shares[buys & near] = (0.46, 0.25, 0.29, 0.0)
    shares[buys & near & (who.shop == 0)] = (0.36, 0.2, 0.26, 0.18)
    shares[buys & who.is_remote] = (0.06, 0.04, 0.9, 0.0)
    shares[~buys & near] = (0.0, 0.45, 0.55, 0.0)
    shares[~buys & who.is_remote] = (0.0, 0.06, 0.94, 0.0)
    return np.asarray((rng.random((len(who), 1)) > np.cumsum(shares, axis=1)).sum(axis=1))


def _starts(rng: Random, year: Year, who: Customers, *, kind: Ints, plan: Plan) -> Floats:
    """Return when each occasion starts: an open day, a busy hour."""
    name = np.array(KINDS)[kind]
    in_shop = (name == "till") | (name == "advice")
    way = np.where(name == "online", "web", np.where(name == "table", "table", "store"))
    way = np.where(in_shop & who.is_weekender, "weekend", way)
    start = np.zeros(len(who))
    for each in np.unique(way):
        rows = way == each
        day = year.draw(rng, plan.low[rows], plan.high[rows], way=str(each))
        hour = _hours(rng, str(each), len(day))
        sunday = (each != "web") & (year.weekday[year.day(day)] == 6)
        hour = np.where(sunday, 11 + (hour - 10) * 0.65, hour)  # December: 11 to 18
        start[rows] = day + hour / 24
    return start


def _hours(rng: Random, way: str, size: int) -> Floats:
    if way == "web":
        return web_hour(rng, size)
    if way == "table":
        lunch, dinner = rng.normal(12.9, 0.4, size), rng.normal(20, 0.6, size)
        hour = np.where(rng.random(size) < 0.45, lunch, np.clip(dinner, 19, 21.3))
        return np.asarray(np.round(hour * 4) / 4)  # tables are booked by the quarter hour
    return store_hour(rng, size)


def _live_round(
    rng: Random, year: Year, lives: Lives, *, scene: Scene, kind: Ints, plan: Plan
) -> Plan:
    """Live each customer's next occasion; return the plans it leaves them with."""
    first, last, end = (scene.start.copy() for _ in range(3))
    pushes = np.zeros(len(scene))
    offset = int(scene.row[0]) if len(scene) else 0

    def happen(name: str, part: Scene, draw: Draw) -> Facts:
        drawn = draw(rng, year, part)
        at = part.row - offset
        last[at] = np.maximum(last[at], drawn.last)
        end[at] = np.maximum(end[at], drawn.end)
        for each in drawn.lived:
            if not each.nested:
                pushes[each.row - offset] += each.broken * each.push - each.usual
        lives.add(name, part, drawn)
        return drawn.facts

    waits_until = np.zeros(len(scene))
    for number, name in enumerate(KINDS):
        part = scene.take(kind == number)
        facts = happen(name, part, _DRAWS[name])
        if name == "online":
            waits_until[part.row - offset] = facts["late"] * (facts["announced"] + 1.3)
    _contacts(rng, scene, happen, waits=waits_until)
    base = scene.who.comes_back
    chance = np.clip(base + pushes, LEAST, 1 - LEAST)
    returns = rng.random(len(scene)) < chance
    lives.occasions.append(
        pl.DataFrame(
            {
                "row": scene.row, "customer": scene.who.number, "start": scene.start,
                "end": end, "buys": scene.buys, "linear": base + pushes,
                "returns": returns, "mood": scene.who.mood,
                "speaks_english": scene.who.speaks_english, "card": scene.who.card,
            }
        )
    )  # fmt: skip
    return _next(rng, plan, returns=returns, first=first, last=last, end=end)


def _contacts(
    rng: Random, scene: Scene, happen: Callable[[str, Scene, Draw], Facts], *, waits: Floats
) -> None:
    """Some buyers ring or write in the days after: whether they do is not an effect."""
    needs = scene.buys & (rng.random(len(scene)) < 0.2)
    calls = rng.random(len(scene)) < 0.42
    at = np.maximum(scene.start + rng.uniform(1, 6, len(scene)), waits)
    later = Scene(row=scene.row, who=scene.who, start=at, buys=scene.buys)
    happen("call", later.take(needs & calls), draw_calls)
    happen("message", later.take(needs & ~calls), draw_messages)


def _next(
    rng: Random, plan: Plan, *, returns: Bools, first: Floats, last: Floats, end: Floats
) -> Plan:
    """Plan what follows: a purchase in time, or none in time and perhaps a look in vain."""
    size = len(returns)
    closed = np.where(
        returns, plan.closed_until, np.maximum(plan.closed_until, last + WINDOW + 1)
    )
    fate = rng.random(size)
    looks = ~returns & (fate < 0.3)
    gone = ~returns & (fate > 0.82)
    low = np.where(returns, np.maximum(end + REST, closed), closed)
    high = np.where(returns, first + WINDOW - 2, closed + 110)
    low = np.where(looks, np.maximum(last, end) + REST + 3, low)
    high = np.where(looks, first + 80, high)
    ahead = Plan(who=plan.who, low=low, high=high, buys=~looks, closed_until=closed)
    return ahead.take(~gone & (low < DAYS))
