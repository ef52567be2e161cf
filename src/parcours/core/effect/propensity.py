"""How likely each case was to be treated, as far as what was known before tells."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from parcours.core.effect.covariates import Covariates

Floats = NDArray[np.float64]

FOLDS: Final = 5
RIDGE: Final = 0.1
CLIP: Final = (0.01, 0.99)
OVERLAP: Final = (0.05, 0.95)


@dataclass(frozen=True)
class Propensity:
    """Cases of two groups, and each one's chance to be in the first, from other customers.

    ``treated`` and ``customer`` have one value per case; ``fold`` is the same for all cases of
    a customer, and ``raw`` was fitted on the other folds.
    """

    treated: NDArray[np.bool_]
    customer: NDArray[np.intp]
    covariates: Covariates
    fold: NDArray[np.intp]
    raw: Floats

    @cached_property
    def chance(self) -> Floats:
        """The chance cut to 1 % to 99 %: no case counts more than a hundredfold."""
        cut: Floats = np.clip(self.raw, *CLIP)
        return cut

    @cached_property
    def weight(self) -> Floats:
        """What makes each group look like all cases together."""
        return np.where(self.treated, 1 / self.chance, 1 / (1 - self.chance))

    @property
    def outside_share(self) -> float:
        """Share of cases with a chance below 5 % or above 95 %: hardly any counterpart."""
        return float(np.mean((self.raw < OVERLAP[0]) | (self.raw > OVERLAP[1])))

    @property
    def effective(self) -> tuple[float, float]:
        """How many equally weighted cases each group is worth: treated, then not (Kish)."""
        first, second = (self.weight[self.treated == group] for group in (True, False))
        return (
            float(first.sum() ** 2 / (first**2).sum()),
            float(second.sum() ** 2 / (second**2).sum()),
        )

    def differences(self, weight: Floats | None = None) -> Floats:
        """Return the standardised difference of the groups on each covariate.

        Source:
            Austin, P. (2009). Balance diagnostics for comparing the distribution of
            baseline covariates. Statistics in Medicine 28.
        """
        plain, treated = self.covariates.plain, self.treated
        spread = np.sqrt((plain[treated].var(axis=0) + plain[~treated].var(axis=0)) / 2)
        counts = np.ones(len(treated)) if weight is None else weight
        means = [
            counts[group] @ plain[group] / counts[group].sum() for group in (treated, ~treated)
        ]
        difference: Floats = (means[0] - means[1]) / np.where(spread > 0, spread, 1.0)
        return difference


def propensity(
    treated: NDArray[np.bool_],
    known: Covariates,
    *,
    customer: NDArray[np.intp],
    seed: int = 0,
) -> Propensity:
    """Return each case's chance to be treated, cross-fitted over five folds of customers.

    A logistic regression on standardised covariates and their squares, with a small ridge.

    Args:
        treated: one per case; both groups must occur.
        known: what was known before, for the same cases.
        customer: any number per customer, for the same cases.
        seed: which customers fall into which fold.
    """
    fold = folds(customer, seed)
    raw = np.empty(len(treated))
    start = np.zeros(known.matrix.shape[1])
    for one in range(FOLDS):
        others = fold != one
        start = _logistic(known.matrix[others], treated[others].astype(np.float64), start)
        raw[~others] = expit(known.matrix[~others] @ start)
    return Propensity(treated, customer, known, fold, raw)


def folds(customer: NDArray[np.intp], seed: int) -> NDArray[np.intp]:
    """Return a fold, 0 to 4, for each case: the same for all cases of one customer."""
    names, number = np.unique(customer, return_inverse=True)
    shuffled = np.random.default_rng(seed).permutation(len(names)) % FOLDS
    return shuffled[number]


def _logistic(matrix: Floats, target: Floats, start: Floats) -> Floats:
    """Return the coefficients, by Newton's steps from *start*."""
    penalty = np.full(matrix.shape[1], RIDGE)
    penalty[0] = 1e-9
    beta = start
    for _ in range(50):
        chance = expit(matrix @ beta)
        slope = matrix.T @ (target - chance) - penalty * beta
        curve = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        # Groups that never meet would send the first steps far away.
        step *= min(1.0, 3 / max(1e-12, float(np.abs(step).max())))
        beta = beta + step
        if np.abs(step).max() < 1e-6:
            break
    return beta
