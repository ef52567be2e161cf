"""What was learned, as charts: from corrections, and from scores beside words."""

from typing import Any

from django.utils.translation import gettext as _

from parcours.core.report import numbers
from parcours.core.text.felt import Inference
from parcours.listen.models import Lesson
from parcours.ui.chart import Chart


def chart() -> Chart | None:
    """Return the curve of the newest lesson; null where too little was corrected."""
    lesson = Lesson.objects.first()
    if lesson is None or not lesson.curve:
        return None
    points = lesson.curve
    names = {"sentiment": _("Sentiment: read as people do"), "drivers": _("Drivers: micro-F1")}
    shown = {key: name for key, name in names.items() if points[0][key] is not None}
    return Chart(
        key="learning",
        title=_("What corrections taught it"),
        note=_told(points[-1]),
        option={
            "tooltip": {"trigger": "axis"},
            "legend": {"top": 0},
            "grid": {"top": 40},
            "xAxis": {"type": "value", "name": _("corrections"), "minInterval": 1},
            "yAxis": {
                "type": "value",
                "scale": True,
                "max": 100,
                "axisLabel": {"formatter": "{value} %"},
            },
            "series": [
                {
                    "type": "line",
                    "name": name,
                    "color": colour,
                    "data": [
                        [each["corrections"], round(100 * each[key], 1)] for each in points
                    ],
                }
                for (key, name), colour in zip(shown.items(), ("brand", "good"), strict=False)
            ],
        },
        columns=[_("Corrections it learned from"), *shown.values()],
        rows=[
            [str(each["corrections"]), *(numbers.percent(each[key], 1) for key in shown)]
            for each in points
        ],
    )


def felt(taught: Inference) -> Chart:
    """Return what people felt on average, by how positive their words were read."""
    points = list(zip(taught.places, taught.felt, strict=True))
    return Chart(
        key="felt-from-words",
        title=_("Felt, by how positive the words are"),
        note=_("Mean score of those who gave both, words from negative (0) to positive (1)."),
        option={
            "tooltip": {"trigger": "axis"},
            "xAxis": {"type": "value", "name": _("words"), "min": 0, "max": 1},
            "yAxis": {"type": "value", "min": 1, "max": 5},
            "series": [
                {
                    "type": "line",
                    "name": _("felt"),
                    "color": "brand",
                    "data": [[round(place, 3), round(level, 2)] for place, level in points],
                }
            ],
        },
        columns=[_("words"), _("felt")],
        rows=[[numbers.decimal(place, 2), numbers.decimal(each, 2)] for place, each in points],
    )


def _told(point: dict[str, Any]) -> str:
    gain, low, high = (numbers.decimal(100 * each, signed=True) for each in point["gain"])
    given = {"n": point["corrections"], "gain": gain, "low": low, "high": high}
    return (
        _(
            "Each correction is read by a model that never saw it. After %(n)s corrections it "
            "reads sentiment better by %(gain)s points (95 %% interval %(low)s to %(high)s)."
        )
        % given
    )
