"""What customers will spend: how often times how much, and how sure that is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.clv import bg_nbd, gamma_gamma
from parcours.core.clv.bg_nbd import BgNbd, Histories
from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.clv.gamma_gamma import GammaGamma
from parcours.core.figure import TOO_FEW
from parcours.core.language import ngettext

Numbers = NDArray[np.float64]

FITTED: Final = 50_000
"""Customers from whom models are fitted; of more, so many are drawn."""


@dataclass(frozen=True)
class Customers:
    """Customers as models see them; those with the same history are worked out once."""

    table: pl.DataFrame

    @cached_property
    def _codes(self) -> tuple[Histories, NDArray[np.intp]]:
        seen = self.table.select("x", "t_x", "t").to_numpy()
        distinct, place, count = np.unique(
            seen, axis=0, return_inverse=True, return_counts=True
        )
        x, t_x, t = distinct.T
        return Histories(x=x, t_x=t_x, t=t, count=count.astype(np.float64)), place

    @property
    def seen(self) -> Histories:
        """The histories that occur, and how often."""
        return self._codes[0]

    @property
    def place(self) -> NDArray[np.intp]:
        """Which of ``seen`` each customer has."""
        return self._codes[1]

    @cached_property
    def priced(self) -> Numbers:
        """Repeat purchases of each customer with a known amount."""
        return self.table["priced"].to_numpy()

    @cached_property
    def spend(self) -> Numbers:
        """Their mean amount, 0 without one."""
        return self.table["spend"].fill_null(0.0).to_numpy()

    def __len__(self) -> int:
        return self.table.height


@dataclass(frozen=True)
class Models:
    """How often and how much customers buy."""

    frequency: BgNbd
    amount: GammaGamma

    def values(self, customers: Customers, weeks: float) -> Numbers:
        """Return the spend to expect of each customer in the next *weeks*."""
        purchases = self.frequency.expected_after(customers.seen, weeks)[customers.place]
        return purchases * self.amount.expected(customers.priced, customers.spend)


def fitted(
    customers: Customers, *, weights: Numbers | None = None, near: Models | None = None
) -> Models:
    """Return the most likely models of *customers*.

    Args:
        weights: how often each customer counts.
        near: where to look first, if known.

    Raises:
        CannotBeEstimated: too few customers bought again, or there is no maximum.
    """
    has_amount = customers.priced > 0
    if has_amount.sum() < TOO_FEW:
        few = int(has_amount.sum())
        raise CannotBeEstimated(
            ngettext(
                "only {n} customer bought again: {needed} are needed",
                "only {n} customers bought again: {needed} are needed",
                few,
            ).format(n=few, needed=TOO_FEW)
        )
    each = np.ones(len(customers)) if weights is None else weights
    seen = customers.seen
    counted = np.bincount(customers.place, each, minlength=len(seen.x)).astype(np.float64)
    frequency = bg_nbd.fitted(
        Histories(x=seen.x, t_x=seen.t_x, t=seen.t, count=counted),
        near=near.frequency if near else None,
    )
    amount = gamma_gamma.fitted(
        customers.priced[has_amount],
        customers.spend[has_amount],
        count=each[has_amount],
        near=near.amount if near else None,
    )
    return Models(frequency, amount)


def drawn(table: pl.DataFrame, *, seed: int) -> Customers:
    """Return all customers, or FITTED of them by lot."""
    return Customers(table if table.height <= FITTED else table.sample(FITTED, seed=seed))


def resampled(
    customers: Customers, models: Models, *, weeks: tuple[float, ...], draws: int, seed: int
) -> Numbers:
    """Return mean values per customer, as they would come out had others been our customers.

    Returns:
        One row per draw whose models could be fitted, one column per horizon of *weeks*.

    Source:
        Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap.
    """
    lot = np.random.default_rng(seed)
    n = len(customers)
    means = []
    for _draw in range(draws):
        weights = lot.multinomial(n, np.full(n, 1 / n)).astype(np.float64)
        try:
            other = fitted(customers, weights=weights, near=models)
        except CannotBeEstimated:
            continue
        means.append([other.values(customers, each).mean() for each in weeks])
    return np.array(means).reshape(-1, len(weeks))
