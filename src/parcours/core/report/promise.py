"""One promise as the report shows it: its story, kept against broken, its doubts."""

from typing import Any

from parcours.core.effect import RUNGS, Effect, Rung
from parcours.core.effect.doubts import raw
from parcours.core.figure import TOO_FEW
from parcours.core.gap import Gap, PromiseGap, Spread, Value
from parcours.core.language import _, language, said
from parcours.core.report import numbers
from parcours.core.report.sentences import (
    labels,
    place_name,
    rung_name,
    sentences,
    verdict_of,
)
from parcours.core.words import say


def laid_out(gap: Gap, each: PromiseGap) -> dict[str, Any]:
    """Return what the template of one promise needs: words and readings, nothing to compute."""
    touchpoint, promise = next(
        (point, promise)
        for point, promise in gap.canvas.promises()
        if promise.promise == each.promise
    )
    rungs = _rungs(each)
    is_money = getattr(promise, "of", None) == "amount"
    currency = gap.canvas.currency if is_money else None
    return {
        "gap": each,
        "title": say(promise.title, language()),
        "touchpoint": say(touchpoint.title, language()),
        "story": sentences(each),
        "place": place_name(each),
        "verdict": verdict_of(each),
        "effect": _spoken(each.return_effects),
        "cost": _labelled(numbers.reading(each.value.at_stake), each.value),
        "rungs": [rung_name(rung) for rung in rungs],
        "rows": _rows(each, rungs),
        "states": _states(each),
        "has_breach": has_breach(each),
        "breach_words": _breach(each.breach, currency=currency) if has_breach(each) else "",
        "warnings": _warnings(each),
        "segments": each.segments,
        "assumptions": [
            (said(name), _assumption(amount, unit, gap))
            for name, amount, unit in each.value.assumptions
        ],
    }


def has_breach(each: PromiseGap) -> bool:
    """Return whether enough cases, of enough customers, tell how far from it they ended."""
    return each.kept.evidence != "too few" and each.breach.n >= TOO_FEW


def _rows(each: PromiseGap, rungs: list[Rung]) -> list[dict[str, Any]]:
    """Return one row per outcome, with its effect on every rung."""
    outcomes = (
        (_("felt (1 to 5)"), (each.felt_kept, each.felt_broken), each.felt_effects),
        (_("come back"), (each.returned_kept, each.returned_broken), each.return_effects),
        (_("spend after"), (None, None), each.spend_effects),
    )
    return [
        {
            "name": name,
            "kept": numbers.reading(kept) if kept else numbers.NOTHING,
            "broken": numbers.reading(broken) if broken else numbers.NOTHING,
            "effects": [_on(rung, effects) for rung in rungs],
        }
        for name, (kept, broken), effects in outcomes
        if effects
    ]


def _rungs(each: PromiseGap) -> list[Rung]:
    measured = {
        effect.rung
        for effect in (*each.felt_effects, *each.return_effects, *each.spend_effects)
    }
    return [rung for rung in RUNGS if rung in measured]


def _on(rung: Rung, effects: tuple[Effect, ...]) -> str:
    found = next((effect for effect in effects if effect.rung == rung), None)
    return numbers.reading(found.figure, signed=True) if found else numbers.NOTHING


def _states(each: PromiseGap) -> str:
    return _("{kept} kept, {broken} broken, {pending} pending, {void} void").format(
        **{state: numbers.count(n) for state, n in each.n.items()}
    )


def _spoken(effects: tuple[Effect, ...]) -> str:
    if not effects:
        return numbers.NOTHING
    return _labelled(numbers.reading(effects[0].figure, signed=True), effects[0])


def _labelled(read: str, found: Effect | Value) -> str:
    return f"{read} ({', '.join(labels(found))})" if labels(found) else read


def _breach(spread: Spread, *, currency: str | None) -> str:
    return _("In the middle: {middle}. One in ten: {worst}, or worse.").format(
        middle=_beyond(spread.quantiles[0.5], spread, currency),
        worst=_beyond(spread.quantiles[0.9], spread, currency),
    )


def _beyond(breach: float, spread: Spread, currency: str | None) -> str:
    if spread.unit == "seconds":
        size = numbers.duration(abs(breach))
    elif currency is not None:
        size = numbers.price(abs(breach), currency)
    else:
        size = numbers.decimal(abs(breach), 1)
    if spread.unit == "felt":
        form = _("{size} below the aim") if breach > 0 else _("{size} above the aim")
    else:
        form = _("{size} too many") if breach > 0 else _("{size} to spare")
    return form.format(size=size)


def _warnings(each: PromiseGap) -> list[str]:
    """Return each doubt once, after the outcomes it concerns where it is not all of them."""
    concerned: dict[str, list[str]] = {}
    outcomes = {
        _("felt (1 to 5)"): each.felt_effects,
        _("come back"): each.return_effects,
        _("spend after"): each.spend_effects,
    }
    for outcome, effects in outcomes.items():
        for warning in {said(w): None for effect in effects for w in effect.warnings}:
            concerned.setdefault(warning, []).append(outcome)
    # That a plain difference is not adjusted stands at the head of its column already.
    concerned.pop(said(raw()), None)
    measured = sum(map(bool, outcomes.values()))
    return [
        warning if len(about) == measured else f"{', '.join(about)} — {warning}"
        for warning, about in concerned.items()
    ]


def _assumption(amount: float, unit: str, gap: Gap) -> str:
    match unit:
        case "share":
            return numbers.percent(amount, 1)
        case "money" if abs(amount) < 100:
            return numbers.price(amount, gap.canvas.currency)
        case "money":
            return numbers.money(amount, gap.canvas.currency)
        case "seconds":
            return numbers.duration(amount)
        case _:
            return numbers.decimal(amount, 1)
