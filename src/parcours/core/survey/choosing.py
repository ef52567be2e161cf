"""Who is asked first, where asking one rests the others: everyone's next one at a time."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from parcours.core.occurrence.bucket import Moments, bisect
from parcours.core.selection import Mask
from parcours.core.survey.history import ANY_KIND, People
from parcours.core.survey.policy import KINDS


def choose(
    who: People,
    moment: Moments,
    kind: NDArray[np.int64],
    *,
    free: Mask,
    rests: Mapping[int, int],
) -> Mask:
    """Return which candidates are asked, the first of each person first.

    In each round everyone who still can be is asked once more; whom rest keeps from it is
    skipped by a search, so there are as many rounds as anyone is asked times.

    Args:
        who, moment, kind: of each candidate, by person and in the order of decision.
        free: the candidates that nothing else speaks against.
        rests: microseconds of rest after a contact of a kind, and after any.
    """
    asked = np.zeros(len(who), dtype=np.bool_)
    lanes = [np.flatnonzero(free & (kind == number)) for number in range(len(KINDS))]
    people = np.unique(who[free])
    place = np.array([np.searchsorted(who[lane], people) for lane in lanes])
    end = np.array([np.searchsorted(who[lane], people, side="right") for lane in lanes])
    ready = np.full((len(KINDS), len(people)), np.iinfo(np.int64).min)
    own = np.array([rests.get(number, 0) for number in range(len(KINDS))])
    active = np.arange(len(people))
    while len(active):
        best = np.full(len(active), len(who))
        for number, lane in enumerate(lanes):
            found = bisect(
                moment[lane], ready[number, active],
                low=place[number, active], high=end[number, active],
            )  # fmt: skip
            place[number, active] = found
            some = found < end[number, active]
            best[some] = np.minimum(best[some], lane[found[some]])
        active, best = active[best < len(who)], best[best < len(who)]
        asked[best] = True
        at, lane_of = moment[best], kind[best]
        place[lane_of, active] += 1
        ready[:, active] = np.maximum(ready[:, active], at + rests[ANY_KIND])
        ready[lane_of, active] = np.maximum(ready[lane_of, active], at + own[lane_of])
    return asked
