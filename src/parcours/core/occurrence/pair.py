"""``same``: two events tell the same."""

import numpy as np

from parcours.core.occurrence.bounds import exceeding
from parcours.core.occurrence.bucket import NEVER, Moments
from parcours.core.occurrence.scope import Openings, moments
from parcours.core.occurrence.setting import Setting
from parcours.core.occurrence.verdict import Reason, Verdict, because
from parcours.core.promise import Same
from parcours.core.selection import Mask, Numbers, Rows, numbers, texts


def agreed(setting: Setting, promise: Same, openings: Openings, *, due: Moments) -> Verdict:
    """Decide whether the second event has the opening's value."""
    second = setting.follows(openings, promise.equals)
    paired = moments(setting.bucket, second)
    second = np.where(paired <= due, second, -1)
    paired = np.where(paired <= due, paired, NEVER)
    void = setting.moment_of(openings, promise.unless)

    breach, differs, is_missing = _compared(
        setting, promise, first=openings.rows, second=second
    )
    reason = because((paired == NEVER) & (setting.as_of > due), Reason.NO_PAIR)
    reason[is_missing] = Reason.NO_VALUE
    reason[(void < paired) & (void <= due)] = Reason.UNLESS
    return Verdict.of(
        kept=(paired < NEVER) & ~differs,
        broken=differs,
        reason=reason,
        closed=paired,
        broken_at=paired,
        breach=breach,
    )


def _compared(
    setting: Setting, promise: Same, *, first: Rows, second: Rows
) -> tuple[Numbers, Mask, Mask]:
    """Return the breach, whether values differ, and whether the second is missing."""
    known = second >= 0
    one = setting.values(first[known], promise.of)
    other = setting.values(second[known], promise.of)
    breach = np.full(len(first), np.nan)
    breach[known] = exceeding(np.abs(numbers(one) - numbers(other)) - promise.tolerance)

    differs, is_missing = np.zeros((2, len(first)), dtype=np.bool_)
    unequal = (texts(one) != texts(other)).fill_null(value=False).to_numpy()
    is_number = ~np.isnan(breach[known])
    differs[known] = np.where(is_number, breach[known] > 0, unequal)
    is_missing[known] = texts(other).is_null().to_numpy()
    return breach, differs, is_missing
