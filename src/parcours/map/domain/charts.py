"""The charts of the room, each with its numbers as text."""

from datetime import date
from typing import Any, Final

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.gap import Gap, PromiseGap
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.report.breach import breach
from parcours.core.report.curves import curves
from parcours.core.report.matrix import matrix
from parcours.core.report.promise import has_breach
from parcours.core.report.sentences import place_name
from parcours.core.words import say
from parcours.map.domain.cards import Card
from parcours.map.domain.looking import Look
from parcours.map.domain.plain import figure_of
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
        option=_dressed(curves(gap)),
        columns=[
            _("touchpoint"), _("desired"), _("believed"), _("lived"), _("promises kept"),
            _("customers"),
        ],
        rows=[_row(card) for card in cards],
        note=_(
            "Mean felt score by touchpoint, 1 to 5, with its 95% interval. Dotted red: what is "
            "lived lies surely below what is desired."
        ),
        is_tall=True,
    )  # fmt: skip


def _row(card: Card) -> list[str]:
    lived = card.lived
    return [
        card.title,
        numbers.decimal(card.point.aim) if card.point.aim else numbers.NOTHING,
        numbers.decimal(lived.belief) if lived and lived.belief else numbers.NOTHING,
        numbers.reading(lived.felt) if lived else numbers.NOTHING,
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


def of_promise(look: Look, each: PromiseGap) -> list[Chart]:
    """Return the charts of one promise: month by month, and how far from it cases ended."""
    found = look.over_time["promises"].get(each.promise, [])
    months = [(date.fromisoformat(month), figure_of(figure)) for month, figure in found]
    drawn = []
    if len(months) > 1:
        drawn.append(kept_by_month(months, target=look.drawn.thresholds.kept))
    if has_breach(each):
        drawn.append(how_late(each))
    return drawn


def kept_by_month(months: list[tuple[date, Figure]], *, target: float) -> Chart:
    """Return how often a promise was kept, month by month, with the share that is aimed at."""
    named = [(month_name(month), figure) for month, figure in months]
    return Chart(
        key="kept-by-month",
        title=_("Kept, month by month"),
        option={
            "tooltip": {"trigger": "item"},
            "xAxis": {
                "type": "category",
                "data": [name for name, _figure in named],
                "boundaryGap": False,
            },
            "yAxis": {"type": "value", "min": 0, "max": 100},
            "series": [*_band([f for _name, f in named]), _kept_line(named, target)],
        },
        columns=[_("month"), _("kept"), _("cases")],
        rows=[[name, numbers.reading(f), numbers.count(f.n)] for name, f in named],
        note=_("In percent, by the month in which it was promised. Band: 95% interval."),
    )


def _kept_line(named: list[tuple[str, Figure]], target: float) -> Option:
    aim = {
        "yAxis": 100 * target,
        "label": {
            "position": "insideEndTop",
            "color": "good",
            "textBorderColor": "card",
            "formatter": numbers.percent(target),
        },
    }
    return {
        "type": "line",
        "name": _("kept"),
        "data": [
            {"value": _percent(_shown(f)), "tip": f"{name} — {numbers.reading(f)}"}
            for name, f in named
        ],
        "color": "brand",
        "symbolSize": 7,
        "lineStyle": {"width": 3},
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": "good", "type": "dashed"},
            "data": [aim],
        },
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


def month_name(month: date) -> str:
    """Return a month in a few letters: ``Mar 2025``."""
    return format_skeleton("yMMM", month, locale=language())


def month_of(month: str) -> str:
    """Return a month written ``2025-03`` in a few letters."""
    return month_name(date.fromisoformat(f"{month}-01"))


def _band(found: list[Figure]) -> list[Option]:
    floor = [_percent(f.low if _shown(f) is not None else None) for f in found]
    height = [
        None if low is None or f.high is None else 100 * f.high - low
        for low, f in zip(floor, found, strict=True)
    ]
    hidden = {
        "type": "line", "stack": "interval", "symbol": "none", "silent": True,
        "lineStyle": {"opacity": 0},
    }  # fmt: skip
    area = {"areaStyle": {"color": "brand", "opacity": 0.14}}
    return [{**hidden, "data": floor}, {**hidden, **area, "data": height}]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _shown(figure: Figure) -> float | None:
    return None if figure.evidence == "too few" else figure.value


def _dressed(part: Any) -> Any:
    """Return an option of the reports in the pages' colours, its grid left to them."""
    if isinstance(part, str):
        return _TOKENS.get(part, part)
    if isinstance(part, list):
        return [_dressed(each) for each in part]
    if isinstance(part, dict):
        return {name: _dressed(each) for name, each in part.items()}
    return part
