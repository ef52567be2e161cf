"""What became of an occurrence: pending, kept, broken or void, and since when."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from parcours.core.occurrence.bucket import NEVER, Moments
from parcours.core.selection import Mask, Numbers

Codes = NDArray[np.uint8]


class State(IntEnum):
    """What an occurrence is at ``as_of``."""

    PENDING = 0
    KEPT = 1
    BROKEN = 2
    VOID = 3


class Reason(IntEnum):
    """Why an occurrence is void."""

    NONE = 0
    UNLESS = 1
    NO_CASE = 2
    NO_DUE = 3
    NO_VALUE = 4
    NO_PAIR = 5
    NO_SCORE = 6

    @property
    def words(self) -> str | None:
        """The reason as tables say it: ``no case``."""
        return self.name.lower().replace("_", " ") if self else None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One value per opening. ``closed`` and ``broken_at`` are NEVER where null."""

    state: Codes
    reason: Codes
    closed: Moments
    broken_at: Moments
    breach: Numbers

    @classmethod
    def of(
        cls,
        *,
        kept: Mask,
        broken: Mask,
        reason: Codes,
        closed: Moments,
        broken_at: Moments,
        breach: Numbers,
    ) -> "Verdict":
        """Make a verdict; void wins over kept and broken, what neither applies to is pending.

        Args:
            closed: read where kept or broken.
            broken_at: read where broken.
            breach: read where kept or broken.
        """
        state = np.where(broken, State.BROKEN, np.where(kept, State.KEPT, State.PENDING))
        state = np.where(reason > 0, State.VOID, state).astype(np.uint8)
        is_decided = (state == State.KEPT) | (state == State.BROKEN)
        return cls(
            state=state,
            reason=reason.astype(np.uint8),
            closed=np.where(is_decided, closed, NEVER),
            broken_at=np.where(state == State.BROKEN, broken_at, NEVER),
            breach=np.where(is_decided, breach, np.nan),
        )

    def spread(self, reason: Codes) -> "Verdict":
        """Return a verdict for all openings from this one of those without a *reason*."""
        if not reason.any():
            return self
        whole = Verdict.of(
            kept=np.zeros(len(reason), dtype=np.bool_),
            broken=np.zeros(len(reason), dtype=np.bool_),
            reason=reason,
            closed=np.full(len(reason), NEVER),
            broken_at=np.full(len(reason), NEVER),
            breach=np.full(len(reason), np.nan),
        )
        for field in fields(self):
            getattr(whole, field.name)[reason == 0] = getattr(self, field.name)
        return whole


def because(void: Mask, reason: Reason) -> Codes:
    """Return *reason* where *void*."""
    return (void * np.uint8(reason)).astype(np.uint8)
