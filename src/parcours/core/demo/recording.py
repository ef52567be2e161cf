"""Events of the demo in the log's columns."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import CARDS, CURRENCY, SHOPS, Random, Year
from parcours.core.schema import COLUMNS

Value = pl.Expr | str | float
Facts = Mapping[str, Value]

_SOURCES: Final = {
    "order.shipped": "carrier", "order.delivered": "carrier", "parcel.damaged": "carrier",
    "survey.sent": "surveys", "survey.answered": "surveys", "queue.joined": "till camera",
    "queue.left": "till camera", "table.booked": "bookings", "table.seated": "bookings",
}  # fmt: skip
_BY_CHANNEL: Final = {
    "store": "tills", "phone": "call centre", "web": "shop site", "app": "shop app",
}  # fmt: skip


def named(column: str, names: Sequence[str]) -> pl.Expr:
    """Return the name at the position that *column* holds."""
    position = pl.col(column).cast(pl.Int64)
    return position.replace_strict(dict(enumerate(names)), return_dtype=pl.String)


CARD: Final = named("card", CARDS)
SHOP: Final = named("shop", SHOPS)


def case_name(letter: str, number: pl.Expr) -> pl.Expr:
    """Return ids such as ``V-1000042``."""
    return pl.lit(f"{letter}-") + (number + 1_000_000).cast(pl.String)


def record(
    year: Year,
    rows: pl.DataFrame,
    activity: Value,
    *,
    at: pl.Expr,
    due: pl.Expr | None = None,
    properties: Facts | None = None,
    **columns: Value,
) -> pl.DataFrame:
    """Return one event per row of *rows*, in the log's columns but ids and sources.

    Args:
        rows: has ``customer`` (numbers) and, where events have one, ``case``.
        at, due: local days (see ``Year``).
        columns: other columns of the log; a text is a constant, not a column's name.
    """
    given = {"activity": activity, **columns}
    if "case" in rows.columns:
        given.setdefault("case_id", pl.col("case"))
    if "amount" in given:
        given["currency"] = CURRENCY
    frame = rows.select(
        customer_id=case_name("ML", pl.col("customer")),
        **{name: _expression(each) for name, each in given.items()},
        **({"properties": _json(properties)} if properties else {}),
    ).with_columns(at=year.moments(rows.select(at.cast(pl.Float64)).to_series().to_numpy()))
    if due is None:
        return frame
    return frame.with_columns(due_at=year.moments(rows.select(due).to_series().to_numpy()))


def _expression(value: Value) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _json(facts: Facts) -> pl.Expr:
    fields = [_expression(each).alias(name) for name, each in facts.items()]
    return pl.struct(fields).struct.json_encode()


def finish(frames: list[pl.DataFrame], *, prefix: str, until: pl.Expr) -> pl.DataFrame:
    """Put the events together in order of time, with sources and ids that start alike."""
    frame = pl.concat(frames, how="diagonal_relaxed").filter(pl.col("at") < until)
    frame = frame.sort("at", "customer_id", "activity", maintain_order=True)
    source = pl.col("activity").replace_strict(_SOURCES, default=None)
    by_channel = pl.col("channel").replace_strict(_BY_CHANNEL, default="inbox")
    return frame.with_columns(
        event_id=case_name(prefix, pl.int_range(pl.len())),
        source=pl.coalesce(source, by_channel),
    )


def learned(rng: Random, frame: pl.DataFrame) -> pl.DataFrame:
    """Add when each event became known: most at once, carriers by night, a few days late.

    Returns:
        The log's columns, in their order.
    """
    seconds = rng.exponential(3, frame.height) + 1
    is_late = rng.random(frame.height) < 0.015
    seconds = np.where(is_late, rng.uniform(0.5, 5, frame.height) * 86400, seconds)
    night = (pl.col("at") + pl.duration(hours=6)).dt.truncate("6h")
    nightly = pl.when(pl.col("source") == "carrier").then(night).otherwise(pl.col("at"))
    frame = frame.with_columns(delay=pl.Series(seconds).cast(pl.Int64))
    at_once = pl.col("at") + pl.duration(seconds=pl.col("delay"))
    frame = frame.with_columns(recorded_at=pl.max_horizontal(at_once, nightly))
    return frame.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
