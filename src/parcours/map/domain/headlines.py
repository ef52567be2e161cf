"""The figures above a canvas or a touchpoint, with those of everything beside them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.gap import Gap
from parcours.core.report import numbers
from parcours.map.domain.cards import Card
from parcours.map.domain.looking import Look


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A figure above the canvas, the same of everything to compare with, and a remark.

    ``words`` is the same as inferred from words, where it is.
    """

    title: str
    figure: Figure | None
    whole: Figure | None = None
    remark: str = ""
    words: Figure | None = None


def headlines(look: Look) -> list[Headline]:
    """Return the figures above the canvas; none while nothing is known."""
    if look.gap is None:
        return []
    found, whole = _figures(look.gap), _figures(look.whole) if look.whole else {}
    titles = {
        "kept": _("Promises kept"),
        "nps": _("NPS"),
        "csat": _("Satisfied (CSAT)"),
        "touched": _("Customers touched by a gap"),
        "value": _("Value at stake per year"),
    }
    return [
        Headline(
            title=title, figure=found[name], whole=whole.get(name), remark=_remark(found[name])
        )
        for name, title in titles.items()
    ]


def of_touchpoint(card: Card) -> list[Headline]:
    """Return the figures above a touchpoint's page; none while nothing is known."""
    lived, whole = card.lived, card.whole
    if lived is None:
        return []
    aim, belief = card.point.aim, lived.belief
    said = [_("desired %(aim)s") % {"aim": numbers.decimal(aim)}] if aim else []
    said += [_("believed %(belief)s") % {"belief": numbers.decimal(belief)}] if belief else []
    there = Figure(
        value=lived.customers, n=lived.customers, unit="count", definition="customers/1"
    )
    felt = Headline(
        title=_("Felt"),
        figure=lived.felt,
        whole=whole.felt if whole else None,
        remark=" · ".join(said),
        words=lived.inferred,
    )
    found = [felt, Headline(title=_("Customers"), figure=there, remark=card.last_seen)]
    if lived.kept is None:
        return found
    kept = Headline(
        title=_("Promises kept"),
        figure=lived.kept,
        whole=whole.kept if whole else None,
        remark=_remark(lived.kept),
    )
    value = Headline(
        title=_("Value at stake per year"),
        figure=lived.value,
        whole=whole.value if whole else None,
        remark=_remark(lived.value),
    )
    return [kept, *found, value]


def _figures(gap: Gap) -> dict[str, Figure | None]:
    touched = Figure(
        value=gap.customers_touched, n=gap.customers, unit="count", definition="touched/1"
    )
    return {
        "kept": gap.kept,
        "nps": gap.nps,
        "csat": gap.csat,
        "touched": touched if gap.promises else None,
        "value": gap.value,
    }


def _remark(figure: Figure | None) -> str:
    """Return how much evidence a figure rests on."""
    if figure is None or figure.evidence == "too few":
        return ""
    if figure.unit == "count":
        return _("of %(n)s customers") % {"n": numbers.count(figure.n)}
    return _("n = %(n)s") % {"n": numbers.count(figure.n)}
