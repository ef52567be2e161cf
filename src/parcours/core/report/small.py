"""Figures, effects and lifetime values as a notebook shows them: value, interval, count."""

from typing import TYPE_CHECKING

from parcours.core import notebook
from parcours.core.figure import Figure
from parcours.core.language import _, language, said
from parcours.core.report import numbers
from parcours.core.words import say

if TYPE_CHECKING:
    from parcours.core.effect import Effect
    from parcours.core.metrics.lifetime_value import LifetimeValue


def figure_html(figure: Figure) -> str:
    """Return what is measured, with its interval and count, or why there is no number."""
    notes = [said(figure.note)] if figure.note else []
    return notebook.facts(figure.definition, _facts(figure), notes=notes)


def effect_html(effect: "Effect") -> str:
    """Return a difference, how it was measured, and every doubt."""
    from parcours.core.report.sentences import rung_name

    caption = f"{effect.figure.definition} ({rung_name(effect.rung)})"
    pairs = _facts(effect.figure, signed=True)
    return notebook.facts(caption, pairs, notes=[said(each) for each in effect.warnings])


def _facts(figure: Figure, *, signed: bool = False) -> dict[str, str]:
    if figure.evidence == "too few":
        return {_("value"): numbers.doubt(figure)}
    pairs = {
        _("value"): numbers.value(figure, signed=signed),
        _("95% interval"): numbers.interval(figure, signed=signed) or numbers.NOTHING,
        "n": numbers.count(figure.n),
    }
    if figure.as_of is not None:
        pairs[_("as of")] = numbers.moment(figure.as_of)
    return pairs


def lifetime_html(found: "LifetimeValue") -> str:
    """Return what customers will bring in the months to come, the hold-out, every doubt."""
    from parcours.core.metrics.lifetime_value import MONTHS, TITLE

    heads = (_("months to come"), _("per customer"), _("all customers"), "n")
    rows = [
        (
            str(months),
            numbers.reading(found.mean(months)),
            numbers.reading(found.total(months)),
            numbers.count(found.mean(months).n),
        )
        for months in MONTHS
    ]
    held_out = [found.mean().note] if found.models else []
    notes = [said(note) for note in dict.fromkeys((*held_out, *found.warnings))]
    return notebook.table(say(TITLE, language()), heads, rows, notes=notes)
