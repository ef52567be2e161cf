"""Figures over time as charts, with their band and what people know of those days."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.report import numbers
from parcours.measure.domain import wording
from parcours.measure.domain.definitions import title_of
from parcours.measure.domain.figures import figure_of
from parcours.measure.models import Context
from parcours.ui.chart import Chart
from parcours.ui.happening import marks

_FACTOR: Final = {"share": 100.0, "seconds": 1 / 60}
SPARK: Final = (96, 26)
"""Width and height of a small curve."""

Week = tuple[date, Figure]


def weekly(
    name: str, told: dict[str, Any], *, every: str, contexts: Iterable[Context] = ()
) -> Chart | None:
    """Return the chart of a metric's weeks, null where it has none.

    Args:
        told: what `figures.figures` says of the metric.
        every: ``1w`` or ``1mo``.
    """
    weeks = _weeks(told)
    if not weeks:
        return None
    label = wording.day if every == "1w" else wording.month
    names = [label(start) for start, _figure in weeks]
    scale = wording.scale_name(told["scale"])
    marked = marks(contexts, [start for start, _figure in weeks], names)
    return Chart(
        key=f"{name}-{every}",
        title=f"{title_of(name)} ({scale})" if scale else title_of(name),
        note=_note([figure for _start, figure in weeks], every),
        option=_option(title_of(name), weeks, names, marks=marked),
        columns=_columns(every),
        rows=[_row(start, figure) for start, figure in weeks],
    )


def spark(told: dict[str, Any]) -> str:
    """Return the points of a small curve, for an SVG of `SPARK`; empty below three weeks."""
    values = [figure.value for _start, figure in _weeks(told) if figure.evidence != "too few"]
    known = [value for value in values if value is not None]
    if len(known) < 3:
        return ""
    low, high = min(known), max(known)
    (width, height), spread = SPARK, (high - low) or 1.0
    step = width / (len(known) - 1)
    return " ".join(
        f"{number * step:.1f},{2 + (height - 4) * (1 - (value - low) / spread):.1f}"
        for number, value in enumerate(known)
    )


def _weeks(told: dict[str, Any]) -> list[Week]:
    found = []
    for start, kept, _is_whole in told["weeks"]:
        figure = figure_of(kept)
        if figure is not None:
            found.append((date.fromisoformat(start), figure))
    return found


def _option(
    title: str, weeks: Sequence[Week], names: list[str], *, marks: dict[str, Any]
) -> dict[str, Any]:
    points, low, height = [], [], []
    for start, figure in weeks:
        is_shown = figure.evidence != "too few"
        points.append(
            {"value": _scaled(figure.value, figure) if is_shown else None,
             "tip": f"{wording.day(start)} — {numbers.reading(figure)}"}
        )  # fmt: skip
        ends = (_scaled(figure.low, figure), _scaled(figure.high, figure))
        has_band = is_shown and None not in ends
        low.append(ends[0] if has_band else None)
        height.append((ends[1] or 0) - (ends[0] or 0) if has_band else None)
    # Out of the way of the pointer, and of the legend: the band speaks through the line.
    band = {
        "type": "line", "stack": "band", "stackStrategy": "all", "silent": True,
        "symbol": "none", "lineStyle": {"opacity": 0}, "tooltip": {"show": False},
    }  # fmt: skip
    return {
        "grid": {"left": 8, "right": 22, "top": 42, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": names, "boundaryGap": False},
        "yAxis": {"type": "value", "scale": True, **_unit(weeks[0][1])},
        "series": [
            band | {"data": low},
            band | {"data": height, "areaStyle": {"color": "brand", "opacity": 0.16}},
            {
                "type": "line", "name": title, "data": points, "symbolSize": 7,
                "lineStyle": {"color": "brand", "width": 2.5}, "itemStyle": {"color": "brand"},
                "emphasis": {"disabled": True}, **marks,
            },
        ],
    }  # fmt: skip


def _columns(every: str) -> list[str]:
    when = _("Week of") if every == "1w" else _("Month")
    return [when, _("Value"), _("From (95%)"), _("To (95%)"), "n"]


def _row(start: date, figure: Figure) -> list[str]:
    if figure.evidence == "too few":
        return [start.isoformat(), numbers.doubt(figure), "", "", numbers.count(figure.n)]
    ends = [numbers.NOTHING if end is None else numbers.value(_at(figure, end))
            for end in (figure.low, figure.high)]  # fmt: skip
    return [start.isoformat(), numbers.value(figure), *ends, numbers.count(figure.n)]


def _at(figure: Figure, end: float) -> Figure:
    return Figure(value=end, n=figure.n, unit=figure.unit, definition=figure.definition,
                  currency=figure.currency)  # fmt: skip


def _scaled(value: float | None, figure: Figure) -> float | None:
    return None if value is None else value * _FACTOR.get(figure.unit, 1.0)


def _unit(figure: Figure) -> dict[str, Any]:
    if figure.unit == "share":
        return {"axisLabel": {"formatter": "{value}\N{NO-BREAK SPACE}%"}}
    return {"name": _("minutes")} if figure.unit == "seconds" else {}


def _note(figures: list[Figure], every: str) -> str:
    if all(each.value is None or each.evidence == "too few" for each in figures):
        return _("Too few observations in each week or month to show a value.")
    if figures[0].low is None and figures[0].high is None:
        return _("By week.") if every == "1w" else _("By month.")
    if every == "1w":
        return _("By week, with the band in which the true value lies 95 times in 100.")
    return _("By month, with the band in which the true value lies 95 times in 100.")
