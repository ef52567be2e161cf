"""The table of verbatims follows the log: what is said comes in, what is gone goes.

Everything may be killed and done again: a verbatim comes in once, and how far the log was
read is written down last.
"""

from collections.abc import Collection
from copy import copy
from typing import Final

import polars as pl
from django_tasks import task

from parcours.core.log import EventLog
from parcours.core.log.lake import VersionGone
from parcours.core.schema import SCHEMA
from parcours.core.table.merging import merged
from parcours.ledger.domain import reading
from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims import coding, places, recoding, writing
from parcours.listen.models import Gathering, Verbatim

_KEY: Final = ("customer_id", "event_id")
# Written by the company, not by customers.
_OURS: Final = ("review.answered", "visit.audited", "apology.sent")
_NOTHING: Final = pl.DataFrame(schema=dict.fromkeys(_KEY, pl.String))

SAID: Final = (
    pl.col("text").str.contains(r"\S")
    & ~pl.col("activity").str.ends_with(".sent")
    & ~pl.col("activity").is_in(_OURS)
)
"""Whether an event holds a customer's own words."""


@task()
def gather_when_due() -> None:
    """Follow the log, and the canvases and the coder, wherever they moved."""
    state = writing.progress()
    if state.log_version != reading.current_version():
        gather()
    if state.canvases != places.fingerprint():
        recoding.place_again.enqueue()
    if state.coder != coding.version():
        recoding.code_again.enqueue()


def gather() -> int:
    """Bring the table up to the log; return how many verbatims came in."""
    state, version = writing.progress(), reading.current_version()
    # The outbox first: what is moved meanwhile then is in both, not in none.
    waiting = reading.waiting_keys()
    last, recent = reading.waiting(state.outbox)
    log = copy(lake())
    added = writing.add(recent.filter(SAID), is_waiting=True)
    try:
        added += _follow(log, set(state.files), waiting)
    except VersionGone:
        return added  # Someone was erased meanwhile: the next time sees what is left.
    _settle(log, waiting)
    Gathering.objects.filter(pk=state.pk).update(
        log_version=version, files=log.parts["path"].to_list(), outbox=last
    )
    return added


def _follow(log: EventLog, seen: set[str], waiting: Collection[tuple[str, str]]) -> int:
    """Read what the lake has more than the files seen, and compare where some are gone.

    Files are added as they are; where one is replaced (put together, someone erased, an
    import undone), its whole bucket is compared with the table, by name.
    """
    parts = log.parts
    rewritten = {_bucket(path) for path in seen - set(parts["path"])}
    added = sum(_compare(log, bucket, waiting) for bucket in sorted(rewritten))
    fresh = parts.filter(~pl.col("path").is_in(list(seen)), ~pl.col("bucket").is_in(rewritten))
    return added + sum(writing.add(log.part(path, SAID)) for path in fresh["path"])


def _compare(log: EventLog, bucket: int, waiting: Collection[tuple[str, str]]) -> int:
    paths = log.parts.filter(pl.col("bucket") == bucket)["path"]
    told = merged(pl.concat([SCHEMA.to_frame(), *(log.part(path, SAID) for path in paths)]))
    rows = Verbatim.objects.filter(bucket=bucket).values_list("pk", *_KEY)
    known = pl.DataFrame(list(rows), schema={"id": pl.Int64, **_NOTHING.schema}, orient="row")
    gone = known.join(told, on=_KEY, how="anti")
    writing.remove([pk for pk, *key in gone.iter_rows() if tuple(key) not in waiting])
    return writing.add(told.join(known, on=_KEY, how="anti"))


def _settle(log: EventLog, waiting: Collection[tuple[str, str]]) -> None:
    """Look for what waited in the outbox and does not any more: in the lake, or gone."""
    rows = Verbatim.objects.filter(is_waiting=True).values_list("pk", *_KEY)
    left = {tuple(key): pk for pk, *key in rows if tuple(key) not in waiting}
    if not left:
        return
    customers = list({customer_id for customer_id, _event_id in left})
    there = set(log.events_of(customers, ["event_id"]).select(_KEY).iter_rows())
    moved = [pk for key, pk in left.items() if key in there]
    for part in writing.parts(moved):
        Verbatim.objects.filter(pk__in=part).update(is_waiting=False)
    writing.remove([pk for key, pk in left.items() if key not in there])


def _bucket(path: str) -> int:
    return int(path.partition("/")[0].partition("=")[2])
