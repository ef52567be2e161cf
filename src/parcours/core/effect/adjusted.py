"""What being treated changed for the treated, by others alike in all that was known."""

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.effect.propensity import FOLDS, Floats, Propensity

FEWEST: Final = 10  # customers, or effective cases, in either group
UNLIKE: Final = 0.25  # standardised difference that weighting was unable to remove


@dataclass(frozen=True)
class Adjusted:
    """Treated minus what the same cases would have had untreated, in the outcome's unit.

    ``influence`` has one value per case: their sums by customer, squared, give the variance
    (``error`` is its root), and sums of estimates stay honest with it. ``splits`` are the
    effects that each way of splitting the customers gave. ``means`` are those of the treated,
    as they are and had they not been; ``sd`` is the outcome's own spread.
    """

    effect: float
    error: float
    influence: Floats
    splits: Floats
    means: tuple[float, float]
    sd: float


def adjusted(outcome: Floats, groups: Propensity) -> Adjusted:
    """Return the effect on the treated, doubly robust, cross-fitted and split several times.

    Right if either the outcome or the chance of being treated is well described by what is
    known, and if nothing else that matters differs between the groups. The effect is the
    median over splits, and their disagreement adds to its error. Standard errors are
    clustered by customer.

    Args:
        outcome: one per case, no nulls; 0 and 1 for a share.

    Source:
        Robins, J., Rotnitzky, A. and Zhao, L. (1994). JASA 89; Chernozhukov, V. et al.
        (2018). Double/debiased machine learning. The Econometrics Journal 21, C1, 3.4.
    """
    treated, chance = groups.treated, groups.chance
    share = treated.mean()
    rest = (outcome - _predicted(outcome, groups)) / share
    each = np.where(treated, rest, -rest * chance / (1 - chance))
    effects = each.mean(axis=1)
    influences = (each - effects[:, None] * treated / share) / len(treated)
    errors = np.array([clustered_error(one, groups.customer) for one in influences])
    effect = float(np.median(effects))
    error = float(np.sqrt(np.median(errors**2 + (effects - effect) ** 2)))
    middle = int(np.argmin(np.abs(effects - effect)))
    mean = float(outcome[treated].mean())
    return Adjusted(
        effect=effect,
        error=error,
        influence=influences[middle] * (error / errors[middle] if errors[middle] else 1.0),
        splits=effects,
        means=(mean, mean - effect),
        sd=float(outcome.std()),
    )


def clustered_error(influence: Floats, customer: NDArray[np.intp]) -> float:
    """Return the standard error of a sum of influences, customers being independent."""
    _, number = np.unique(customer, return_inverse=True)
    sums = np.bincount(number, influence)
    few = len(sums) / max(1, len(sums) - 1)
    return sqrt(few * float(sums @ sums))


def refusal(groups: Propensity) -> str | None:
    """Return why the two groups are not comparable: ``few``, ``overlap``; null if they are."""
    treated = groups.treated
    sizes = [len(np.unique(groups.customer[treated == group])) for group in (True, False)]
    if min(sizes) < FEWEST:
        return "few"
    left = np.abs(groups.after).max(initial=0.0)
    return "overlap" if groups.effective < FEWEST or left > UNLIKE else None


def e_value(first: float, second: float, sd: float | None = None) -> float:
    """Return how strongly something unknown must go with both group and outcome to explain all.

    A risk ratio: 1 means that anything could.

    Args:
        first: mean outcome of one group; *second* of the other; shares unless *sd* is given.
        sd: standard deviation of an outcome that is not a share.

    >>> round(e_value(0.28, 0.35), 2)
    1.81

    Source:
        VanderWeele, T. and Ding, P. (2017). Sensitivity analysis in observational
        research: introducing the E-value. Annals of Internal Medicine 167.
    """
    if sd is not None:
        ratio = exp(0.91 * abs(first - second) / sd) if sd > 0 else 1.0
    elif min(first, second) <= 0:
        return float("inf") if first != second else 1.0
    else:
        ratio = exp(abs(log(first / second)))
    return ratio + sqrt(ratio * (ratio - 1))


def _predicted(outcome: Floats, groups: Propensity) -> Floats:
    """Return what each case would have untreated, from other customers, one row a split."""
    matrix, untreated = groups.covariates.matrix, ~groups.treated
    members, known = matrix[untreated], outcome[untreated]
    whole = members.T @ known
    predicted = np.empty(groups.fold.shape)
    for split, fold in enumerate(groups.fold):
        in_fold = fold[untreated][:, None] == np.arange(FOLDS)
        others = whole[:, None] - members.T @ (known[:, None] * in_fold)
        beta = np.einsum("fij,jf->if", groups.regressions[split], others)
        predicted[split] = (matrix @ beta)[np.arange(len(fold)), fold]
    return predicted
