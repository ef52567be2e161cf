"""How far from the promise cases ended, in bins that suit minutes as well as weeks."""

from typing import Final, Literal

import numpy as np

from parcours.core.effect.covariates import Floats
from parcours.core.gap.result import Spread
from parcours.core.promise import By, Felt, Promise, Within

Unit = Literal["seconds", "felt", "amount"]

SHARES: Final = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95)
_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_BEYOND: Final[dict[Unit, tuple[float, ...]]] = {
    "seconds": (
        10, 30, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 4 * _HOUR, 12 * _HOUR,
        _DAY, 2 * _DAY, 3 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 90 * _DAY,
    ),
    "felt": (0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4),
    "amount": (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000),
}  # fmt: skip


def spread(breach: Floats, unit: Unit) -> Spread:
    """Return quantiles and counts of *breach*; NaN does not count.

    A bin holds its upper edge: the last one before zero holds all that was exactly in time.
    """
    known = breach[np.isfinite(breach)]
    beyond = _BEYOND[unit]
    edges = np.array([*(-edge for edge in reversed(beyond)), 0.0, *beyond])
    last = len(edges) - 1
    place = np.clip(np.searchsorted(edges, known, side="left"), 1, last)
    return Spread(
        unit=unit,
        n=len(known),
        quantiles=_quantiles(known),
        edges=edges.tolist(),
        counts=np.bincount(place, minlength=last + 1)[1:].tolist(),
    )


def unit_of(promise: Promise) -> Unit:
    """Return what a breach of *promise* is measured in."""
    if isinstance(promise, Within | By):
        return "seconds"
    if isinstance(promise, Felt):
        return "felt"
    return "seconds" if promise.of == "seconds" else "amount"


def _quantiles(known: Floats) -> dict[float, float]:
    if not len(known):
        return {}
    return dict(zip(SHARES, np.quantile(known, SHARES).tolist(), strict=True))
