"""Reminders of a rehearsal: who among those asked would have been written to once more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from parcours.core.events import Events
from parcours.core.pattern import Pattern
from parcours.core.schema import MOMENT
from parcours.core.selection import select, values
from parcours.core.survey.deciding import decide
from parcours.core.survey.policy import REMINDER, Policy, Rule

if TYPE_CHECKING:
    from parcours.core.survey.rehearsal import Plan

ANSWERED: Final = Pattern(activity=("survey.answered",))


def reminded(
    events: Events,
    policy: Policy,
    decisions: pl.DataFrame,
    *,
    plans: Sequence["Plan"],
    consents: pl.DataFrame | None,
) -> pl.DataFrame:
    """Return what became of the reminders of those who were asked.

    The invitation that it reminds of never speaks against a reminder; everything else does, as
    against any contact. Who answered this survey meanwhile, as the log has it, is not reminded.

    Args:
        events: the past, without the contacts that the rehearsal stands for.
        decisions: what was decided of asking; only those asked count.

    Returns:
        As *decisions*, with ``reminder``: 1 for the first.
    """
    asked = decisions.filter("asked")
    parts = [decisions.clear().with_columns(reminder=pl.lit(0, dtype=pl.Int64))]
    for plan in plans:
        own = asked.filter(pl.col("survey") == plan.survey)
        own = own.with_columns(first=pl.col("moment"), kind=pl.lit(REMINDER))
        for number in range(1, plan.reminders + 1):
            later = timedelta(days=number * plan.remind_after)
            due = own.with_columns(at=pl.col("first") + later, chance=0.0, probability=1.0)
            due = _silent(due.drop("asked", "moment", "reason", "earliest"), events)
            found = decide(events, policy, due, consents=consents).decisions
            told = _between(found, asked, policy).select(decisions.columns)
            parts.append(told.with_columns(reminder=pl.lit(number, dtype=pl.Int64)))
    return pl.concat(parts)


def _silent(due: pl.DataFrame, events: Events) -> pl.DataFrame:
    """Return the reminders of those who did not answer before they are due."""
    rows = select(events, ANSWERED)
    answers = pl.DataFrame(
        {
            "customer_id": values(events, rows, "customer_id"),
            "answered": pl.Series(events.at[rows], dtype=pl.Int64).cast(MOMENT),
            "survey": values(events, rows, "properties.survey"),
        },
        schema={"customer_id": pl.String(), "answered": MOMENT, "survey": pl.String()},
    )
    found = due.sort("first").join_asof(
        answers.sort("answered"), left_on="first", right_on="answered",
        by=["customer_id", "survey"], strategy="forward", check_sortedness=False,
    )  # fmt: skip
    waits = pl.col("answered").is_null() | (pl.col("answered") > pl.col("at"))
    return found.filter(waits).drop("answered")


def _between(found: pl.DataFrame, asked: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Say of whoever was asked something else meanwhile that it is too recent."""
    rest = pl.duration(seconds=policy.between.seconds)
    others = asked.select("customer_id", other="moment").sort("other")
    told = found.sort("moment").join_asof(
        others, left_on="moment", right_on="other", by="customer_id", check_sortedness=False
    )
    is_other, ends = pl.col("other") > pl.col("first"), pl.col("other") + rest
    is_recent = is_other & (pl.col("moment") < ends)
    speaks = is_recent & pl.col("asked")
    return told.with_columns(
        asked=pl.col("asked") & ~is_recent,
        reason=pl.when(speaks).then(pl.lit(str(Rule.RECENT))).otherwise("reason"),
        earliest=pl.when(speaks).then(ends).otherwise("earliest"),
    )
