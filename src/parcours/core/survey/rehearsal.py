"""A rehearsal: who would have been asked last year, had this policy ruled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.kernel import as_log, run, zoned
from parcours.core.occurrence.bucket import NEVER, Bucket
from parcours.core.pattern import Pattern
from parcours.core.selection import Numbers, columns_of, select
from parcours.core.survey import history, trigger
from parcours.core.survey.deciding import decide
from parcours.core.survey.drawing import WEEKS, chances, each_wave, held_out, weekly
from parcours.core.survey.policy import Policy, Rule
from parcours.core.survey.reminding import ANSWERED, reminded
from parcours.core.survey.trigger import OCCASIONS, Trigger, occasions

SENT: Final = Pattern(activity=("survey.sent", "survey.reminded"))
ASKED: Final = "asked"
CANDIDATES: Final = pl.Schema(
    OCCASIONS
    | {
        "survey": pl.String(),
        "kind": pl.String(),
        "priority": pl.Int64(),
        "is_reachable": pl.Boolean(),
        "is_held_out": pl.Boolean(),
        "probability": pl.Float64(),
        "chance": pl.Float64(),
    }
)
_WEEK: Final = pl.col("at").dt.truncate("1w").dt.date().alias("week")
_WARM_UP: Final = timedelta(weeks=WEEKS)
_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How one survey asks: whom, how many, before which others, and how often it reminds.

    ``remind_after`` is how many days lie between two mails.
    """

    survey: str
    kind: str
    trigger: Trigger
    priority: int = 0
    share: float = 1.0
    quota: int | None = None
    reminders: int = 0
    remind_after: int = 5


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the log does not know.

    ``reachable`` holds the customer_ids one can write to (null: everyone), ``consents`` is a
    table of ``history.CONSENTS``, ``hold_out`` the share that is never asked, ``seed`` keys
    the draws.
    """

    seed: str
    hold_out: float = 0.0
    reachable: Collection[str] | None = None
    consents: pl.DataFrame | None = None


def rehearse(
    log: Any,
    policy: Policy,
    plans: Sequence[Plan],
    *,
    since: datetime,
    until: datetime,
    given: Given,
) -> pl.DataFrame:
    """Return every occasion of a period, and whether it would have asked someone.

    Surveys that the log says were sent in the period are taken as not sent: these plans stand
    in their place. Mailings, complaints and consents are as they were, and what happened after
    a moment plays no part in what is decided at it.

    Returns:
        By survey and moment: the columns of ``trigger.OCCASIONS`` and of the ``decisions`` of
        ``deciding.Decided``; and ``reminder``, 0 where it is about asking, 1 where it is about
        the first reminder. Reminders come on top: whom they would have kept from being asked
        something later was asked all the same.
    """
    period = (microseconds(since - _WARM_UP), microseconds(until))
    log, columns = as_log(log), columns_needed(policy, plans)

    def kernel(events: Events, draws: pl.DataFrame | None) -> pl.DataFrame:
        found = candidates(events, policy, plans, period=period, given=given)
        drawn = found if draws is None else _redrawn(found, draws)
        past = _without_surveys(events, period[0])
        asked = decide(past, policy, drawn, consents=given.consents).decisions
        more = reminded(past, policy, asked, plans=plans, consents=given.consents)
        told = more.filter(pl.col("at") < zoned(until))
        first = asked.with_columns(reminder=pl.lit(0, dtype=pl.Int64))
        return pl.concat([first, told])

    parts = run(log, lambda events: kernel(events, None), columns=columns)
    if any(plan.quota is not None for plan in plans):
        draws = _under_quota(pl.concat(parts), plans)
        parts = run(log, lambda events: kernel(events, draws), columns=columns)
    found = pl.concat(parts).filter(pl.col("at") >= since)
    return found.sort("survey", "at", "customer_id")


def by_month(rehearsed: pl.DataFrame, time_zone: str) -> pl.DataFrame:
    """Return how many were asked, and how many were not for which reason.

    Args:
        rehearsed: what ``rehearse`` returned.

    Returns:
        By ``survey``, ``month`` (its first day) and ``reason`` (of ``Rule``, or ``asked``):
        ``n`` occasions.
    """
    month = pl.col("moment").dt.convert_time_zone(time_zone).dt.truncate("1mo").dt.date()
    first = rehearsed.filter(pl.col("reminder") == 0)
    told = first.select("survey", month=month, reason=pl.col("reason").fill_null(ASKED))
    return (
        told.group_by("survey", "month", "reason")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("survey", "month", "reason")
    )


def by_reminder(rehearsed: pl.DataFrame) -> pl.DataFrame:
    """Return how many would have been reminded, and how many not for which reason.

    Args:
        rehearsed: what ``rehearse`` returned.

    Returns:
        By ``survey`` and ``reason`` (of ``Rule``, or ``asked``): ``n`` reminders.
    """
    told = rehearsed.filter(pl.col("reminder") > 0).with_columns(
        pl.col("reason").fill_null(ASKED)
    )
    return (
        told.group_by("survey", "reason")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("survey", "reason")
    )


def columns_needed(policy: Policy, plans: Sequence[Plan]) -> list[str]:
    """Return the columns of the log that a rehearsal reads."""
    needed = history.columns_needed(policy)
    for plan in plans:
        needed |= trigger.columns_needed(plan.trigger)
        needed |= columns_of(ANSWERED)
    return sorted(needed)


def candidates(
    events: Events,
    policy: Policy,
    plans: Sequence[Plan],
    *,
    period: tuple[int, int],
    given: Given,
) -> pl.DataFrame:
    """Return the occasions of a bucket, ready for ``decide``.

    Args:
        period: the first moment meant and the first not meant, microseconds UTC.
    """
    bucket = Bucket(events, NEVER)
    parts = [pl.DataFrame(schema=CANDIDATES)]
    for plan in plans:
        found = occasions(
            bucket, plan.trigger, policy.time_zone, since=period[0], until=period[1]
        )
        parts.append(prepared(found, plan, given))
    return pl.concat(parts)


def prepared(found: pl.DataFrame, plan: Plan, given: Given) -> pl.DataFrame:
    """Return occasions of a plan with what ``decide`` wants to know of each.

    Args:
        found: a table of ``trigger.OCCASIONS``.
    """
    people = found["customer_id"]
    opened = found["opened"].to_physical().to_numpy()
    drawn = chances(given.seed, plan.survey, customer_ids=people, at=opened)
    if plan.trigger.waves is not None and plan.trigger.waves.panel:
        drawn = _as_panel(drawn, plan, people, seed=given.seed)
    reachable = (
        None if given.reachable is None else pl.Series(list(given.reachable), dtype=pl.String)
    )
    return found.with_columns(
        survey=pl.lit(plan.survey),
        kind=pl.lit(plan.kind),
        priority=pl.lit(plan.priority, dtype=pl.Int64),
        is_reachable=pl.lit(True) if reachable is None else people.is_in(reachable.implode()),
        is_held_out=pl.Series(held_out(given.seed, people, given.hold_out), dtype=pl.Boolean),
        probability=pl.lit(plan.share, dtype=pl.Float64),
        chance=pl.Series(drawn, dtype=pl.Float64),
    ).cast(CANDIDATES)


def _as_panel(drawn: Numbers, plan: Plan, people: pl.Series, *, seed: str) -> Numbers:
    """Return draws of which some people's are the same in each wave, as likely as any."""
    share = plan.trigger.waves.panel if plan.trigger.waves else 0.0
    always = chances(seed, plan.survey, customer_ids=people, at=np.zeros_like(drawn, np.int64))
    return np.where(held_out(f"{seed} {plan.survey}", people, share), always, drawn)


