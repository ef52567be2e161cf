"""The days on which customers bought, from the log, and what a model needs to know of them."""

from datetime import date, datetime
from typing import Final

import polars as pl

from parcours.core.events import Events

COLUMNS: Final = ("case_id", "amount", "currency")
ORDERED: Final = ("order.placed", "order.cancelled", "order.returned")


def purchases(
    events: Events, *, as_of: datetime, zone: str, currency: str | None = None
) -> pl.DataFrame:
    """Return each day on which a customer bought: a kernel.

    Orders of one local day are one purchase; orders cancelled or returned are none.

    Args:
        events: with COLUMNS; those after *as_of* do not exist.
        currency: amounts in another one are left out, amounts without one count.

    Returns:
        customer_id, day (date in *zone*), amount (f64, null where none is above 0), sorted
        by customer_id and day.
    """
    is_counted = pl.col("amount") > 0
    if currency is not None:
        is_counted &= pl.col("currency").fill_null(currency) == currency
    return (
        orders(events, as_of=as_of, zone=zone)
        .group_by("customer_id", "day")
        .agg(pl.when(is_counted).then("amount").sum().alias("amount"))
        .with_columns(pl.when(pl.col("amount") > 0).then("amount").alias("amount"))
        .sort("customer_id", "day")
        .collect()
    )


def orders(events: Events, *, as_of: datetime, zone: str) -> pl.LazyFrame:
    """Return the orders neither cancelled nor returned by *as_of*.

    Args:
        events: with case_id, and with activities ORDERED.

    Returns:
        The columns of the log, and row (u32, the position), customer, day (date in *zone*).
    """
    known = (
        events.frame.lazy()
        .with_columns(
            customer=pl.Series(events.customer),
            day=pl.col("at").dt.convert_time_zone(zone).dt.date(),
        )
        .with_row_index("row")
        .filter(pl.col("at") <= as_of)
    )
    placed, *undoing = ORDERED
    undone = known.filter(pl.col("activity").is_in(undoing), pl.col("case_id").is_not_null())
    return known.filter(pl.col("activity") == placed).join(
        undone, on=["customer", "case_id"], how="anti"
    )


def histories(days: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """Return what is known of each customer at the end of the day *until*.

    Args:
        days: as `purchases` returns them.

    Returns:
        One row per customer who had bought by then, sorted: customer_id; x (repeat
        purchases), t_x (weeks from the first purchase to the last), t (weeks from the first
        to *until*); priced (repeat purchases with an amount), spend (their mean amount,
        null without one), unpriced (all purchases without); later (purchases after *until*).

    Source:
        Fader, P., Hardie, B., Lee, K. (2005). Marketing Science 24(2), section 4: time zero
        is the first purchase, a week 7 days.
    """
    day, is_past = pl.col("day"), pl.col("day") <= until
    first = day.min()
    repeat = pl.col("amount").filter(is_past, day > first)
    return (
        days.group_by("customer_id", maintain_order=True)
        .agg(
            x=(is_past.sum() - 1).cast(pl.Float64),
            t_x=(day.filter(is_past).max() - first).dt.total_days() / 7,
            t=(pl.lit(until) - first).dt.total_days() / 7,
            priced=repeat.count().cast(pl.Float64),
            spend=repeat.mean(),
            unpriced=pl.col("amount").filter(is_past).null_count(),
            later=(~is_past).sum(),
        )
        .filter(pl.col("t") >= 0)
    )
