"""What repairing a broken promise changed, and whether it beat keeping it."""

from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl

from parcours.core.effect import Effect
from parcours.core.effect.covariates import Floats
from parcours.core.effect.ladder import Comparison, Mask, measure
from parcours.core.figure import Figure
from parcours.core.gap.result import Recovery, Verdict
from parcours.core.gap.study import Study
from parcours.core.interval import z_score
from parcours.core.language import _
from parcours.core.promise import Felt


def recovery(study: Study) -> dict[str, Any]:
    """Return the fields of a PromiseGap that tell of recovery.

    Of broken cases only those count whose time to be recovered is over, recovered or not:
    else those repaired quickly would come first.
    """
    over = study.decided["is_recovery_over"].to_numpy()
    is_recovered = study.decided["is_recovered"].to_numpy()
    repaired, left = over & is_recovered, over & ~is_recovered
    returned = study.numbers("returned")
    softened = _compared(study, repaired, left, severity=True)
    beaten = _compared(study, repaired, study.is_kept)
    return {
        "recovered": study.share(is_recovered.astype(np.float64), "recovered/1", over),
        "felt_recovered": study.felt(repaired),
        "felt_unrecovered": study.felt(left),
        "returned_recovered": study.share(returned, "returned/1", repaired),
        "returned_unrecovered": study.share(returned, "returned/1", left),
        "recovery_effects": softened["returned"],
        "recovery_felt_effects": softened["felt"],
        "recovery": _verdict(beaten, softened, _levels(study, (study.is_kept, repaired, left))),
    }


Effects = dict[str, tuple[Effect, ...]]


def _compared(study: Study, first: Mask, second: Mask, *, severity: bool = False) -> Effects:
    """Return the effects on felt and returned of being in *first* rather than in *second*."""
    both = first | second
    known = study.known.filter(pl.Series(both))
    if severity:
        size = np.log1p(np.maximum(study.numbers("breach")[both], 0))
        known = known.with_columns(severity=pl.Series(size))
    groups = Comparison(
        first=first[both],
        customer=study.customer[both],
        customers=study.customers,
        known=known,
    )
    found: Effects = {"felt": (), "returned": ()}
    for name in found:
        if name == "felt" and isinstance(study.promise, Felt):
            continue
        measured = measure(study.numbers(name)[both], groups, study.scale(name))
        found[name] = measured.effects if measured is not None else ()
    return found


def _levels(study: Study, groups: tuple[Mask, Mask, Mask]) -> dict[str, list[float]]:
    """Return the mean of felt and returned in each group, NaN where nothing is known."""
    return {
        name: [_mean(study.numbers(name)[rows]) for rows in groups]
        for name in ("felt", "returned")
    }


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else np.nan


def _verdict(beaten: Effects, softened: Effects, levels: dict[str, list[float]]) -> Recovery:
    """Judge by felt where it can be, else by returns."""
    best = {name: effects[0] if effects else None for name, effects in beaten.items()}
    verdict: Verdict = "too few"
    message = _("Too few repaired cases to say what repairing changes.")
    for name in ("felt", "returned"):
        over, against = best[name], softened[name]
        if over is None or not against or "too few" in (
            over.figure.evidence, against[0].figure.evidence
        ):  # fmt: skip
            continue
        verdict = _judged(over.figure, against[0].figure)
        message = _message(verdict, levels[name], name=name, over=over.figure)
        break
    return Recovery(
        verdict=verdict,
        message=message,
        felt=best["felt"],
        felt_probability=_probability(best["felt"]),
        returned=best["returned"],
        returned_probability=_probability(best["returned"]),
    )


def _judged(over: Figure, against: Figure) -> Verdict:
    if over.low is not None and over.low > 0:
        return "paradox"
    if against.low is not None and against.low > 0:
        return "softens"
    return "no visible difference"


def _message(verdict: Verdict, levels: list[float], *, name: str, over: Figure) -> str:
    """Return the verdict in words.

    Args:
        levels: the mean when kept, when repaired and when left broken.
        name: what it judges by, ``felt`` or ``returned``.
        over: repaired minus kept.
    """
    if verdict == "paradox" and name == "felt":
        return _(
            "Customers whose case was repaired end up happier than those who had no problem, "
            "among those observed. Do not count on it: a second failure undoes it."
        )
    if verdict == "paradox":
        return _(
            "Customers whose case was repaired come back more than those who had no problem, "
            "among those observed. Do not count on it: a second failure undoes it."
        )
    if verdict == "no visible difference":
        return _("Repairing makes no difference that shows yet.")
    if over.high is None or over.high >= 0:
        return _("Repairing softens the loss; whether it makes up for all of it is not known.")
    kept, repaired, left = levels
    won_back = (repaired - left) / (kept - left) if kept > left else np.nan
    if not 0 < won_back < 1:
        return _("Repairing softens the loss; it does not beat keeping the promise.")
    return _(
        "Repairing wins back about {percent} % of the loss; "
        "it does not beat keeping the promise."
    ).format(percent=round(100 * won_back))


def _probability(effect: Effect | None) -> float | None:
    """Return the probability that the difference is above zero, from its interval."""
    if effect is None or effect.figure.evidence == "too few":
        return None
    value, low, high = effect.figure.value, effect.figure.low, effect.figure.high
    if value is None or low is None or high is None or high <= low:
        return None
    return NormalDist().cdf(2 * z_score() * value / (high - low))
