"""Effects as a reader and an analyst get them: figure, doubts, diagnostics."""

from dataclasses import dataclass
from datetime import datetime
from math import inf, isfinite
from typing import Final

import numpy as np

from parcours.core.effect import doubts
from parcours.core.effect.adjusted import Adjusted, e_value
from parcours.core.effect.discontinuity import Discontinuity
from parcours.core.effect.propensity import Propensity
from parcours.core.effect.result import Diagnostic, Effect
from parcours.core.figure import Figure, Unit
from parcours.core.interval import z_score

WORST: Final = 5  # covariates named in the diagnostics


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What the outcome is: its unit, what the figure says, and when it was true."""

    unit: Unit
    definition: str
    as_of: datetime | None = None
    currency: str | None = None

    @property
    def widest(self) -> float:
        """The largest difference the unit allows."""
        return {"share": 1.0, "felt": 4.0}.get(self.unit, inf)

    def figure(self, value: float, low: float, high: float, *, n: int) -> Figure:
        """Return the effect as a figure, its interval cut to what is possible."""
        return Figure(
            value=value,
            low=max(-self.widest, low) if isfinite(low) else None,
            high=min(self.widest, high) if isfinite(high) else None,
            n=n,
            unit=self.unit,
            definition=self.definition,
            as_of=self.as_of,
            currency=self.currency,
        )


def of_deadline(found: Discontinuity, scale: Scale) -> Effect:
    """Return the jump at the deadline as an effect: in time minus too late."""
    jump, kink, donut = found.jump, found.kink, found.donut
    return Effect(
        rung="discontinuity",
        figure=scale.figure(jump.corrected, jump.low, jump.high, n=min(found.n)),
        warnings=doubts.at_deadline(found),
        diagnostics={
            "bandwidth": found.bandwidth,
            "cases too late": float(found.n[0]),
            "cases in time": float(found.n[1]),
            "kink": kink.corrected,
            "kink low": kink.low,
            "kink high": kink.high,
            "density statistic": found.density.statistic,
            "density p": found.density.p,
            "without the nearest": donut.corrected if donut else None,
            "unbalanced": found.unbalanced,
        },
    )


def of_adjusted(
    result: Adjusted, groups: Propensity, scale: Scale, *, n: int, sampled_of: int
) -> Effect:
    """Return the doubly robust difference on the second group: untreated minus treated.

    Args:
        sampled_of: how many cases there were before a sample was drawn.
    """
    effect, half = -result.effect, z_score() * result.error
    diagnostics = _overlap(groups)
    lowest, highest = sorted((-result.splits.min(), -result.splits.max()))
    diagnostics |= {"lowest of the splits": lowest, "highest of the splits": highest}
    sd = None if scale.unit == "share" else result.sd
    diagnostics["e-value"] = e_value(*result.means, sd)
    if len(groups.treated) < sampled_of:
        diagnostics["sampled"] = f"{len(groups.treated)} / {sampled_of}"
    return Effect(
        rung="adjusted",
        figure=scale.figure(effect, effect - half, effect + half, n=n),
        warnings=doubts.adjusting(groups),
        diagnostics=diagnostics,
    )


def _overlap(groups: Propensity) -> dict[str, Diagnostic]:
    before, after = groups.before, groups.after
    worst = np.argsort(-np.abs(before))[:WORST]
    return {
        "without counterpart share": groups.alone_share,
        "effective cases of the first": groups.effective,
        "largest difference before": float(np.abs(before).max(initial=0.0)),
        "largest difference after": float(np.abs(after).max(initial=0.0)),
        "balance": [
            f"{groups.covariates.names[i]}: {before[i]:.2f} → {after[i]:.2f}" for i in worst
        ],
    }
