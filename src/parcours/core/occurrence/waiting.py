"""``within`` and ``by``: something follows in time, too late, or not at all."""

import numpy as np

from parcours.core.occurrence.bucket import Moments
from parcours.core.occurrence.scope import Openings
from parcours.core.occurrence.setting import Setting
from parcours.core.occurrence.verdict import Reason, Verdict, because
from parcours.core.promise import By, Within


def waited(
    setting: Setting, promise: Within | By, openings: Openings, *, due: Moments
) -> Verdict:
    """Decide whether ``keeps`` followed each opening no later than due."""
    keep = setting.moment_of(openings, promise.keeps)
    void = setting.moment_of(openings, promise.unless)
    is_kept = keep <= due
    is_broken = ~is_kept & (setting.as_of > due)
    breach = setting.elapsed(due, np.minimum(keep, setting.as_of))
    return Verdict.of(
        kept=is_kept,
        broken=is_broken,
        reason=because((void < keep) & (void <= due), Reason.UNLESS),
        closed=keep,
        broken_at=due,
        # Late while the shop is closed is late: a microsecond, for want of open seconds.
        breach=np.where(is_broken, np.maximum(breach, 1e-6), breach),
    )
