"""A number with what each customer adds to its error, so that sums and products stay honest."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from parcours.core.effect.covariates import Floats
from parcours.core.figure import TOO_FEW


@dataclass(frozen=True)
class Estimate:
    """A value and its influence function, summed by customer.

    ``influence`` has one number per customer of the whole computation, 0 for those who play
    no part: two estimates from the same people then know how they vary together. Sums are
    exact, products to the first order (the delta method).

    >>> Estimate(2.0, np.array([0.3, -0.3])).times(Estimate(5.0, np.zeros(2))).value
    10.0

    Source:
        van der Vaart, A. (1998). Asymptotic Statistics, chapters 3 and 20.
    """

    value: float
    influence: Floats

    @classmethod
    def of(
        cls, value: float, influence: Floats, *, customer: NDArray[np.intp], customers: int
    ) -> "Estimate":
        """Sum the influences of cases by customer.

        Args:
            influence: one per case.
            customer: 0 to *customers* - 1, for the same cases.
        """
        sums: Floats = np.bincount(customer, influence, minlength=customers).astype(np.float64)
        return cls(value, sums)

    def plus(self, other: "Estimate") -> "Estimate":
        """Return the sum of the two."""
        return Estimate(self.value + other.value, self.influence + other.influence)

    def times(self, other: "Estimate") -> "Estimate":
        """Return the product of the two."""
        together = self.influence * other.value + other.influence * self.value
        return Estimate(self.value * other.value, together)

    def scaled(self, factor: float) -> "Estimate":
        """Return *factor* times this, *factor* being sure."""
        return Estimate(self.value * factor, self.influence * factor)

    def at_least(self, error: float) -> "Estimate":
        """Return the same value, no surer than a standard error of *error*.

        >>> round(Estimate(0.01, np.array([0.001, -0.001])).at_least(0.004).error, 9)
        0.004
        """
        if not 0 < self.error < error:
            return self
        return Estimate(self.value, self.influence * (error / self.error))

    @property
    def error(self) -> float:
        """The standard error, customers being independent of each other."""
        taking_part = int(np.count_nonzero(self.influence))
        few = taking_part / max(1, taking_part - 1)
        return sqrt(few * float(self.influence @ self.influence))


def by_customer(values: Floats, customer: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return the sum of the values and their number, one of each per customer present."""
    _, number = np.unique(customer, return_inverse=True)
    sums, sizes = np.bincount(number, values), np.bincount(number)
    return sums.astype(np.float64), sizes.astype(np.float64)


def strength(customer: NDArray[np.intp]) -> int:
    """Return how many cases there are; how many customers, when these are fewer than ten.

    A hundred cases of three customers conclude nothing, and would show who they are.

    >>> strength(np.array([1, 1, 1, 2, 2]))
    2
    """
    people = len(np.unique(customer))
    return people if people < TOO_FEW else len(customer)
