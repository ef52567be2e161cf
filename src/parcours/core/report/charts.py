"""The report's charts as ECharts options: data and words made here, colours by the page.

A string that starts with ``--`` names a colour of the page's style sheet. Every point
carries ``tip``, the words shown when the pointer rests on it.
"""

import math
from typing import Any, Final

from parcours.core.gap import Gap, PromiseGap, Spread
from parcours.core.language import _, language
from parcours.core.report import numbers
from parcours.core.report.sentences import quadrant_name
from parcours.core.words import say

Option = dict[str, Any]

COLOURS: Final = {
    "fix": "--neg",
    "wrong promise": "--warn",
    "recovered or superfluous": "--info",
    "works": "--pos",
    "too few": "--mut",
}


def curves(gap: Gap) -> Option:
    """Return the desired, believed and lived experience along the canvas, with intervals."""
    points = list(zip(gap.canvas.touchpoints(), gap.touchpoints, strict=True))
    names = [say(point.title, language()) for (_stage, point), _ in points]
    lived = [each.felt for _, each in points]
    shown = [figure if figure.evidence != "too few" else None for figure in lived]
    low = [None if each is None else _clip(each.low or each.value) for each in shown]
    band = [
        None if each is None or each.high is None or floor is None else _clip(each.high) - floor
        for each, floor in zip(shown, low, strict=True)
    ]
    hidden = {
        "stack": "interval",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
        "silent": True,
    }
    return {
        "grid": {"left": 36, "right": 24, "top": 40, "bottom": 84},
        "legend": {"top": 0, "right": 0, "data": [_("desired"), _("believed"), _("lived")]},
        "tooltip": {"trigger": "item"},
        "xAxis": {
            "type": "category",
            "data": names,
            "boundaryGap": False,
            "axisLabel": {
                "interval": 0,
                "rotate": 32,
                "width": 110,
                "overflow": "truncate",
                "hideOverlap": True,
            },
        },
        "yAxis": {"type": "value", "min": 1, "max": 5, "interval": 1},
        "series": [
            {"type": "line", "data": low, **hidden},
            {
                "type": "line",
                "data": band,
                "areaStyle": {"color": "--brand", "opacity": 0.14},
                **hidden,
            },
            _line(
                _("desired"),
                [point.aim for (_s, point), _ in points],
                colour="--mut",
                kind="dashed",
            ),
            _line(
                _("believed"),
                [point.belief for (_s, point), _ in points],
                colour="--warn",
                kind="dotted",
            ),
            {
                **_line(
                    _("lived"),
                    [each.value if each else None for each in shown],
                    colour="--brand",
                    kind="solid",
                ),
                "data": [
                    {
                        "value": each.value if each else None,
                        "tip": f"{name} — {numbers.reading(figure)}",
                    }
                    for name, each, figure in zip(names, shown, lived, strict=True)
                ],
                "markLine": _drops(points),
            },
        ],
    }


def matrix(gap: Gap) -> Option:
    """Return each promise by kept share and felt score, its size by customers."""
    cut = gap.canvas.thresholds
    titles = {
        promise.promise: (say(point.title, language()), say(promise.title, language()))
        for point, promise in gap.canvas.promises()
    }
    shown = [each for each in gap.promises if _both_known(each)]
    most = max((each.customers for each in shown), default=1)
    left = min((100 * (each.kept.value or 0) for each in shown), default=100 * cut.kept)
    least = min([cut.felt - 1, *(_floor(each.felt.value) for each in shown)])
    axis = {"type": "value", "splitLine": {"show": False}}
    return {
        "grid": {"left": 48, "right": 28, "top": 24, "bottom": 48},
        "tooltip": {"trigger": "item"},
        "xAxis": {
            **axis,
            "min": max(0, 10 * math.floor(left / 10) - 10),
            "max": 100,
            "name": _("promises kept (%)"),
        },
        "yAxis": {**axis, "min": max(1, least), "max": 5, "name": _("felt (1 to 5)")},
        "series": [
            {
                "type": "scatter",
                "data": [_dot(each, titles[each.promise], most) for each in shown],
                "label": {"show": True, "position": "top", "formatter": "{b}"},
                "labelLayout": {"hideOverlap": True},
                "markArea": _areas(100 * cut.kept, cut.felt),
            }
        ],
    }


