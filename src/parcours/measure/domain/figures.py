"""What the dashboard asks of the log: every metric now, before, and week by week.

Each question is a function of a log and plain values to plain values, kept by the ledger's
results; a canvas comes as its text. Moments are ISO texts, figures objects of their fields.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.figure import Figure
from parcours.core.gap.conclusive import conclusive
from parcours.core.interval import benjamini_hochberg
from parcours.core.kernel import Log, run
from parcours.core.language import LANGUAGES, said, speaking
from parcours.core.metrics import METRICS, conversion, returning_customers
from parcours.core.metrics import abandoned_carts as carts
from parcours.core.metrics.cut import Cut
from parcours.core.metrics.difference import difference, surprise, usual
from parcours.core.metrics.lifetime_value import lifetime_value
from parcours.core.metrics.metric import Moment
from parcours.core.metrics.windows import Measured, Window, over_windows
from parcours.core.pattern import conditions
from parcours.ledger.domain.segments import narrowed
from parcours.measure.domain.periods import Span, span

Plain = dict[str, Any]
Place = tuple[str, str | None]
Places = dict[Place, Figure]
Weeks = dict[Place, list[tuple[date, Figure, bool]]]

LAG: Final = {
    "abandoned_carts": carts.WINDOW,
    "conversion": conversion.WINDOW,
    "visitor_conversion": conversion.WINDOW,
    "returning_customers": returning_customers.WINDOW,
}
"""How long after it began an observation of a metric is known."""
_LATE: Final = frozenset({"returning_customers"})
"""Metrics so slow that a period shows those who became known in it, not who began in it."""


def figures(
    log: Log, *, canvas: str = "", period: str, where: dict[str, list[str]] | None = None
) -> Plain | None:
    """Return all that the dashboard says of a period; null where there is no event.

    Args:
        canvas: its text; empty for none.
        period: as `periods.span` reads it.
        where: values of columns or properties that count, and segments of customers.

    Returns:
        ``since``, ``until``, ``before_since``; ``is_comparable``, whether the log covers the
        period before; ``metrics``, by name ``scale``, ``now``, ``before``, ``change``,
        ``is_proved``, ``weeks`` (start, figure, whether the week is whole), ``usual``,
        ``is_unusual``; ``promises``, by id ``now``, ``before``, ``change``, ``is_proved``.
    """
    drawn = Canvas.parse(canvas) if canvas else None
    last = log.last_at()
    if last is None:
        return None
    shown = span(period, last=last, zone=drawn.time_zone if drawn else "UTC")
    whose, others = narrowed(log, where)
    found = over_windows(whose, _windows(shown, drawn, others))
    first = first_at(log)
    is_comparable = first is not None and first <= shown.before.since
    return {
        "since": shown.since.isoformat(),
        "until": shown.until.isoformat(),
        "before_since": shown.before.since.isoformat(),
        "first": first.isoformat() if first else None,
        "every": shown.every,
        "is_comparable": is_comparable,
        "metrics": _metrics(
            found, _weeks(found["weeks"], shown, first), is_comparable=is_comparable
        ),
        "promises": _promises(found, is_comparable=is_comparable),
    }


def lifetime(log: Log, *, canvas: str = "") -> Plain:
    """Return what a customer will bring in the year to come, and what to know of it.

    Returns:
        ``figure``, and ``warnings`` in each language.
    """
    drawn = Canvas.parse(canvas) if canvas else None
    found = lifetime_value(log, canvas=drawn)
    warnings = {}
    for code in LANGUAGES:
        with speaking(code):
            warnings[code] = [said(each) for each in found.warnings]
    return {"figure": plain(found.mean()), "warnings": warnings}


def first_at(log: Log) -> datetime | None:
    """Return the moment of the log's first event."""

    def kernel(events: Events) -> Any:
        return events.frame["at"].min()

    return min((at for at in run(log, kernel) if at is not None), default=None)


def plain(figure: Figure) -> Plain:
    """Return a figure as a result keeps it."""
    fields = {name: getattr(figure, name) for name in Figure.__slots__}
    as_of = figure.as_of.isoformat() if figure.as_of else None
    return fields | {"as_of": as_of, "note": str(figure.note)}


def figure_of(kept: Plain | None) -> Figure | None:
    """Return the figure that `plain` made *kept* of, null of null."""
    if kept is None:
        return None
    as_of = datetime.fromisoformat(kept["as_of"]) if kept["as_of"] else None
    return Figure(**kept | {"as_of": as_of})


