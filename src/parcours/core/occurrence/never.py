"""``never``: something does not happen before the end."""

import numpy as np

from parcours.core.occurrence.bucket import Moments
from parcours.core.occurrence.scope import Openings, moments
from parcours.core.occurrence.setting import Setting
from parcours.core.occurrence.verdict import Reason, Verdict, because
from parcours.core.promise import Never
from parcours.core.selection import Numbers, Rows, numbers


def held(setting: Setting, promise: Never, openings: Openings, *, due: Moments) -> Verdict:
    """Decide whether ``breaks`` stayed away until ``until`` or until due."""
    breaking = setting.follows(openings, promise.breaks)
    broke = moments(setting.bucket, breaking)
    until = setting.moment_of(openings, promise.until)
    void = setting.moment_of(openings, promise.unless)
    end = np.minimum(until, due)
    is_broken = broke < end
    decided = np.where(is_broken, broke, until)
    return Verdict.of(
        kept=~is_broken & (end <= setting.as_of),
        broken=is_broken,
        reason=because((void < decided) & (void <= due), Reason.UNLESS),
        closed=np.where(is_broken, broke, end),
        broken_at=broke,
        breach=_size(setting, promise, np.where(is_broken, breaking, -1)),
    )


def _size(setting: Setting, promise: Never, breaking: Rows) -> Numbers:
    """Return the number ``of`` each breaking event, NaN where there is none."""
    size = np.full(len(breaking), np.nan)
    if promise.of is not None:
        known = breaking >= 0
        size[known] = numbers(setting.values(breaking[known], promise.of))
    return size
