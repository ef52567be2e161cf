"""Charts of months: how often a promise was kept, what was felt at a touchpoint."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from parcours.core.canvas import Touchpoint
from parcours.core.figure import Figure
from parcours.core.gap import PromiseGap
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.report.promise import has_breach
from parcours.map.domain import charts
from parcours.map.domain.looking import Look
from parcours.map.domain.plain import figure_of
from parcours.ui.chart import Chart
from parcours.ui.happening import happenings, marks

Option = dict[str, Any]
Month = tuple[date, Figure]

_LEAST, _MOST = 1, 5  # of a felt score
_BAND: Final = {
    "type": "line", "stack": "interval", "symbol": "none", "silent": True,
    "lineStyle": {"opacity": 0},
}  # fmt: skip


def of_promise(look: Look, each: PromiseGap) -> list[Chart]:
    """Return the charts of one promise: month by month, and how far from it cases ended."""
    months = _months(look.over_time["promises"].get(each.promise, []))
    drawn = []
    if len(months) > 1:
        known = marks_of(look, each.touchpoint, months)
        drawn.append(kept(months, target=look.drawn.thresholds.kept, known=known))
    if has_breach(each):
        drawn.append(charts.how_late(each))
    return drawn


def of_touchpoint(look: Look, point: Touchpoint) -> list[Chart]:
    """Return the charts of one touchpoint: what was felt there, month by month."""
    months = _months(look.over_time["touchpoints"].get(point.touchpoint, []))
    if len(months) < 2:
        return []
    return [felt(months, aim=point.aim, known=marks_of(look, point.touchpoint, months))]


def marks_of(look: Look, touchpoint: str, months: list[Month]) -> Option:
    """Return the marks of what the reader may know of a touchpoint's months."""
    starts = [month for month, _figure in months]
    names = [month_name(month) for month in starts]
    return marks(happenings(look.member, touchpoint), starts, names)


def kept(months: list[Month], *, target: float, known: Option) -> Chart:
    """Return how often a promise was kept, month by month, with the share that is aimed at.

    Args:
        known: the marks of what happened meanwhile.
    """
    line = _Line(months, _("kept"), 100.0, known=known, aim=target)
    return Chart(
        key="kept-by-month",
        title=_("Kept, month by month"),
        option=line.option({"min": 0, "max": 100}, aimed_at=numbers.percent(target)),
        columns=[_("month"), _("kept"), _("cases")],
        rows=line.rows,
        note=_("In percent, by the month in which it was promised. Band: 95% interval."),
    )


def felt(months: list[Month], *, aim: float | None, known: Option) -> Chart:
    """Return what was felt, month by month, with what the brand wants to be felt."""
    line = _Line(months, _("felt"), 1.0, known=known, aim=aim)
    return Chart(
        key="felt-by-month",
        title=_("Felt, month by month"),
        option=line.option(
            {"min": _LEAST, "max": _MOST}, aimed_at=numbers.decimal(aim) if aim else ""
        ),
        columns=[_("month"), _("felt"), _("scores")],
        rows=line.rows,
        note=_("Mean score, 1 to 5, by the month in which it was given. Band: 95% interval."),
    )


def month_name(month: date) -> str:
    """Return a month in a few letters: ``Mar 2025``."""
    return format_skeleton("yMMM", month, locale=language())


def month_of(month: str) -> str:
    """Return a month written ``2025-03`` in a few letters."""
    return month_name(date.fromisoformat(f"{month}-01"))


@dataclass(frozen=True)
class _Line:
    """A figure month by month, times *factor*, and what it should be."""

    months: list[Month]
    name: str
    factor: float
    known: Option
    aim: float | None

    @property
    def rows(self) -> list[list[str]]:
        return [
            [month_name(month), numbers.reading(f), numbers.count(f.n)]
            for month, f in self.months
        ]

    def option(self, ends: Option, *, aimed_at: str) -> Option:
        names = [month_name(month) for month, _figure in self.months]
        return {
            "tooltip": {"trigger": "item"},
            "grid": {"left": 24, "right": 34, "top": 42, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "category", "data": names, "boundaryGap": False},
            "yAxis": {"type": "value", **ends},
            "series": [*self._band(), self._line(aimed_at)],
        }

    def _line(self, aimed_at: str) -> Option:
        label = {
            "position": "insideEndTop", "color": "good", "textBorderColor": "card",
            "formatter": aimed_at,
        }  # fmt: skip
        aims = [] if self.aim is None else [{"yAxis": self.aim * self.factor, "label": label}]
        return {
            "type": "line",
            "name": self.name,
            "data": [
                {"value": self._scaled(_shown(f)),
                 "tip": f"{month_name(month)} — {numbers.reading(f)}"}
                for month, f in self.months
            ],
            "color": "brand",
            "symbolSize": 7,
            "lineStyle": {"width": 3},
            "markLine": {
                "silent": True,
                "symbol": "none",
                "lineStyle": {"color": "good", "type": "dashed"},
                "data": aims,
            },
        }  # fmt: skip

    def _band(self) -> Iterable[Option]:
        found = [figure for _month, figure in self.months]
        floor = [self._scaled(f.low if _shown(f) is not None else None) for f in found]
        height = [
            None if low is None or f.high is None else self.factor * f.high - low
            for low, f in zip(floor, found, strict=True)
        ]
        area = {"areaStyle": {"color": "brand", "opacity": 0.14}}
        return {**_BAND, **self.known, "data": floor}, {**_BAND, **area, "data": height}

    def _scaled(self, value: float | None) -> float | None:
        return None if value is None else self.factor * value


def _months(found: list[Any]) -> list[Month]:
    return [(date.fromisoformat(month), figure_of(figure)) for month, figure in found]


def _shown(figure: Figure) -> float | None:
    return None if figure.evidence == "too few" else figure.value
