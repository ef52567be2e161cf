"""What was felt month by month: as people scored it, and as words without a score tell."""

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.interval import t_score
from parcours.core.kernel import Log
from parcours.core.report import numbers
from parcours.listen.domain.verbatims import inferring
from parcours.map.domain.plain import figure_of, plain
from parcours.ui.chart import Chart

FEWEST: Final = 10
_MOST: Final = 24
_LINES: Final = (("scored", "brand"), ("inferred", "idea"))


def months(log: Log) -> list[dict[str, Any]]:
    """Return the mean felt of each month with words: a question for results.

    Returns:
        ``month``, its first day; ``scored`` of those who gave a score beside their words and
        ``inferred`` of those who gave none, as figures, null below ten verbatims.
    """
    said = inferring.said(log)
    taught = inferring.taught(said)
    zone = timezone.get_current_timezone_name()
    month = pl.col("at").dt.convert_time_zone(zone).dt.truncate("1mo").dt.date()
    found: list[dict[str, Any]] = []
    for (first,), rows in said.group_by(month.alias("month"), maintain_order=True):
        scores = rows["felt"].drop_nulls().to_numpy()
        words = rows.filter(pl.col("felt").is_null())["positivity"].to_numpy()
        figures = {
            "scored": _mean(scores) if len(scores) >= FEWEST else None,
            "inferred": taught.mean(words) if taught and len(words) >= FEWEST else None,
        }
        if any(figures.values()):
            found.append(
                {"month": f"{first}"} | {k: v and plain(v) for k, v in figures.items()}
            )
    return sorted(found, key=lambda each: str(each["month"]))[-_MOST:]


def _mean(scores: np.ndarray) -> Figure:
    n = len(scores)
    value, half = float(scores.mean()), t_score(n - 1) * float(scores.std(ddof=1)) / n**0.5
    return Figure(
        value=value, low=max(1.0, value - half), high=min(5.0, value + half), n=n,
        unit="felt", definition="felt/1",
    )  # fmt: skip


def chart(told: list[dict[str, Any]]) -> Chart | None:
    """Return both curves with their intervals; null where one of them has not two months."""
    read: list[dict[str, Any]] = [
        {"month": date.fromisoformat(row["month"])}
        | {name: row[name] and figure_of(row[name]) for name, _colour in _LINES}
        for row in told
    ]
    if min(sum(bool(row[name]) for row in read) for name, _colour in _LINES) < 2:
        return None
    names = [date_format(row["month"], "YEAR_MONTH_FORMAT") for row in read]
    titles = {"scored": _("as scored"), "inferred": _("from words without a score")}
    series = [
        each
        for name, colour in _LINES
        for each in _series([row[name] for row in read], titles[name], colour)
    ]
    return Chart(
        key="felt-by-month",
        title=_("Felt, month by month"),
        note=_(
            "1 to 5, with the band in which the true mean lies 95 times in 100; that from "
            "words holds the error of inferring too. Months with at least ten verbatims."
        ),
        option={
            "legend": {"top": 0, "data": list(titles.values())},
            "grid": {"left": 8, "right": 18, "top": 40, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "category", "data": names, "boundaryGap": False},
            "yAxis": {"type": "value", "min": 1, "max": 5},
            "series": series,
        },
        columns=[_("Month"), *(part for title in titles.values() for part in (title, "n"))],
        rows=[
            [name, *(part for key in titles for part in _told(row[key]))]
            for name, row in zip(names, read, strict=True)
        ],
    )


def _told(figure: Figure | None) -> tuple[str, str]:
    return (numbers.reading(figure), numbers.count(figure.n)) if figure else ("—", "0")


def _series(figures: list[Figure | None], title: str, colour: str) -> list[dict[str, Any]]:
    """Return a curve, and the band around it as two lines on top of each other."""
    band = {
        "type": "line", "stack": title, "stackStrategy": "all", "silent": True,
        "symbol": "none", "lineStyle": {"opacity": 0}, "tooltip": {"show": False},
    }  # fmt: skip
    ends = [(each.low or 1, each.high or 5) if each else (None, None) for each in figures]
    return [
        band | {"data": [low and round(low, 3) for low, _high in ends]},
        band | {
            "data": [low and high and round(high - low, 3) for low, high in ends],
            "areaStyle": {"color": colour, "opacity": 0.16},
        },
        {
            "type": "line", "name": title, "symbolSize": 6,
            "data": [each and round(each.value or 0, 2) for each in figures],
            "lineStyle": {"color": colour}, "itemStyle": {"color": colour},
        },
    ]  # fmt: skip
