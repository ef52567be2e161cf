"""The curves of desired, believed and lived experience along the canvas."""

from typing import Any

from parcours.core.gap import Gap
from parcours.core.language import _, language
from parcours.core.report import numbers
from parcours.core.report.charts import Option
from parcours.core.words import say


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


def _clip(value: float | None) -> float:
    return min(5.0, max(1.0, value or 1.0))
