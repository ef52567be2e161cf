"""The charts of the room, each with its numbers as text."""

from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.core.gap import Gap, PromiseGap
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.report.breach import breach
from parcours.core.report.curves import curves
from parcours.core.report.matrix import matrix
from parcours.core.report.sentences import place_name
from parcours.core.words import say
from parcours.map.domain.cards import Card
from parcours.ui.chart import Chart

Option = dict[str, Any]

# The reports' names of colours, as those of the pages.
_TOKENS: Final = {
    "--neg": "bad", "--warn": "doubt", "--info": "idea", "--pos": "good", "--mut": "muted",
    "--brand": "brand",
}  # fmt: skip


def experience(gap: Gap, cards: list[Card]) -> Chart:
    """Return desired, believed and lived along the canvas."""
    return Chart(
        key="experience",
        title=_("Desired, believed and lived experience"),
        option=_with_words(_dressed(curves(gap)), cards),
        columns=[
            _("touchpoint"), _("desired"), _("believed"), _("lived"), _("from words"),
            _("promises kept"), _("customers"),
        ],
        rows=[_row(card) for card in cards],
        note=_(
            "Mean felt score by touchpoint, 1 to 5, with its 95% interval. Dotted red: what is "
            "lived lies surely below what is desired."
        ),
        is_tall=True,
    )  # fmt: skip


def _with_words(option: Option, cards: list[Card]) -> Option:
    """Return the curves with a fourth, thinner one of what words let infer was felt."""
    found = [card.lived.inferred if card.lived else None for card in cards]
    if not any(found):
        return option
    line = {
        "name": _("from words"),
        "type": "line",
        "data": [
            {"value": None if each is None or each.evidence == "too few" else each.value,
             "tip": f"{card.title} — ≈ {numbers.reading(each)}"}
            for card, each in zip(cards, found, strict=True)
        ],
        "symbolSize": 5,
        "color": "brand",
        "itemStyle": {"opacity": 0.6},
        "lineStyle": {"type": "dotted", "width": 1.5, "opacity": 0.7},
    }  # fmt: skip
    legend = option["legend"] | {"data": [*option["legend"]["data"], line["name"]]}
    return option | {"legend": legend, "series": [*option["series"], line]}


def _row(card: Card) -> list[str]:
    lived = card.lived
    return [
        card.title,
        numbers.decimal(card.point.aim) if card.point.aim else numbers.NOTHING,
        numbers.decimal(lived.belief) if lived and lived.belief else numbers.NOTHING,
        numbers.reading(lived.felt) if lived else numbers.NOTHING,
        numbers.reading(lived.inferred) if lived and lived.inferred else numbers.NOTHING,
        numbers.reading(lived.kept) if lived and lived.kept else numbers.NOTHING,
        numbers.count(lived.customers) if lived else numbers.NOTHING,
    ]


def quadrants(gap: Gap, addresses: dict[str, str]) -> Chart:
    """Return the four-way matrix of a canvas's promises.

    Args:
        addresses: of each promise's panel; a click on its point goes there.
    """
    option = _dressed(matrix(gap))
    shown = [each for each in gap.promises if _is_drawn(each)]
    for dot, each in zip(option["series"][0]["data"], shown, strict=True):
        dot["url"] = addresses[each.promise]
    titles = {promise.promise: promise.title for _point, promise in gap.canvas.promises()}
    option["series"][0] |= {"markLine": _cuts(gap), "labelLayout": {"hideOverlap": True}}
    option["grid"] = {"left": 30, "right": 20, "top": 12, "bottom": 28, "containLabel": True}
    option["xAxis"] |= {"nameLocation": "middle", "nameGap": 30}
    option["yAxis"] |= {"nameLocation": "middle", "nameGap": 34}
    return Chart(
        key="gaps",
        title=_("Matrix of gaps"),
        option=option,
        columns=[_("promise"), _("kept"), _("felt"), _("customers"), _("where it stands")],
        rows=[
            [
                say(titles[each.promise], language()),
                numbers.reading(each.kept),
                numbers.reading(each.felt),
                numbers.count(each.customers),
                place_name(each),
            ]
            for each in gap.promises
        ],
        note=_("Size: customers concerned. What has too few cases or scores is not drawn."),
        is_tall=True,
    )


def _is_drawn(each: PromiseGap) -> bool:
    return "too few" not in (each.kept.evidence, each.felt.evidence)


def _cuts(gap: Gap) -> Option:
    """Return the thresholds of the matrix as lines."""
    cut = gap.canvas.thresholds
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": "muted", "type": "dashed"},
        "data": [{"xAxis": 100 * cut.kept}, {"yAxis": cut.felt}],
    }


def how_late(each: PromiseGap) -> Chart:
    """Return how far from the promise its cases ended."""
    option = _dressed(breach(each.breach))
    bars = option["series"][0]["data"]
    return Chart(
        key="breach",
        title=_("How far from the promise"),
        option=option,
        columns=[_("from, to"), _("share of cases")],
        rows=[bar["tip"].split(" — ") for bar in bars],
        note=_("Green: on the right side of the promise. Red: beyond it, in % of cases."),
    )


def _dressed(part: Any) -> Any:
    """Return an option of the reports in the pages' colours, its grid left to them."""
    if isinstance(part, str):
        return _TOKENS.get(part, part)
    if isinstance(part, list):
        return [_dressed(each) for each in part]
    if isinstance(part, dict):
        return {name: _dressed(each) for name, each in part.items()}
    return part
