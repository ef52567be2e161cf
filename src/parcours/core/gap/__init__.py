"""The gap: the experience a canvas promises against the one its customers lived."""

from parcours.core.effect import Effect
from parcours.core.gap.result import (
    Gap,
    PromiseGap,
    Quadrant,
    Recovery,
    Spread,
    TouchpointGap,
)
from parcours.core.gap.whole import EmptyLog, gap
from parcours.core.value import Value

__all__ = [
    "Effect",
    "EmptyLog",
    "Gap",
    "PromiseGap",
    "Quadrant",
    "Recovery",
    "Spread",
    "TouchpointGap",
    "Value",
    "gap",
]
