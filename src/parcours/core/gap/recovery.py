"""What repairing a broken promise changed, and whether it beat keeping it."""

from dataclasses import replace
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.effect import Effect
from parcours.core.effect.ladder import Comparison, Mask, measure
from parcours.core.figure import Figure
from parcours.core.gap.result import PromiseGap, Recovery, Verdict
from parcours.core.gap.study import Study
from parcours.core.interval import z_score
from parcours.core.language import _
from parcours.core.promise import Felt

OUTCOMES: Final = ("felt", "returned")


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
        "recovery": recovered(*(next(iter(beaten[name]), None) for name in OUTCOMES)),
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
    found: Effects = dict.fromkeys(OUTCOMES, ())
    for name in OUTCOMES:
        if name == "felt" and isinstance(study.promise, Felt):
            continue
        measured = measure(study.numbers(name)[both], groups, study.scale(name))
        found[name] = measured.effects if measured is not None else ()
    return found


def recovered(felt: Effect | None, returned: Effect | None) -> Recovery:
    """Return recovered minus kept, before all promises together allow a verdict."""
    return Recovery(
        verdict="too few",
        message=_("Too few repaired cases to say what repairing changes."),
        felt=felt,
        felt_probability=_probability(felt),
        returned=returned,
        returned_probability=_probability(returned),
    )


def judged(promise: PromiseGap) -> Recovery:
    """Return the recovery with its verdict: by felt where that can be, else by returns.

    Args:
        promise: its effects say whether they are conclusive.
    """
    felt = (promise.felt_kept, promise.felt_recovered, promise.felt_unrecovered)
    returned = (
        promise.returned_kept, promise.returned_recovered, promise.returned_unrecovered
    )  # fmt: skip
    found = promise.recovery
    for name, over, softened, levels in (
        ("felt", found.felt, promise.recovery_felt_effects, felt),
        ("returned", found.returned, promise.recovery_effects, returned),
    ):
        if over is None or not softened or "too few" in (
            over.figure.evidence, softened[0].figure.evidence
        ):  # fmt: skip
            continue
        verdict = _verdict(over, softened[0])
        message = _message(verdict, levels, name=name, over=over)
        return replace(found, verdict=verdict, message=message)
    return found


def _verdict(over: Effect, softened: Effect) -> Verdict:
    if over.is_gain:
        return "paradox"
    return "softens" if softened.is_gain else "no visible difference"


def _message(
    verdict: Verdict, levels: tuple[Figure, Figure, Figure], *, name: str, over: Effect
) -> str:
    """Return the verdict in words.

    Args:
        levels: when kept, when repaired and when left broken.
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
    if not over.is_loss:
        return _("Repairing softens the loss; whether it makes up for all of it is not known.")
    kept, repaired, left = (level.value or 0.0 for level in levels)
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
