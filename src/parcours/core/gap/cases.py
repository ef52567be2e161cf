"""The occurrences of one promise as the few columns that its gap is computed from."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas
from parcours.core.occurrence import NEVER, Occurrences
from parcours.core.occurrence.bucket import Bucket, bisect
from parcours.core.occurrence.setting import microseconds
from parcours.core.selection import Numbers, texts

DAY: Final = 86_400_000_000
KNOWN: Final = "known."

SCHEMA: Final = {
    "customer": pl.UInt32(),
    "opened": pl.Int64(),
    "anchor": pl.Int64(),
    "state": pl.UInt8(),
    "reason": pl.UInt8(),
    "breach": pl.Float64(),
    "is_closed": pl.Boolean(),
    "is_recovered": pl.Boolean(),
    "is_recovery_over": pl.Boolean(),
    "felt": pl.Float64(),
    "inferred": pl.Float64(),
    "returned": pl.Float32(),
    "spend": pl.Float64(),
    "contacts": pl.Float32(),
    "segment": pl.Categorical(),
}


def cases(found: Occurrences, bucket: Bucket, canvas: Canvas) -> pl.DataFrame:
    """Return one row per occurrence, numbers NaN where they are not known.

    Returns:
        The columns of SCHEMA (``customer`` is the number inside the bucket, moments are
        microseconds, ``contacts`` how often the customer contacted the company within the
        horizon), then what was known before, named ``known.…``.
    """
    promise, verdict = found.promise, found.verdict
    over = verdict.broken_at != NEVER
    window = microseconds(promise.recovery_window)
    over &= np.where(over, verdict.broken_at, 0) + window <= bucket.as_of
    columns = {
        "customer": found.customer,
        "opened": found.opened,
        "anchor": found.anchor,
        "state": verdict.state,
        "reason": verdict.reason,
        "breach": verdict.breach,
        "is_closed": verdict.closed != NEVER,
        "is_recovered": found.recovered_at != NEVER,
        "is_recovery_over": over,
        "felt": found.felt,
        "inferred": found.inferred,
        "returned": np.where(found.is_known, found.returned, np.nan),
        "spend": np.where(found.is_known, found.spend, np.nan),
        "contacts": _contacts(found, bucket, canvas),
    }
    segment = texts(found.values(promise.segment)) if promise.segment else None
    given = pl.DataFrame(columns).with_columns(segment=segment if segment is not None else None)
    return given.cast(SCHEMA).with_columns(_known(found))  # type: ignore[arg-type]


def _known(found: Occurrences) -> list[pl.Series]:
    """What was known at the opening; single precision is plenty to compare customers with."""
    before = found.before
    numbers = {
        "promised": np.log1p(np.maximum(found.promised, 0)),
        "events before": np.log1p(before.events),
        "returns before": np.log1p(before.returns),
        "spend before": np.log1p(np.maximum(before.spend, 0)),
        "tenure": np.log1p(before.tenure / 86_400),
        "felt before": before.felt,
    }
    series = [
        pl.Series(KNOWN + name, values.astype(np.float32)) for name, values in numbers.items()
    ]
    channel = texts(found.values("channel")).cast(pl.Categorical)
    series.append(channel.alias(KNOWN + "channel"))
    more = [name for name in found.promise.adjust if name != "channel"]
    return series + [texts(found.values(name)).alias(KNOWN + name) for name in more]


def _contacts(found: Occurrences, bucket: Bucket, canvas: Canvas) -> Numbers:
    """Return how often the customer contacted the company within the horizon of the anchor."""
    contact = canvas.stakes.contact
    if contact is None:
        return np.full(len(found), np.nan)
    horizon = microseconds(found.promise.horizon or canvas.horizon)
    rows = bucket.rows(contact)
    at, first = bucket.events.at[rows], np.searchsorted(rows, bucket.first)
    low, high = first[found.customer], first[found.customer + 1]
    start, end = (
        bisect(at, found.anchor + later + 1, low=low, high=high) for later in (0, horizon)
    )
    return np.where(found.is_known, end - start, np.nan)
