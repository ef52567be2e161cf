"""How far from the promise cases ended: in time in green, missed in red."""

import math

from parcours.core.gap import Spread
from parcours.core.language import _
from parcours.core.report import numbers
from parcours.core.report.charts import Option


def breach(spread: Spread) -> Option:
    """Return how early or late the promise was met: in time in green, missed in red."""
    total = sum(spread.counts) or 1
    first, last = _filled(spread)
    edges, counts = spread.edges[first : last + 2], spread.counts[first : last + 1]
    bars = [
        {
            "value": 100 * n / total,
            "itemStyle": {"color": "--neg" if low >= 0 else "--pos"},
            "tip": f"{_between(low, high, spread)} — {numbers.percent(n / total, 1)}",
        }
        for low, high, n in zip(edges, edges[1:], counts, strict=False)
    ]
    names = [_end(low, spread) for low in edges[:-1]]
    return {
        "grid": {"left": 36, "right": 12, "top": 12, "bottom": 44},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "category", "data": names, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "axisLabel": {"formatter": "{value} %"}},
        "series": [{"type": "bar", "data": bars, "barCategoryGap": "8%"}],
    }


def _end(edge: float, spread: Spread) -> str:
    if math.isinf(edge):
        return "…"
    if spread.unit == "seconds":
        return numbers.duration(edge)
    return numbers.decimal(edge, 0 if edge == round(edge) else 1)


def _between(low: float, high: float, spread: Spread) -> str:
    return _("{low} to {high}").format(low=_end(low, spread), high=_end(high, spread))


def _filled(spread: Spread) -> tuple[int, int]:
    """Return the first and last bin that hold anything, and a neighbour on each side."""
    held = [index for index, n in enumerate(spread.counts) if n]
    return max(0, held[0] - 1), min(len(spread.counts) - 1, held[-1] + 1)
