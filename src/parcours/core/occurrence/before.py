"""What was known when a promise opened, for fair comparisons: strictly earlier events."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parcours.core.occurrence.felt import scores
from parcours.core.occurrence.outcome import returns
from parcours.core.occurrence.scope import Openings
from parcours.core.occurrence.setting import Setting
from parcours.core.selection import Numbers


@dataclass(frozen=True, kw_only=True)
class Before:
    """The customer before the opening: counts, money, seconds, mean felt (NaN for none)."""

    events: NDArray[np.uint32]
    returns: NDArray[np.uint32]
    spend: Numbers
    tenure: Numbers
    felt: Numbers


def before(setting: Setting, openings: Openings) -> Before:
    """Return what was known of each opening's customer strictly before its instant."""
    came, scored = returns(setting), scores(setting)
    first, since = openings.start, openings.instant
    low, high = came.number[first], came.number[since]
    felt_low, felt_high = scored.number[first], scored.number[since]
    told = scored.running[felt_high] - scored.running[felt_low]
    times = felt_high - felt_low
    return Before(
        events=(since - first).astype(np.uint32),
        returns=(high - low).astype(np.uint32),
        spend=(came.spent[high] - came.spent[low]) / 1e6,
        tenure=(openings.at - setting.bucket.events.at[first]) / 1e6,
        felt=np.where(times > 0, told / np.maximum(times, 1) / 1e9, np.nan),
    )
