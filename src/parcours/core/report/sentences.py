"""What the numbers of a promise say, in plain words, without saying more than they know."""

from dataclasses import replace

from parcours.core.effect import Effect, doubts
from parcours.core.figure import Figure
from parcours.core.gap import Gap, PromiseGap, Value
from parcours.core.language import _, language, ngettext, said
from parcours.core.report import numbers
from parcours.core.words import say


def sentences(promise: PromiseGap) -> list[str]:
    """Return the story of one promise: kept, felt, coming back, recovered, at stake.

    Each sentence stands on its own figure; where a figure is too weak the sentence says so
    or is left out, never the doubt.
    """
    if promise.kept.evidence == "too few":
        n = promise.kept.n
        text = ngettext(
            "Only {n} case was decided: too few to conclude.",
            "Only {n} cases were decided: too few to conclude.",
            n,
        )
        return [text.format(n=numbers.count(n))]
    told = (
        _kept(promise),
        _felt(promise),
        _returned(promise),
        _recovered(promise),
        _value(promise),
    )
    return [sentence for sentence in told if sentence]


def verdict(quadrant: str) -> str:
    """Return what a place in the four-way matrix asks for."""
    return {
        "fix": _("Fix it: the promise is broken and customers are disappointed."),
        "wrong promise": _(
            "Promise something else: it is kept, and customers are disappointed all the same."
        ),
        "recovered or superfluous": _(
            "Broken, and customers are happy all the same: it is made up for, or not needed."
        ),
        "works": _("It works: kept, and customers are happy."),
        "too few": _("Too few cases to conclude."),
    }[quadrant]


def verdict_of(promise: PromiseGap) -> str:
    """Return what a promise asks for, or what is missing to place it in the matrix."""
    if promise.quadrant == "too few" and promise.kept.evidence != "too few":
        if promise.felt.n == 0:
            return _("Nobody gave a score here: it has no place in the matrix.")
        return _("Too few scores to place it in the matrix.")
    asked = verdict(promise.quadrant)
    if promise.quadrant == "too few" or promise.is_clear:
        return asked
    unsettled = _("Not settled: its intervals reach into another place of the matrix.")
    return f"{asked} {unsettled}"


def quadrant_name(quadrant: str) -> str:
    """Return the name of a place in the four-way matrix."""
    return {
        "fix": _("To fix"),
        "wrong promise": _("Promise to rethink"),
        "recovered or superfluous": _("Recovered or superfluous"),
        "works": _("What works"),
        "too few": _("Too few to conclude"),
    }[quadrant]


def place_name(promise: PromiseGap) -> str:
    """Return where a promise stands in the matrix, or why it has no place there."""
    if promise.quadrant == "too few" and promise.kept.evidence != "too few":
        return _("No score yet") if promise.felt.n == 0 else _("Too few scores")
    return quadrant_name(promise.quadrant)


def rung_name(rung: str) -> str:
    """Return how an effect was measured, as a label that always stands beside it."""
    return {
        "randomised": _("randomised"),
        "discontinuity": _("at the deadline"),
        "adjusted": _("adjusted"),
        "raw": _("not adjusted"),
    }[rung]


def labels(found: Effect | Value) -> list[str]:
    """Return how it was measured, and that it may be chance where it is not conclusive.

    Nothing where there are too few cases: that is said already.
    """
    figure = found.figure if isinstance(found, Effect) else found.at_stake
    if figure.evidence == "too few":
        return []
    return [rung_name(found.rung), *([] if found.is_conclusive else [_("may be chance")])]


def headline(gap: Gap) -> str:
    """Return the one sentence a reader should leave with."""
    costly = [
        each
        for each in gap.promises
        if each.value.is_conclusive and (each.value.at_stake.value or 0) > 0
    ]
    if not costly:
        return _("No single promise can be shown to cost money yet.")
    worst = max(costly, key=lambda each: each.value.at_stake.value or 0.0)
    title = next(
        say(promise.title, language())
        for point, promise in gap.canvas.promises()
        if promise.promise == worst.promise
    )
    cost = _("“{promise}” costs most: {money} a year.").format(
        promise=title, money=numbers.reading(worst.value.at_stake)
    )
    return _labelled(cost, worst)


def _labelled(cost: str, promise: PromiseGap) -> str:
    """Return *cost*, and that it rests on a plain difference where it does."""
    return f"{cost} {doubts.raw()}" if promise.value.rung == "raw" else cost


