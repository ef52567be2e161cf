"""What keeping a promise changed: from a plain difference up to a comparison one may believe.

Leans on figures, intervals and arrays only; knows neither canvas nor event log.
"""

from parcours.core.effect.result import RUNGS, Effect, Rung

__all__ = ["RUNGS", "Effect", "Rung"]
