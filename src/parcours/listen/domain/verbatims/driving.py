"""The driver board: how often each driver is spoken of, well or ill, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.interval import wilson
from parcours.core.metrics.difference import difference
from parcours.listen.domain.verbatims import codes, naming
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.complaining import Alert, alerts, raised
from parcours.listen.domain.verbatims.finding import search
from parcours.listen.domain.verbatims.latest import last_day
from parcours.listen.domain.verbatims.quality import quality
from parcours.ui.chart import Chart

USUAL_DAYS: Final = 90
_COLOURS: Final = ("brand", "bad", "good", "doubt", "idea", "muted", "ink")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A driver: how often it is spoken of, and of these how often well and ill.

    ``true`` is the share with the machine's known errors taken out, null until enough was
    checked. ``change`` is that of the share spoken ill of; only one that is proved.
    """

    key: str
    title: str
    spoken: Figure
    true: Figure | None
    well: Figure
    ill: Figure
    change: Figure | None
    query: str
    query_ill: str

    @property
    def ill_width(self) -> str:
        """Percent of a bar: what is spoken ill of."""
        return f"{100 * (self.ill.value or 0):.1f}"

    @property
    def well_width(self) -> str:
        """Percent of a bar: what is spoken well of."""
        return f"{100 * (self.well.value or 0):.1f}"

    @property
    def well_start(self) -> str:
        """Where on the bar it begins."""
        return f"{100 - 100 * (self.well.value or 0):.1f}"


@dataclass(frozen=True, kw_only=True)
class Board:
    """The drivers of the verbatims that were asked for, the most complained of first."""

    total: int
    lines: list[Line]
    alerts: list[Alert]
    chart: Chart | None
    since: date | None
    until: date | None
    lasts_until: date | None = None


def board(asked: Asked, *, places: dict[str, str]) -> Board:
    """Return the driver board of the verbatims that are asked for.

    Args:
        asked: filters; without days, shares are of all time and changes of the last 90 days.
        places: titles of touchpoints, as `naming.touchpoints` says them.
    """
    rows = search(replace(asked, driver=())).all
    now, before = _periods(asked)
    known = {each.title: each for each in quality().shares} if not asked.pairs else {}
    lines = [
        _line(name, rows, asked, changed=(now, before), known=known.get(title))
        for name, title in naming.drivers().items()
    ]
    lines.sort(key=lambda each: -(each.spoken.value or 0) * (each.ill.value or 0))
    return Board(
        total=rows.height,
        lines=lines,
        alerts=alerts(raised(asked), asked, places=places),
        chart=_chart(rows),
        since=asked.since,
        until=asked.until,
        lasts_until=last if (last := last_day()) != timezone.localdate() else None,
    )


def _periods(asked: Asked) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the verbatims of the period that is asked for, and of the one before it."""
    until = asked.until or last_day()
    since = asked.since or until - timedelta(days=USUAL_DAYS - 1)
    length = until - since + timedelta(days=1)
    spans = ((since, until), (since - length, since - timedelta(days=1)))
    now, before = (
        search(replace(asked, driver=(), since=begin, until=end)).all for begin, end in spans
    )
    return now, before


def _line(
    name: str,
    rows: pl.DataFrame,
    asked: Asked,
    *,
    changed: tuple[pl.DataFrame, pl.DataFrame],
    known: Any,
) -> Line:
    present, well, ill = (_count(rows, name, of) for of in ("present", "positive", "negative"))
    shares = [_share(_count(each, name, "negative"), each.height) for each in changed]
    change = difference(*shares)
    is_checked = known is not None and known.true.value is not None
    return Line(
        key=name,
        title=naming.drivers()[name],
        spoken=_share(present, rows.height),
        true=known.true if is_checked else None,
        well=_share(well, present),
        ill=_share(ill, present),
        change=change if change.is_one_sided else None,
        query=replace(asked, driver=(name,)).query,
        query_ill=replace(asked, driver=(f"{name}:negative",)).query,
    )


def _count(rows: pl.DataFrame, name: str, of: str) -> int:
    return int(rows.select(codes.has(of, codes.DRIVERS.index(name)).sum()).item() or 0)


def _share(part: int, whole: int) -> Figure:
    low, high = wilson(part, whole)
    return Figure(
        value=part / whole if whole else None,
        low=low if whole else None,
        high=high if whole else None,
        n=whole,
        unit="share",
        definition="coded share/1",
    )


def _chart(rows: pl.DataFrame) -> Chart | None:
    """Return the share of verbatims that speak ill of each driver, month by month."""
    if rows.is_empty():
        return None
    zone = timezone.get_current_timezone_name()
    month = pl.col("at").dt.convert_time_zone(zone).dt.truncate("1mo").dt.date()
    months = (
        rows.group_by(month.alias("month"))
        .agg(
            pl.len().alias("n"),
            *(
                codes.has("negative", place).sum().alias(name)
                for place, name in enumerate(codes.DRIVERS)
            ),
        )
        .filter(pl.col("n") >= 10)
        .sort("month")
        .tail(24)
    )
    if months.height < 2:
        return None
    titles, names = naming.drivers(), [_month(each) for each in months["month"]]
    return Chart(
        key="drivers",
        title=_("Spoken ill of, month by month"),
        note=_("Of all verbatims of the month, in percent; months with at least ten."),
        option=_lines(months, names, titles),
        columns=[_("Month"), "n", *titles.values()],
        rows=[
            [name, str(row["n"]), *(_percent(row[key], row["n"]) for key in titles)]
            for name, row in zip(names, months.iter_rows(named=True), strict=True)
        ],
        is_tall=True,
    )


def _lines(
    months: pl.DataFrame, names: Sequence[str], titles: dict[str, str]
) -> dict[str, Any]:
    return {
        "legend": {"type": "scroll", "top": 0},
        "grid": {"left": 8, "right": 18, "top": 44, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": list(names)},
        "yAxis": {"type": "value", "axisLabel": {"formatter": "{value} %"}},
        "series": [
            {
                "type": "line", "name": title, "symbolSize": 5,
                "data": [round(100 * part / n, 1) for part, n in
                         months.select(key, "n").iter_rows()],
                "lineStyle": {"color": colour, "width": 2}, "itemStyle": {"color": colour},
            }
            for (key, title), colour in zip(titles.items(), _COLOURS, strict=True)
        ],
    }  # fmt: skip


def _percent(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{100 * part / whole:.1f} % [{100 * low:.1f}; {100 * high:.1f}]"


def _month(start: date) -> str:
    return date_format(start, "YEAR_MONTH_FORMAT")
