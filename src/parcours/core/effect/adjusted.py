"""A difference between two groups, had they been alike in all that was known before."""

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.effect.propensity import Floats, Propensity

FEWEST: Final = 10  # customers, or effective cases, in either group
UNLIKE: Final = 0.25  # standardised difference that weighting was unable to remove


@dataclass(frozen=True)
class Adjusted:
    """Treated minus untreated, and the same on the treated alone, in the outcome's unit.

    ``influence`` has one value per case: their sums by customer, squared, give the variance
    (``error`` and ``treated_error`` are its root), and sums of estimates stay honest with it.
    ``means`` are what both groups would have had, ``sd`` is the outcome's own spread.
    """

    effect: float
    error: float
    treated_effect: float
    treated_error: float
    influence: Floats
    treated_influence: Floats
    means: tuple[float, float]
    sd: float


def adjusted(outcome: Floats, groups: Propensity) -> Adjusted:
    """Return the effect by augmented inverse probability weighting, cross-fitted.

    Right if either the outcome or the chance of being treated is well described by what is
    known, and if nothing else that matters differs between the groups. Standard errors are
    clustered by customer.

    Args:
        outcome: one per case, no nulls; 0 and 1 for a share.

    Source:
        Robins, J., Rotnitzky, A. and Zhao, L. (1994). JASA 89; Chernozhukov, V. et al.
        (2018). Double/debiased machine learning. The Econometrics Journal 21.
    """
    treated, chance = groups.treated, groups.chance
    first, second = (_predicted(outcome, groups, as_treated=group) for group in (True, False))
    rest_first = np.where(treated, outcome - first, 0.0) / chance
    rest_second = np.where(treated, 0.0, outcome - second) / (1 - chance)
    each = first - second + rest_first - rest_second
    on_treated = np.where(treated, outcome - second, 0.0) - chance * rest_second
    effect, share = float(each.mean()), float(treated.mean())
    treated_effect = float(on_treated.mean()) / share
    influence = (each - effect) / len(each)
    treated_influence = (on_treated - treated * treated_effect) / share / len(each)
    return Adjusted(
        effect=effect,
        error=clustered_error(influence, groups.customer),
        treated_effect=treated_effect,
        treated_error=clustered_error(treated_influence, groups.customer),
        influence=influence,
        treated_influence=treated_influence,
        means=(float((first + rest_first).mean()), float((second + rest_second).mean())),
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
    return "overlap" if min(groups.effective) < FEWEST or left > UNLIKE else None


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


def _predicted(outcome: Floats, groups: Propensity, *, as_treated: bool) -> Floats:
    """Return the outcome each case would have in a group, from other customers of the group."""
    matrix = groups.covariates.matrix
    members = groups.folded(groups.treated == as_treated)
    products = [matrix[rows].T @ outcome[rows] for rows in members]
    predicted = np.empty(len(outcome))
    for one, solve in enumerate(groups.regressions[as_treated]):
        beta = solve @ (sum(products) - products[one])
        here = groups.fold == one
        predicted[here] = matrix[here] @ beta
    return predicted
