"""The four-way matrix: each promise by the share kept and the score felt."""

import math
from collections import Counter
from typing import Final, NamedTuple

from parcours.core.gap import Gap, PromiseGap
from parcours.core.language import _, language
from parcours.core.report import numbers
from parcours.core.report.charts import Option
from parcours.core.report.sentences import quadrant_name
from parcours.core.words import say

COLOURS: Final = {
    "fix": "--neg",
    "wrong promise": "--warn",
    "recovered or superfluous": "--info",
    "works": "--pos",
    "too few": "--mut",
}
# The plot in pixels on a wide page, to keep one label off another; elsewhere it is a guess.
WIDTH: Final = 660
HEIGHT: Final = 440
LETTER: Final = 6.4
LINE: Final = 15


class Box(NamedTuple):
    """Where a label lies, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Return whether the two overlap."""
        is_beside = self.right < other.left or other.right < self.left
        return not (is_beside or self.bottom < other.top or other.bottom < self.top)


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
    low = max(0, 10 * math.floor(left / 10) - 10)
    least = max(1, min([cut.felt - 1, *(_floor(each.felt.value) for each in shown)]))
    alone = Counter(each.touchpoint for each in shown)
    dots = [
        _dot(each, titles[each.promise], most, is_alone=alone[each.touchpoint] == 1)
        for each in shown
    ]
    axis = {"type": "value", "splitLine": {"show": False}}
    return {
        "grid": {"left": 48, "right": 28, "top": 24, "bottom": 48},
        "tooltip": {"trigger": "item"},
        "xAxis": {
            **axis,
            "min": low,
            "max": 100,
            "name": _("promises kept (%)"),
        },
        "yAxis": {**axis, "min": least, "max": 5, "name": _("felt (1 to 5)")},
        "series": [
            {
                "type": "scatter",
                "data": _labelled(dots, x=(low, 100), y=(least, 5)),
                "label": {"show": True, "formatter": "{b}"},
                "markArea": _areas(100 * cut.kept, cut.felt),
            }
        ],
    }


def _dot(each: PromiseGap, titles: tuple[str, str], most: int, *, is_alone: bool) -> Option:
    touchpoint, promise = titles
    return {
        "name": touchpoint if is_alone else promise,
        "value": [100 * (each.kept.value or 0), each.felt.value],
        "symbolSize": 12 + 36 * math.sqrt(each.customers / most),
        "itemStyle": {"color": COLOURS[each.quadrant], "opacity": 0.8},
        "tip": "\n".join(
            [
                f"{touchpoint} — {promise}",
                _("kept in {share} of cases").format(share=numbers.reading(each.kept)),
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


def _floor(value: float | None) -> float:
    return math.floor(2 * (value or 5) - 0.5) / 2


def _labelled(
    dots: list[Option], *, x: tuple[float, float], y: tuple[float, float]
) -> list[Option]:
    """Return *dots* with a place for each label where it covers nothing, or none.

    Larger dots choose first; who finds no free side goes without (the table names it).
    """
    covered = [_spot(dot, x=x, y=y) for dot in dots]
    for index in sorted(range(len(dots)), key=lambda each: -dots[each]["symbolSize"]):
        others = [box for other, box in enumerate(covered) if other != index]
        places = _places(covered[index], wide=LETTER * len(dots[index]["name"]))
        free = (
            (side, box) for side, box in places if not any(box.meets(other) for other in others)
        )
        side, box = next(free, (None, None))
        dots[index]["label"] = {"show": side is not None, "position": side or "top"}
        if box is not None:
            covered.append(box)
    return dots


def _spot(dot: Option, *, x: tuple[float, float], y: tuple[float, float]) -> Box:
    across = (dot["value"][0] - x[0]) / (x[1] - x[0]) * WIDTH
    down = (y[1] - dot["value"][1]) / (y[1] - y[0]) * HEIGHT
    radius = dot["symbolSize"] / 2
    return Box(across - radius, down - radius, across + radius, down + radius)


def _places(spot: Box, *, wide: float) -> list[tuple[str, Box]]:
    across, down = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    high, low = spot.top - 5, spot.bottom + 5
    sides = (
        ("top", Box(across - wide / 2, high - LINE, across + wide / 2, high)),
        ("right", Box(spot.right + 5, down - 8, spot.right + 5 + wide, down + 7)),
        ("left", Box(spot.left - 5 - wide, down - 8, spot.left - 5, down + 7)),
        ("bottom", Box(across - wide / 2, low, across + wide / 2, low + LINE)),
    )
    # A label may leave the plot by a little, never the card.
    return [(side, box) for side, box in sides if box.left > -30 and box.right < WIDTH + 40]
