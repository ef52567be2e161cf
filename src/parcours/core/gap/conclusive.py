"""Which effects and costs of a canvas conclude, once all its promises are seen together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from parcours.core.effect import Effect
from parcours.core.figure import Figure
from parcours.core.gap.recovery import judged
from parcours.core.gap.result import PromiseGap
from parcours.core.interval import benjamini_hochberg, implied_p

COMPARED: Final = (
    "felt_effects", "return_effects", "spend_effects", "recovery_effects",
    "recovery_felt_effects",
)  # fmt: skip


def concluded(found: Sequence[PromiseGap]) -> tuple[PromiseGap, ...]:
    """Return the promises, saying of each effect and cost whether it is conclusive.

    What is compared is one number of all promises: their effects on returns, or their costs.
    An effect takes part if it speaks for its promise, as the first of its rungs.
    """
    columns: dict[str, list[Any]] = {
        name: _marked([getattr(each, name) for each in found]) for name in COMPARED
    }
    beaten = [
        _marked([_alone(getattr(each.recovery, name)) for each in found])
        for name in ("felt", "returned")
    ]
    columns["recovery"] = [
        replace(each.recovery, felt=_only(felt), returned=_only(returned))
        for each, felt, returned in zip(found, *beaten, strict=True)
    ]
    costs = conclusive([each.value.at_stake for each in found])
    columns["value"] = [
        replace(each.value, is_conclusive=is_so)
        for each, is_so in zip(found, costs, strict=True)
    ]
    marked = [
        replace(each, **{name: of[row] for name, of in columns.items()})
        for row, each in enumerate(found)
    ]
    return tuple(replace(each, recovery=judged(each)) for each in marked)


def conclusive(compared: Sequence[Figure | None]) -> list[bool]:
    """Return which of these differences conclude: 5 % of those that do are false, on average.

    One with too few cases or no interval takes no part. One that concludes has its whole 95 %
    interval on one side of zero; the reverse does not hold.

    Source:
        Benjamini, Y. and Hochberg, Y. (1995). JRSS B 57.
    """
    p = {
        number: implied_p((each.value, each.low, each.high), each.n)
        for number, each in enumerate(compared)
        if each is not None and each.evidence != "too few"
        and each.value is not None and each.low is not None and each.high is not None
    }  # fmt: skip
    found = dict(zip(p, benjamini_hochberg(list(p.values())).tolist(), strict=True))
    return [found.get(number, False) for number in range(len(compared))]


def _marked(compared: Sequence[tuple[Effect, ...]]) -> list[tuple[Effect, ...]]:
    """Return each promise's effects, the first of them marked."""
    says = conclusive([effects[0].figure if effects else None for effects in compared])
    return [
        (replace(effects[0], is_conclusive=is_so), *effects[1:]) if effects else ()
        for effects, is_so in zip(compared, says, strict=True)
    ]


def _alone(effect: Effect | None) -> tuple[Effect, ...]:
    return () if effect is None else (effect,)


def _only(effects: tuple[Effect, ...]) -> Effect | None:
    return effects[0] if effects else None
