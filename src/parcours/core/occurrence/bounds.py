"""``limit``: a number of the opening event stays within its bounds."""

from typing import Final

import numpy as np

from parcours.core.occurrence.scope import Openings
from parcours.core.occurrence.setting import Setting
from parcours.core.occurrence.verdict import Verdict
from parcours.core.promise import Limit
from parcours.core.selection import Numbers, numbers

_DECIMALS: Final = 9


def bounded(setting: Setting, promise: Limit, openings: Openings) -> Verdict:
    """Decide whether the number lies between ``at_least`` and ``at_most``."""
    number = numbers(setting.values(openings.rows, promise.of))
    low = -np.inf if promise.at_least is None else promise.at_least
    high = np.inf if promise.at_most is None else promise.at_most
    breach = exceeding(np.maximum(number - high, low - number))
    return Verdict.of(
        kept=breach <= 0,
        broken=breach > 0,
        reason=np.zeros(len(openings), dtype=np.uint8),
        closed=openings.at,
        broken_at=openings.at,
        breach=breach,
    )


def exceeding(breach: Numbers) -> Numbers:
    """Return *breach* without what binary fractions add: 1.1 − 1 − 0.1 is 0."""
    return np.round(breach, _DECIMALS)
