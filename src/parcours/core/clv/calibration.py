"""Whether the models would have foreseen what customers did: part of the time held out."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.clv.purchases import histories
from parcours.core.clv.valuation import Customers, drawn, fitted

FITTED_SHARE: Final = 2 / 3
"""How much of the time seen the models know; the rest is held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What models that knew nothing after the day ``cut`` foresaw, and what happened.

    ``predicted`` and ``actual`` are the purchases of the ``customers`` known at ``cut``, in
    the ``weeks`` after it.
    """

    cut: date
    weeks: float
    customers: int
    predicted: float
    actual: int

    @property
    def ratio(self) -> float | None:
        """Predicted over actual: above 1 it promised too much; null where nothing came."""
        return self.predicted / self.actual if self.actual else None


def calibration(days: pl.DataFrame, *, today: date, seed: int = 0) -> Calibration | None:
    """Return how well the last third of the time is foreseen from the first two.

    Args:
        days: the days of purchases, none after *today*, as `purchases` returns them.

    Returns:
        Nothing where the first two thirds allow no estimate.
    """
    first = days["day"].min()
    assert isinstance(first, date)
    cut = first + (today - first) * FITTED_SHARE
    table = histories(days, until=cut)
    weeks = (today - cut).days / 7
    try:
        frequency = fitted(drawn(table, seed=seed)).frequency
    except CannotBeEstimated:
        return None
    known = Customers(table)
    return Calibration(
        cut=cut,
        weeks=weeks,
        customers=len(known),
        predicted=float((frequency.expected_after(known.seen, weeks) * known.seen.count).sum()),
        actual=int(table["later"].sum()),
    )
