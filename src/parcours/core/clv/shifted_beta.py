"""How long contracts last: the shifted-beta-geometric model of subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.language import _


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """Customers who may leave at each renewal, each with a chance of their own.

    The chances are beta distributed with ``alpha`` and ``beta``; no renewal tells of the next.

    Source:
        Fader, P. and Hardie, B. (2007). How to Project Customer Retention. Journal of
        Interactive Marketing 21(1).
    """

    alpha: float
    beta: float

    @classmethod
    def fitted(cls, survivors: Sequence[float]) -> Self:
        """Return the most likely model of *survivors*: at the start, after each renewal.

        Raises:
            CannotBeEstimated: fewer than two renewals, or nobody left, or nobody stayed.
        """
        left = -np.diff(survivors)
        if len(left) < 2 or left.sum() <= 0 or survivors[1] <= 0:
            raise CannotBeEstimated(_("the renewals so far do not determine a model"))
        from scipy.optimize import minimize  # slow to load, and rarely needed

        def loss(theta: NDArray[np.float64]) -> float:
            return -cls(*np.exp(theta)).log_likelihood(survivors)

        found = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"fatol": 1e-9})
        return cls(*map(float, np.exp(found.x)))

    def survival(self, renewals: int) -> NDArray[np.float64]:
        """Return the share of customers left after none to *renewals* renewals.

        >>> (100 * ShiftedBetaGeometric(0.668, 3.806).survival(2)).round(1).tolist()
        [100.0, 85.1, 74.7]
        """
        times = np.arange(renewals + 1)
        shares = np.exp(betaln(self.alpha, self.beta + times) - betaln(self.alpha, self.beta))
        return np.asarray(shares)

    def log_likelihood(self, survivors: Sequence[float]) -> float:
        """Return the log-likelihood of *survivors*, as `fitted` takes them."""
        share = self.survival(len(survivors) - 1)
        left, gone = -np.diff(survivors), -np.diff(share)
        return float(left @ np.log(gone) + survivors[-1] * np.log(share[-1]))
