"""The occasions that are due now: what the triggers find in what was just recorded."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.occurrence.bucket import NEVER, Bucket
from parcours.core.schema import MOMENT
from parcours.core.survey import rehearsal
from parcours.core.survey.drawing import WEEKS
from parcours.core.survey.policy import Policy
from parcours.core.survey.rehearsal import microseconds
from parcours.core.survey.trigger import Clockwork, occasions
from parcours.ledger.domain.reading import CurrentLog
from parcours.listen.domain.surveys import waving
from parcours.listen.models import Decision, Trigger

_QUIET: Final = timedelta(days=8)  # more than any quiet hours in a row


def due(
    log: CurrentLog, triggers: Collection[Trigger], policy: Policy, *, now: datetime
) -> tuple[Events, dict[int, pl.DataFrame]]:
    """Return the events of those who may be asked now, and each trigger's occasions, by key.

    What was decided before, came too late, or happened before the trigger was started is none.
    """
    needed = rehearsal.columns_needed(policy, [each.plan for each in triggers])
    people = {who for each in triggers for who in _touched(log, each, policy, now=now)}
    events = log.of(people, needed)
    bucket = Bucket(events, NEVER)
    return events, {each.pk: _of(bucket, each, policy, now=now) for each in triggers}


def expected(log: CurrentLog, trigger: Trigger, policy: Policy, *, now: datetime) -> float:
    """Return how many occasions a week the log has had, of late."""
    since = now - timedelta(weeks=WEEKS)
    period = (microseconds(since), microseconds(now))
    rule, count = trigger.parsed(), 0
    columns = rehearsal.columns_needed(policy, [trigger.plan])
    for number in range(log.buckets):
        bucket = Bucket(log.events(number, columns), NEVER)
        zone = policy.time_zone
        count += occasions(bucket, rule, zone, since=period[0], until=period[1]).height
    return count / WEEKS


def is_open(policy: Policy, now: datetime) -> bool:
    """Return whether people may be written to now."""
    at = np.array([microseconds(now)], dtype=np.int64)
    return bool((policy.calendar.opening(at) == at).all())


def ends(found: pl.DataFrame, trigger: Trigger, policy: Policy) -> pl.Series:
    """Return until when each occasion may still ask: a window from when it first could."""
    opening = policy.calendar.opening(found["at"].to_physical().to_numpy())
    window = round(trigger.parsed().window.seconds * 1_000_000)
    return pl.Series("until", opening + window, dtype=pl.Int64).cast(MOMENT)


def _touched(log: CurrentLog, trigger: Trigger, policy: Policy, *, now: datetime) -> set[str]:
    """Return those to whom what the trigger waits for happened at the right time."""
    rule = trigger.parsed()
    if rule.waves is not None and not waving.begun(trigger, rule, policy, now=now):
        return set()
    longest = timedelta(microseconds=Clockwork(rule, policy.time_zone).longest)
    first = now - timedelta(seconds=rule.window.seconds) - _QUIET - longest
    last = now - timedelta(seconds=rule.wait.seconds)
    meant = pl.col("at").is_between(first, last) & pl.col("activity").cast(pl.String).is_in(
        rule.after.activity
    )
    columns = ["customer_id", "at", "activity"]
    parts = (log.lake.scan(columns), log.recent.select(columns).lazy())
    return {who for each in parts for who in each.filter(meant).collect()["customer_id"]}


def _of(bucket: Bucket, trigger: Trigger, policy: Policy, *, now: datetime) -> pl.DataFrame:
    rule = trigger.parsed()
    since = now - timedelta(seconds=rule.window.seconds) - _QUIET
    period = (microseconds(since), microseconds(now) + 1)
    found = occasions(bucket, rule, policy.time_zone, since=period[0], until=period[1])
    found = found.with_columns(ends(found, trigger, policy))
    started = trigger.started_at if rule.waves is None else waving.since(trigger)
    fresh = (pl.col("until") >= now) & (pl.col("at") >= started)
    return _undecided(found.filter(fresh), trigger)


def _undecided(found: pl.DataFrame, trigger: Trigger) -> pl.DataFrame:
    if found.is_empty():
        return found
    earliest = found["opened"].min()
    known = Decision.objects.filter(survey=trigger.survey_id, opened__gte=earliest)
    rows = list(known.values_list("customer_id", "opened"))
    schema = {"customer_id": pl.String(), "opened": MOMENT}
    decided = pl.DataFrame(rows, schema, orient="row")
    return found.join(decided, on=["customer_id", "opened"], how="anti", maintain_order="left")
