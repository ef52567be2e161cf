"""True shares behind a coder that errs at known rates."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from parcours.core.figure import Figure
from parcours.core.interval import z_score

_NAME: Final = "true share/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Texts of which people know the truth, and what the coder said of them.

    Attributes:
        found: Texts that have it, where the coder found it.
        missed: Texts that have it, where the coder did not.
        false: Texts without it, where the coder found it.
        cleared: Texts without it, where the coder did not.
    """

    found: float
    missed: float
    false: float
    cleared: float


def rogan_gladen(observed: float, sensitivity: float, specificity: float) -> float:
    """Return the true share behind an *observed* one; below 0 or above 1 by chance alone.

    Args:
        observed: share in which the coder finds it.
        sensitivity: share it finds among those that have it.
        specificity: share it clears among those that do not.

    Source:
        Rogan, W. and Gladen, B. (1978). Estimating prevalence from the results of a
        screening test. Am J Epidemiol 107, 71.

    >>> round(rogan_gladen(0.11, 0.8, 0.95), 9)
    0.08
    """
    return (observed + specificity - 1) / (sensitivity + specificity - 1)


def true_share(found: float, n: float, *, checked: Checked, level: float = 0.95) -> Figure:
    """Return the share of *n* texts that have it, where the coder found it in *found*.

    The interval counts what is unsure three times over: the *n* texts, and among those
    checked the coder's sensitivity and its specificity. They must be those of texts such as
    these: a coder that errs more here than among the checked is corrected too little.

    Returns:
        ``n`` is that of the texts. Value null, interval 0 to 1, where the checked do not
        show that the coder does better than chance.

    Source:
        Lang, Z. and Reiczigel, J. (2014). Confidence limits for prevalence of disease
        adjusted for estimated sensitivity and specificity. Prev Vet Med 113, 13.

    >>> checked = Checked(found=80, missed=20, false=10, cleared=190)
    >>> share = true_share(110, 1000, checked=checked)
    >>> f"{share.value:.2f} {share.low:.3f} {share.high:.3f}"
    '0.08 0.028 0.124'
    """
    with_it, without = checked.found + checked.missed, checked.false + checked.cleared
    skill = checked.found * without + checked.cleared * with_it - with_it * without
    if n <= 0 or min(with_it, without) <= 0 or skill <= 0:
        return Figure(value=None, n=int(n), unit="share", definition=_NAME, low=0.0, high=1.0)
    exact = rogan_gladen(found / n, checked.found / with_it, checked.cleared / without)
    value = min(1.0, max(0.0, exact))
    low, high = _limits(found, n, checked, z=z_score(level))
    return Figure(
        value=value,
        n=int(n),
        unit="share",
        definition=_NAME,
        low=min(value, max(0.0, low)),
        high=max(value, min(1.0, high)),
    )


def _limits(found: float, n: float, checked: Checked, *, z: float) -> tuple[float, float]:
    with_it, without = checked.found + checked.missed + 2, checked.false + checked.cleared + 2
    sensitivity, specificity = (checked.found + 1) / with_it, (checked.cleared + 1) / without
    observed = (found + z * z / 2) / (n + z * z)
    share = rogan_gladen(observed, sensitivity, specificity)
    unsure_hits = sensitivity * (1 - sensitivity) / with_it
    unsure_clears = specificity * (1 - specificity) / without
    skill = sensitivity + specificity - 1
    spread = (
        observed * (1 - observed) / (n + z * z)
        + share**2 * unsure_hits
        + (1 - share) ** 2 * unsure_clears
    )
    shift = 2 * z * z * (share * unsure_hits - (1 - share) * unsure_clears)
    half = z * sqrt(spread) / skill
    return share + shift - half, share + shift + half