def breach(spread: Spread) -> Option:
    """Return how early or late the promise was met: in time in green, missed in red."""
    total = sum(spread.counts) or 1
    bars = [
        {
            "value": 100 * n / total,
            "itemStyle": {"color": "--neg" if low >= 0 else "--pos"},
            "tip": f"{_between(low, high, spread)} — {numbers.percent(n / total, 1)}",
        }
        for low, high, n in zip(spread.edges, spread.edges[1:], spread.counts, strict=False)
    ]
    names = [_end(low, spread) for low in spread.edges[:-1]]
    return {
        "grid": {"left": 36, "right": 12, "top": 12, "bottom": 44},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "category", "data": names, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "axisLabel": {"formatter": "{value} %"}},
        "series": [{"type": "bar", "data": bars, "barCategoryGap": "8%"}],
    }


def _line(name: str, values: list[float | None], *, colour: str, kind: str) -> Option:
    return {
        "name": name,
        "type": "line",
        "data": values,
        "connectNulls": True,
        "symbolSize": 9 if kind == "solid" else 5,
        "color": colour,
        "lineStyle": {"type": kind, "width": 3 if kind == "solid" else 2},
    }


def _drops(points: list[Any]) -> Option:
    """Return the gaps: a dotted line wherever the lived lies surely below the desired."""
    drops = [
        [{"coord": [index, point.aim]}, {"coord": [index, each.felt.value]}]
        for index, ((_stage, point), each) in enumerate(points)
        if point.aim and each.felt.high is not None and each.felt.high < point.aim
    ]
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": "--neg", "type": "dotted", "width": 2},
        "data": drops,
    }


def _dot(each: PromiseGap, titles: tuple[str, str], most: int) -> Option:
    touchpoint, promise = titles
    return {
        "name": touchpoint,
        "value": [100 * (each.kept.value or 0), each.felt.value],
        "symbolSize": 12 + 36 * math.sqrt(each.customers / most),
        "itemStyle": {"color": COLOURS[each.quadrant], "opacity": 0.8},
        "tip": "\n".join(
            [
                f"{touchpoint} — {promise}",
                _("kept {share}").format(share=numbers.reading(each.kept)),
                _("felt {felt}").format(felt=numbers.reading(each.felt)),
                quadrant_name(each.quadrant),
            ]
        ),
    }


def _areas(kept: float, felt: float) -> Option:
    corners = (
        ("fix", [0, 1], [kept, felt], "insideBottomLeft"),
        ("wrong promise", [kept, 1], [100, felt], "insideBottomRight"),
        ("recovered or superfluous", [0, felt], [kept, 5], "insideTopLeft"),
        ("works", [kept, felt], [100, 5], "insideTopRight"),
    )
    return {
        "silent": True,
        "data": [
            [
                {
                    "name": quadrant_name(quadrant),
                    "coord": low,
                    "itemStyle": {"color": COLOURS[quadrant], "opacity": 0.07},
                    "label": {"position": place, "color": COLOURS[quadrant]},
                },
                {"coord": high},
            ]
            for quadrant, low, high, place in corners
        ],
    }


def _both_known(each: PromiseGap) -> bool:
    return "too few" not in (each.kept.evidence, each.felt.evidence)


def _clip(value: float | None) -> float:
    return min(5.0, max(1.0, value or 1.0))


def _floor(value: float | None) -> float:
    return math.floor(2 * (value or 5) - 0.5) / 2


def _end(edge: float, spread: Spread) -> str:
    if math.isinf(edge):
        return "…"
    return numbers.duration(edge) if spread.unit == "seconds" else numbers.decimal(edge)


def _between(low: float, high: float, spread: Spread) -> str:
    return _("{low} to {high}").format(low=_end(low, spread), high=_end(high, spread))
