"""The curves of desired, believed and lived experience along the canvas."""

from collections.abc import Sequence
from typing import Any, Final

from parcours.core.figure import Figure
from parcours.core.gap import Gap
from parcours.core.language import _, language
from parcours.core.report import numbers
from parcours.core.report.charts import Option
from parcours.core.words import say

NAMES: Final = {
    "interval": 0,
    "rotate": 32,
    "width": 150,
    "overflow": "truncate",
    "hideOverlap": True,
}


def curves(gap: Gap) -> Option:
    """Return the desired, believed and lived experience along the canvas, with intervals."""
    drawn = [point for _stage, point in gap.canvas.touchpoints()]
    names = [say(point.title, language()) for point in drawn]
    lived = [each.felt for each in gap.touchpoints]
    aims, beliefs = [each.aim for each in drawn], [each.belief for each in drawn]
    return {
        "grid": {"left": 36, "right": 24, "top": 40, "bottom": 104},
        "legend": {"top": 0, "right": 0, "data": [_("desired"), _("believed"), _("lived")]},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "category", "data": names, "boundaryGap": False, "axisLabel": NAMES},
        "yAxis": {"type": "value", "min": 1, "max": 5, "interval": 1},
        "series": [
            *_band(lived),
            _line(_("desired"), _told(names, aims), colour="--mut", kind="dashed"),
            _line(_("believed"), _told(names, beliefs), colour="--warn", kind="dotted"),
            {
                **_line(_("lived"), _lived(names, lived), colour="--brand", kind="solid"),
                "markLine": _drops(aims, lived),
            },
        ],
    }


def _lived(names: list[str], lived: list[Figure]) -> list[Option]:
    return [
        {"value": _shown(each), "tip": f"{name} — {numbers.reading(each)}"}
        for name, each in zip(names, lived, strict=True)
    ]


def _told(names: list[str], scores: list[float | None]) -> list[Option]:
    return [
        {"value": each, "tip": f"{name} — {numbers.decimal(each)}" if each else ""}
        for name, each in zip(names, scores, strict=True)
    ]


def _shown(figure: Figure) -> float | None:
    return None if figure.evidence == "too few" else figure.value


def _band(lived: list[Figure]) -> list[Option]:
    """Return the interval as ECharts stacks it: an unseen floor, and the band upon it."""
    floor = [None if _shown(each) is None else _clip(each.low or each.value) for each in lived]
    height = [
        None if low is None or each.high is None else _clip(each.high) - low
        for each, low in zip(lived, floor, strict=True)
    ]
    hidden = {
        "type": "line",
        "stack": "interval",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
        "silent": True,
    }
    area = {"areaStyle": {"color": "--brand", "opacity": 0.14}}
    return [{**hidden, "data": floor}, {**hidden, **area, "data": height}]


def _line(name: str, values: Sequence[Any], *, colour: str, kind: str) -> Option:
    return {
        "name": name,
        "type": "line",
        "data": values,
        "connectNulls": True,
        "symbolSize": 9 if kind == "solid" else 5,
        "color": colour,
        "lineStyle": {"type": kind, "width": 3 if kind == "solid" else 2},
    }


def _drops(aims: list[float | None], lived: list[Figure]) -> Option:
    """Return the gaps: a dotted line wherever the lived lies surely below the desired."""
    drops = [
        [{"coord": [index, aim]}, {"coord": [index, each.value]}]
        for index, (aim, each) in enumerate(zip(aims, lived, strict=True))
        if aim and each.evidence != "too few" and each.high is not None and each.high < aim
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