def _under_quota(first: pl.DataFrame, plans: Sequence[Plan]) -> pl.DataFrame:
    """Return the probability of each survey and week, from who could have been asked."""
    first = first.filter(pl.col("reminder") == 0)
    could = first.filter(pl.col("asked") | (pl.col("reason") == Rule.NOT_DRAWN))
    parts = []
    for plan in plans:
        own = could.filter(pl.col("survey") == plan.survey).group_by(_WEEK).agg(n=pl.len())
        drawn = (
            weekly(own, plan.share, plan.quota)
            if plan.trigger.waves is None
            else each_wave(own, plan.share, plan.quota)
        )
        parts.append(drawn.select(pl.lit(plan.survey).alias("survey"), "week", "probability"))
    return pl.concat(parts)


def _redrawn(found: pl.DataFrame, draws: pl.DataFrame) -> pl.DataFrame:
    joined = found.with_columns(_WEEK).join(
        draws, on=["survey", "week"], how="left", suffix="_drawn", maintain_order="left"
    )
    drawn = pl.coalesce("probability_drawn", "probability").alias("probability")
    return joined.with_columns(drawn).select(found.columns)


def _without_surveys(events: Events, since: int) -> Events:
    sent = select(events, SENT)
    sent = sent[events.at[sent] >= since]
    if not len(sent):
        return events
    keeps = np.ones(len(events), dtype=np.bool_)
    keeps[sent] = False
    return Events(events.frame.filter(pl.Series(keeps)))


def microseconds(at: datetime) -> int:
    """Return a moment as kernels have it."""
    return (zoned(at) - _EPOCH) // _MICROSECOND
