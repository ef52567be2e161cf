"""The learning curve as a chart: how well corrections are read by who had not seen them."""

from typing import Any

from django.utils.translation import gettext as _

from parcours.core.report import numbers
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
            "legend": {"bottom": 0},
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
