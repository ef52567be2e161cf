"""Who is asked and who is not, month by month, as a chart."""

from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parcours.core.report import numbers
from parcours.core.survey.policy import Rule
from parcours.core.survey.rehearsal import ASKED
from parcours.listen.models import Decision
from parcours.ui.chart import Chart

_COLOURS: Final = {
    ASKED: "brand",
    Rule.SAME_KIND: "idea",
    Rule.RECENT: "doubt",
    Rule.COMPLAINT: "bad",
    Rule.STOPPED: "ink",
    Rule.NO_CONSENT: "ink",
    Rule.UNREACHABLE: "line",
    Rule.HELD_OUT: "good",
}
_FADED: Final = 0.75


def said(reason: str) -> str:
    """Return a reason, or that someone was asked, in words."""
    if reason == ASKED:
        return pgettext("survey", "Asked")
    return str(Decision.REASONS[Rule(reason)])


def by_month(told: dict[str, Any], survey: str) -> Chart | None:
    """Return the chart of a survey's rehearsal, null where it had no occasion.

    Args:
        told: what `rehearsing.rehearsed` returned.
    """
    found = {(each["month"], each["reason"]): each["n"] for each in told["surveys"][survey]}
    if not found:
        return None
    months = sorted({month for month, _reason in found})
    order = [ASKED, *map(str, Rule)]
    reasons = [each for each in order if any(reason == each for _month, reason in found)]
    names = [_month_name(month) for month in months]
    return Chart(
        key=f"asked-{survey}",
        title=_("Who would have been asked, by month"),
        option=_option(found, months, reasons, names=names),
        columns=[_("Month"), *map(said, reasons)],
        rows=[
            [name, *(numbers.count(found.get((month, each), 0)) for each in reasons)]
            for month, name in zip(months, names, strict=True)
        ],
    )


def _option(
    found: dict[tuple[str, str], int],
    months: list[str],
    reasons: list[str],
    *,
    names: list[str],
) -> dict[str, Any]:
    return {
        "grid": {"left": 8, "right": 12, "top": 12, "bottom": 64, "containLabel": True},
        "legend": {"bottom": 0, "type": "scroll"},
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "stack": "occasions",
                "name": said(reason),
                "itemStyle": {
                    "color": _COLOURS.get(reason, "muted"),
                    "opacity": 1 if reason == ASKED else _FADED,
                },
                "data": [found.get((month, reason), 0) for month in months],
            }
            for reason in reasons
        ],
    }


def _month_name(month: str) -> str:
    return date_format(date.fromisoformat(month), "YEAR_MONTH_FORMAT")
