"""New events for the demo while one looks at it: ``python -m parcours.site.demo.stream``."""

import json
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import polars as pl

from parcours.site.processes.child import run_as_child

_A_WEEK: Final = timedelta(days=7)
_RECENT: Final = timedelta(hours=12)
_PER_SECOND: Final = 3.0
_CUSTOMERS: Final = 2_000
_MOMENTS: Final = ("at", "due_at")
_OURS: Final = ("event_id", "recorded_at")


def stream() -> int:
    """Record a few events a second until the site stops."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from parcours.core.demo import demo_events
    from parcours.site.demo.making import begun

    known = begun(settings.DATA)
    seed = known.seed if known else 1
    cases = by_case(demo_events(customers=_CUSTOMERS, seed=seed + 1))
    chance = random.Random()
    while True:
        now = datetime.now(UTC)
        case = pick(cases, now=now, chance=chance)
        tell(case, now)
        time.sleep(max(len(case), 1) / _PER_SECOND)


def tell(case: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Record the events of a case; a review comes through its source, as everyone's do."""
    from parcours.ledger.domain.recording import record
    from parcours.site.demo import reviews

    for event in case:
        if event["activity"] not in (reviews.POSTED, reviews.ANSWERED):
            record(**event)
    reviews.bring(case, now)


def by_case(events: pl.DataFrame) -> pl.DataFrame:
    """Return each case once: its events in order, and when it ended."""
    return (
        events.filter(pl.col("case_id").is_not_null())
        .sort("at")
        .group_by("case_id", maintain_order=True)
        .agg(ended=pl.col("at").max(), events=pl.struct(pl.all().exclude("case_id")))
    )


def pick(cases: pl.DataFrame, *, now: datetime, chance: random.Random) -> list[dict[str, Any]]:
    """Return the events of a case of another year, as if it had just ended.

    It keeps its day of the week and its hours: it is moved by whole weeks, to within half a
    day. Its events say in their properties that they are the demo's.
    """
    age = (now - pl.col("ended")).dt.total_microseconds() % (
        _A_WEEK // timedelta(microseconds=1)
    )
    recent = cases.filter(age < _RECENT // timedelta(microseconds=1))
    if recent.is_empty():
        return []
    case = recent.row(chance.randrange(recent.height), named=True)
    weeks = (now - case["ended"]) // _A_WEEK * _A_WEEK
    number = f"{case['case_id']}-{uuid.UUID(int=chance.getrandbits(128)).hex[:8]}"
    return [{**columns, "case_id": number} for columns in _moved(case["events"], weeks)]


def _moved(events: list[dict[str, Any]], weeks: timedelta) -> Iterator[dict[str, Any]]:
    for event in events:
        columns = {name: value for name, value in event.items() if name not in _OURS}
        for name in _MOMENTS:
            if columns[name] is not None:
                columns[name] += weeks
        properties = json.loads(columns["properties"] or "{}")
        columns["properties"] = json.dumps({**properties, "demo": True})
        yield columns


if __name__ == "__main__":
    sys.exit(run_as_child(stream))
