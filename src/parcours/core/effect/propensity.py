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
RIDGE: Final = 1.0
OUTCOME_RIDGE: Final = 0.1
NO_RIDGE: Final = 1e-9  # the intercept is free; this only keeps matrices invertible
CLIP: Final = (0.01, 0.99)
OVERLAP: Final = (0.05, 0.95)
STEPS: Final = 30


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

    @cached_property
    def before(self) -> Floats:
        """Standardised difference of the groups on each covariate, as they are."""
        return self._differences(np.ones(len(self.treated)))

    @cached_property
    def after(self) -> Floats:
        """The same once weighted: what adjusting could not even out."""
        return self._differences(self.weight)

    def _differences(self, weight: Floats) -> Floats:
        """Return the difference of weighted means, over the spread without weights.

        Source:
            Austin, P. (2009). Balance diagnostics for comparing the distribution of
            baseline covariates. Statistics in Medicine 28.
        """
        first, second = (self._means(weight * group) for group in self._groups)
        spread = np.sqrt(sum(self._variances) / 2)
        difference: Floats = (first - second) / np.where(spread > 1e-9, spread, 1.0)
        return difference

    @property
    def _groups(self) -> tuple[Floats, Floats]:
        return self.treated.astype(np.float64), (~self.treated).astype(np.float64)

    @cached_property
    def _variances(self) -> list[Floats]:
        squares = self.covariates.plain**2
        return [
            np.maximum(group @ squares / group.sum() - self._means(group) ** 2, 0.0)
            for group in self._groups
        ]

    def _means(self, weight: Floats) -> Floats:
        means: Floats = weight @ self.covariates.plain / weight.sum()
        return means

    @cached_property
    def regressions(self) -> dict[bool, list[Floats]]:
        """For each group, what turns outcomes into coefficients, one matrix a fold left out."""
        return {group: self._regressions(self.treated == group) for group in (True, False)}

    def _regressions(self, members: NDArray[np.bool_]) -> list[Floats]:
        matrix = self.covariates.matrix
        penalty = np.diag([NO_RIDGE] + [OUTCOME_RIDGE] * (matrix.shape[1] - 1))
        squares = [rows.T @ rows for rows in map(matrix.__getitem__, self.folded(members))]
        whole = np.sum(squares, axis=0) + penalty
        return [np.linalg.inv(whole - left_out).astype(np.float64) for left_out in squares]

    def folded(self, members: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
        """Return the rows of *members*, one array a fold."""
        return [np.flatnonzero(members & (self.fold == one)) for one in range(FOLDS)]


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
    penalty[0] = NO_RIDGE
    beta = start
    for _ in range(STEPS):
        chance = expit(matrix @ beta)
        slope = matrix.T @ (target - chance) - penalty * beta
        weighted = matrix * np.sqrt(chance * (1 - chance))[:, None]
        step = np.linalg.solve(weighted.T @ weighted + np.diag(penalty), slope)
        # Groups that never meet would send the first steps far away.
        step *= min(1.0, 3 / max(1e-12, float(np.abs(step).max())))
        beta = beta + step
        # Each step squares the error: after one so small nothing is left to gain.
        if np.abs(step).max() < 0.01:
            break
    return beta
