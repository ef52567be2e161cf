"""How likely each case was to be treated, as far as what was known before tells."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from parcours.core.effect.covariates import Covariates

Floats = NDArray[np.float64]

SPLITS: Final = 7  # odd, so that a median is one of them
FOLDS: Final = 5
RIDGE: Final = 1.0
OUTCOME_RIDGE: Final = 0.1
NO_RIDGE: Final = 1e-9  # the intercept is free; this only keeps matrices invertible
CLIP: Final = (0.01, 0.99)
COUNTERPART: Final = 0.95
STEPS: Final = 30
QUICK_STEPS: Final = 8
NEAR: Final = 0.01


@dataclass(frozen=True)
class Propensity:
    """Cases of two groups, and each one's chance to be treated, from other customers.

    ``treated`` and ``customer`` have one value per case. ``fold`` and ``raw`` have a row for
    every split and a column for every case: all cases of a customer are in one fold, and
    chances were fitted on the other folds.
    """

    treated: NDArray[np.bool_]
    customer: NDArray[np.intp]
    covariates: Covariates
    fold: NDArray[np.int8]
    raw: Floats

    @property
    def chance(self) -> Floats:
        """The chances cut to 1 % to 99 %: no case counts more than a hundredfold."""
        cut: Floats = np.clip(self.raw, *CLIP)
        return cut

    @cached_property
    def weight(self) -> Floats:
        """What makes the untreated look like the treated, the mean over splits."""
        chance = self.chance
        odds = (chance / (1 - chance)).mean(axis=0)
        return np.where(self.treated, 1.0, odds)

    @property
    def alone_share(self) -> float:
        """Share of treated cases with a chance above 95 %: hardly any counterpart."""
        return float(np.mean(self.raw.mean(axis=0)[self.treated] > COUNTERPART))

    @property
    def effective(self) -> float:
        """How many equally weighted cases the untreated are worth (Kish)."""
        weight = self.weight[~self.treated]
        return float(weight.sum() ** 2 / (weight**2).sum())

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
    def regressions(self) -> Floats:
        """What turns outcomes of the untreated into coefficients.

        A matrix for every split and fold left out.
        """
        matrix = self.covariates.matrix[~self.treated]
        penalty = np.diag([NO_RIDGE] + [OUTCOME_RIDGE] * (matrix.shape[1] - 1))
        whole = matrix.T @ matrix + penalty
        return np.array(
            [np.linalg.inv(whole - squares(matrix, one)) for one in self.fold[:, ~self.treated]]
        )


def propensity(
    treated: NDArray[np.bool_],
    known: Covariates,
    *,
    customer: NDArray[np.intp],
    seed: int = 0,
    splits: int = SPLITS,
) -> Propensity:
    """Return each case's chance to be treated, cross-fitted over folds of customers.

    A logistic regression on standardised covariates and their squares, with a small ridge,
    for several ways to split customers into five folds.

    Args:
        treated: one per case; both groups must occur.
        known: what was known before, for the same cases.
        customer: any number per customer, for the same cases.
        seed: which customers fall into which fold.
    """
    target = treated.astype(np.float64)
    random = np.random.default_rng(seed)
    fold = np.array([folds(customer, random) for _ in range(splits)])
    start = _logistic(known.matrix, target)
    raw = np.array([_cross_fitted(known.matrix, target, fold=one, start=start) for one in fold])
    return Propensity(treated, customer, known, fold, raw)


def folds(customer: NDArray[np.intp], random: np.random.Generator) -> NDArray[np.int8]:
    """Return a fold, 0 to 4, for each case: the same for all cases of one customer."""
    names, number = np.unique(customer, return_inverse=True)
    shuffled = random.permutation(len(names)) % FOLDS
    return shuffled[number].astype(np.int8)


def squares(matrix: Floats, fold: NDArray[np.int8]) -> Floats:
    """Return the cross products of the columns, within each fold."""
    parts = [matrix[fold == one] for one in range(FOLDS)]
    return np.array([rows.T @ rows for rows in parts])


def _logistic(matrix: Floats, target: Floats) -> Floats:
    """Return the coefficients of a logistic regression, by Newton's steps."""
    penalty = _penalty(matrix)
    beta = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        chance = expit(matrix @ beta)
        slope = matrix.T @ (target - chance) - penalty * beta
        weighted = matrix * np.sqrt(chance * (1 - chance))[:, None]
        step = np.linalg.solve(weighted.T @ weighted + np.diag(penalty), slope)
        # Groups that never meet would send the first steps far away.
        step *= min(1.0, 3 / max(1e-12, float(np.abs(step).max())))
        beta = beta + step
        # Each step squares the error: after one so small nothing is left to gain.
        if np.abs(step).max() < NEAR:
            break
    return beta


def _cross_fitted(
    matrix: Floats, target: Floats, *, fold: NDArray[np.int8], start: Floats
) -> Floats:
    """Return each case's chance, fitted on the cases of other folds.

    Newton's steps from the fit on all cases, with the curvature found there: a fifth of the
    cases hardly changes it, and measuring it is nearly all the work. Where few steps do not
    settle it, as in groups that hardly meet, each fold is fitted anew.
    """
    penalty = _penalty(matrix)[:, None]
    chance = expit(matrix @ start)
    within = squares(matrix * np.sqrt(chance * (1 - chance))[:, None], fold)
    curvature = within.sum(axis=0) - within + np.diag(penalty[:, 0])
    inverse = np.linalg.inv(curvature)
    is_other = fold[:, None] != np.arange(FOLDS)
    beta = np.repeat(start[:, None], FOLDS, axis=1)
    for _ in range(QUICK_STEPS):
        surprise = (target[:, None] - expit(matrix @ beta)) * is_other
        slope = matrix.T @ surprise - penalty * beta
        step = np.einsum("fij,jf->if", inverse, slope)
        beta = beta + step
        if np.abs(step).max() < NEAR / 10:
            break
    else:
        fits = [_logistic(matrix[others], target[others]) for others in is_other.T]
        beta = np.column_stack(fits)
    return expit((matrix @ beta)[np.arange(len(fold)), fold])


def _penalty(matrix: Floats) -> Floats:
    penalty = np.full(matrix.shape[1], RIDGE)
    penalty[0] = NO_RIDGE
    return penalty