def _windows(
    shown: Span, drawn: Canvas | None, where: dict[str, tuple[str, ...]]
) -> dict[str, Window]:
    meets = conditions(where)
    slow = [metric.name for metric in METRICS if metric.name in _LATE]
    quick = [
        metric.name
        for metric in METRICS
        if metric.name not in _LATE and (drawn or not metric.needs_canvas)
    ]

    def window(of: Span, metrics: Iterable[str], *, wait: timedelta = timedelta(0),
               every: str | None = None, by: str | None = None) -> Window:  # fmt: skip
        moment = Moment(as_of=of.until, canvas=drawn)
        cut = Cut(moment=moment, since=of.since - wait, where=meets, every=every, by=by)
        return Window(cut=cut, metrics=list(metrics))

    weeks = Span(since=shown.drawn_since, until=shown.until, zone=shown.zone)
    found = {"weeks": window(weeks, quick, every=shown.every)}
    for name, of in (("now", shown), ("before", shown.before)):
        found[name] = window(of, quick)
        found[f"{name} slow"] = window(of, slow, wait=returning_customers.WINDOW)
        if drawn is not None:
            found[f"{name} kept"] = window(of, ["kept"], by="promise")
    return found


def _metrics(found: dict[str, Measured], weeks: Weeks, *, is_comparable: bool) -> Plain:
    now = _by_place([*found["now"], *found["now slow"]])
    before = _by_place([*found["before"], *found["before slow"]]) if is_comparable else {}
    told: Plain = {}
    for metric in METRICS:
        scale = _main_scale(metric.name, [*now, *weeks], now)
        place = metric.name, scale
        told[metric.name] = {
            "scale": scale,
            "now": plain(now[place]) if place in now else None,
            "before": plain(before[place]) if place in before else None,
            "change": _change(now.get(place), before.get(place)),
            "weeks": [
                [start.isoformat(), plain(figure), is_whole]
                for start, figure, is_whole in weeks.get(place, [])
            ],
        }
    _prove(told)
    _watch(told)
    return told


def _promises(found: dict[str, Measured], *, is_comparable: bool) -> Plain:
    now, before = (
        {row["group"]: figure for _metric, row, figure in found.get(f"{name} kept", [])}
        for name in ("now", "before")
    )
    told = {
        promise: {
            "now": plain(figure),
            "before": plain(before[promise]) if is_comparable and promise in before else None,
            "change": _change(figure, before.get(promise) if is_comparable else None),
        }
        for promise, figure in now.items()
    }
    _prove(told)
    return told


def _by_place(measured: Measured) -> Places:
    return {(metric.name, row["scale"]): figure for metric, row, figure in measured}


def _main_scale(name: str, places: Iterable[Place], now: Places) -> str | None:
    """Return the scale with most answers: scales are never mixed."""
    scales = {scale for metric, scale in places if metric == name}
    return max(
        scales, key=lambda s: (now[name, s].n if (name, s) in now else 0, s or ""), default=None
    )


def _weeks(measured: Measured, shown: Span, first: datetime | None) -> Weeks:
    """Return the figures of each metric's weeks, and whether all of the week is known."""
    found: Weeks = {}
    days = {"1w": 7, "1mo": 31}[shown.every]
    for metric, row, figure in measured:
        start: date = row["start"]
        begin = datetime.combine(start, datetime.min.time(), ZoneInfo(shown.zone))
        end = begin + timedelta(days=days) + LAG.get(metric.name, timedelta(0))
        is_whole = first is not None and first <= begin and end <= shown.until
        found.setdefault((metric.name, row["scale"]), []).append((start, figure, is_whole))
    return found


def _change(now: Figure | None, before: Figure | None) -> Plain | None:
    return plain(difference(now, before)) if now and before else None


def _prove(told: Plain) -> None:
    """Say of each change whether it is proved, all of the page being seen together."""
    changes = [figure_of(each["change"]) for each in told.values()]
    for each, is_proved in zip(told.values(), conclusive(changes), strict=True):
        each["is_proved"] = is_proved


def _watch(told: Plain) -> None:
    """Say of each metric whether its last whole week left the band that is usual."""
    p = {}
    for name, each in told.items():
        whole = [figure_of(kept) for _start, kept, is_whole in each["weeks"] if is_whole]
        values = [
            figure.value
            for figure in whole
            if figure is not None and figure.value is not None and figure.evidence != "too few"
        ]
        each["usual"] = usual(values[:-1]) if values else None
        each["is_unusual"] = False
        if each["usual"] is not None:
            p[name] = surprise(values[-1], values[:-1])
    for name, is_unusual in zip(p, benjamini_hochberg(list(p.values())), strict=True):
        told[name]["is_unusual"] = bool(is_unusual)