def _kept(promise: PromiseGap) -> str:
    broken = promise.n["broken"]
    if not broken:
        return _("Always kept, in {n} cases.").format(n=numbers.count(promise.n["kept"]))
    touched = promise.customers_touched
    return _("Kept {share} of the time {interval}: broken {times}, for {customers}.").format(
        share=numbers.value(promise.kept),
        interval=numbers.interval(promise.kept),
        times=ngettext("{n} time", "{n} times", broken).format(n=numbers.count(broken)),
        customers=ngettext("{n} customer", "{n} customers", touched).format(
            n=numbers.count(touched)
        ),
    )


def _felt(promise: PromiseGap) -> str:
    kept, broken = promise.felt_kept, promise.felt_broken
    if "too few" in (kept.evidence, broken.evidence):
        return ""
    levels = _("When kept, customers rate it {kept} out of 5; when broken, {broken}.").format(
        kept=numbers.value(kept), broken=numbers.value(broken)
    )
    return f"{levels} {_difference(promise.felt_effects, felt=True)}".rstrip()


def _returned(promise: PromiseGap) -> str:
    kept, broken = promise.returned_kept, promise.returned_broken
    if "too few" in (kept.evidence, broken.evidence):
        return ""
    levels = _("When kept, {kept} come back; when broken, {broken}.").format(
        kept=numbers.value(kept), broken=numbers.value(broken)
    )
    return f"{levels} {_difference(promise.return_effects, felt=False)}".rstrip()


def _difference(effects: tuple[Effect, ...], *, felt: bool) -> str:
    """Return what keeping the promise changes, by the effect that speaks."""
    if not effects or effects[0].figure.evidence == "too few":
        return ""
    best = effects[0]
    size = numbers.reading(best.figure, signed=True)
    if not best.is_conclusive:
        told = _("The difference, {size}, may be chance ({rung}).").format(
            size=size, rung=rung_name(best.rung)
        )
        return f"{told} {_among_many(best.figure)}".rstrip()
    if best.rung == "raw":
        return _("That is {size}, but the customers may differ too (not adjusted).").format(
            size=size
        )
    if felt:
        return _("Like for like, keeping it changes what they feel by {size} ({rung}).").format(
            size=size, rung=rung_name(best.rung)
        )
    return _("Like for like, keeping it changes returns by {size} ({rung}).").format(
        size=size, rung=rung_name(best.rung)
    )


def _among_many(figure: Figure) -> str:
    """Return why what would conclude alone does not among all promises; else nothing."""
    if not figure.is_one_sided:
        return ""
    return _("Alone it would be a proof; among so many promises some differ that much by luck.")


def _recovered(promise: PromiseGap) -> str:
    if promise.recovered.evidence == "too few" or not promise.recovered.value:
        return ""
    share = _("After a break, {share} were made up for.").format(
        share=numbers.value(promise.recovered)
    )
    told = [share, _felt_after(promise), said(promise.recovery.message)]
    return " ".join(sentence for sentence in told if sentence)


def _felt_after(promise: PromiseGap) -> str:
    repaired, left = promise.felt_recovered, promise.felt_unrecovered
    if "too few" in (repaired.evidence, left.evidence):
        return ""
    return _("They rate it {recovered} out of 5, the others {unrecovered}.").format(
        recovered=numbers.value(repaired), unrecovered=numbers.value(left)
    )


def _value(promise: PromiseGap) -> str:
    stake = promise.value.at_stake
    if stake.evidence == "too few" or stake.value is None:
        return ""
    if not promise.value.is_conclusive:
        told = _("What it costs cannot be told from nothing: {money} a year.").format(
            money=numbers.reading(stake)
        )
        return f"{told} {_among_many(stake)}".rstrip()
    if stake.value < 0:
        cost = _("No loss shows: those who saw it broken bring more, {money} a year.").format(
            money=numbers.reading(gain(stake))
        )
    else:
        cost = _("At stake: {money} a year.").format(money=numbers.reading(stake))
    return _labelled(cost, promise)


def gain(loss: Figure) -> Figure:
    """Return a loss below zero as the gain it is."""
    low, high = loss.low, loss.high
    return replace(
        loss,
        value=None if loss.value is None else -loss.value,
        low=None if high is None else -high,
        high=None if low is None else -low,
    )
