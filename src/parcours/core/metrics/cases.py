"""What follows what inside a case: the first message and its reply, the cart and its order."""

import polars as pl

from parcours.core.events import Events

CASE = ("customer", "case_id")


def beginnings(events: Events, *activities: str) -> pl.DataFrame:
    """Return the first event of *activities* in each case: customer, case_id, row, at.

    ``row`` (u32) is its position, ``at`` microseconds. Events without case_id are left out.
    """
    return _of(events, activities).group_by(CASE).agg(pl.col("row", "at").min())


def announced(events: Events, *activities: str) -> pl.DataFrame:
    """Return, of each case, the first event that has a ``due_at``, with ``due``."""
    due = pl.col("due_at").to_physical()
    return _of(events, activities, due=due).drop_nulls("due").group_by(CASE).first()


def endings(events: Events, *activities: str) -> pl.DataFrame:
    """Return when the last event of *activities* in each case was: customer, case_id, last."""
    return _of(events, activities).group_by(CASE).agg(last=pl.col("at").max())


def followed(beginnings: pl.DataFrame, events: Events, *activities: str) -> pl.DataFrame:
    """Return *beginnings* with ``then``: when one of *activities* first follows in the case.

    At the same instant follows too; null where nothing does.
    """
    later = (
        _of(events, activities)
        .drop("row")
        .rename({"at": "then"})
        .join(beginnings.select(*CASE, "at"), on=CASE)
        .filter(pl.col("then") >= pl.col("at"))
        .group_by(CASE)
        .agg(pl.col("then").min())
    )
    return beginnings.join(later, on=CASE, how="left")


def lasting(cases: pl.DataFrame) -> pl.DataFrame:
    """Return row and ``value``: seconds from ``at`` to ``then``, infinite without an end."""
    seconds = (pl.col("then") - pl.col("at")) / 1e6
    return cases.select("row", value=seconds.fill_null(float("inf")))


def _of(events: Events, activities: tuple[str, ...], **more: pl.Expr) -> pl.DataFrame:
    found = (
        events.frame.lazy()
        .with_columns(customer=pl.Series(events.customer), at=pl.col("at").to_physical())
        .with_row_index("row")
        .filter(pl.col("activity").is_in(activities), pl.col("case_id").is_not_null())
        .select("row", "customer", "case_id", "at", **more)
    )
    return found.collect()
