"""What made good after a break, and when."""

import numpy as np

from parcours.core.occurrence.bucket import NEVER, Moments
from parcours.core.occurrence.scope import Openings, moments, track
from parcours.core.occurrence.setting import Setting, microseconds


def recovered(setting: Setting, openings: Openings, broken_at: Moments) -> Moments:
    """Return when each broken occurrence was made good, NEVER where it was not."""
    found = np.full(len(openings), NEVER)
    pattern = setting.promise.recovers
    broken = broken_at != NEVER
    if pattern is None or not broken.any():
        return found
    openings, broken_at = openings.only(broken), broken_at[broken]
    since = setting.bucket.row_at(openings.rows, broken_at)
    since = np.maximum(since, openings.instant)  # a due moment may lie before the opening
    row = track(setting.bucket, openings.match, pattern).follows(openings, since)
    made_good = moments(setting.bucket, row)
    in_window = made_good <= broken_at + microseconds(setting.promise.recovery_window)
    found[broken] = np.where(in_window, made_good, NEVER)
    return found
