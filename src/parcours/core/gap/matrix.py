"""The four-way matrix: kept or broken, happy or not, and too few to say."""

from typing import Final

import numpy as np

from parcours.core.canvas import Thresholds
from parcours.core.effect.covariates import Floats
from parcours.core.effect.ladder import Mask
from parcours.core.figure import Figure
from parcours.core.gap.result import Quadrant

_PLACES: Final[dict[tuple[bool, bool], Quadrant]] = {
    (False, False): "fix",
    (True, False): "wrong promise",
    (False, True): "recovered or superfluous",
    (True, True): "works",
}


def quadrant(kept: Figure | None, felt: Figure, cut: Thresholds) -> tuple[Quadrant, bool]:
    """Return where a promise stands, and whether both intervals are on one side of the cut.

    Too few cases or too few scores is its own place, and never clear.
    """
    if kept is None or "too few" in (kept.evidence, felt.evidence):
        return "too few", False
    place = _PLACES[_reaches(kept, cut.kept), _reaches(felt, cut.felt)]
    return place, _is_clear(kept, cut.kept) and _is_clear(felt, cut.felt)


def cells(is_kept: Mask, felt: Floats, cut: Thresholds) -> dict[Quadrant, int]:
    """Return how many decided cases with a score are in each of the four."""
    scored = np.isfinite(felt)
    happy = felt >= cut.felt
    return {
        name: int(np.sum(scored & (is_kept == kept) & (happy == glad)))
        for (kept, glad), name in _PLACES.items()
    }


def _reaches(figure: Figure, threshold: float) -> bool:
    return figure.value is not None and figure.value >= threshold


def _is_clear(figure: Figure, threshold: float) -> bool:
    if figure.low is None or figure.high is None:
        return False
    return figure.low >= threshold or figure.high < threshold
