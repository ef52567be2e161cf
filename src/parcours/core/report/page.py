"""The report: a gap laid out as one self-contained HTML page."""

import base64
import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from parcours import __version__
from parcours.core.canvas import Driver, Stage, Touchpoint
from parcours.core.figure import Figure
from parcours.core.gap import Gap, TouchpointGap
from parcours.core.language import _, language, ngettext, said, speaking
from parcours.core.report import numbers, sentences
from parcours.core.report.breach import breach
from parcours.core.report.charts import Option
from parcours.core.report.curves import curves
from parcours.core.report.icons import icon
from parcours.core.report.matrix import matrix
from parcours.core.report.promise import has_breach, laid_out
from parcours.core.words import say

HERE: Final = Path(__file__).parent


def report(gap: Gap, *, language: str | None = None, folder: Path | None = None) -> str:
    """Return *gap* as one HTML page that needs no other file and no network.

    Args:
        gap: what was computed.
        language: ``en`` or ``fr``; the canvas's own by default.
        folder: where pictures of key moments lie: that of the canvas file. Without it
            none is shown.

    Returns:
        The page. Every number stands in its text; charts are drawn from the same numbers.
    """
    with speaking(language or gap.canvas.language):
        return _environment().get_template("report.html.j2").render(_context(gap, folder))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["j2"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=_,
        value=numbers.value,
        interval=numbers.interval,
        reading=numbers.reading,
        doubt=numbers.doubt,
        icon=icon,
        verdict=sentences.verdict,
        quadrant_name=sentences.quadrant_name,
    )
    return made


def _context(gap: Gap, folder: Path | None) -> dict[str, Any]:
    options = {"curves": curves(gap), "matrix": matrix(gap)}
    for each in gap.promises:
        if has_breach(each):
            options[f"breach-{each.promise}"] = breach(each.breach)
    return {
        **_assets(),
        "language": language(),
        "version": __version__,
        "title": say(gap.canvas.title, language()),
        "period": _period(gap),
        "headline": sentences.headline(gap),
        "figures": list(_figures(gap)),
        "shared": said(gap.value.note),
        "stages": [_stage(gap, stage, folder) for stage in gap.canvas.stages],
        "promises": [laid_out(gap, each) for each in gap.promises],
        "has_scores": any(each.felt.evidence != "too few" for each in gap.touchpoints),
        "is_placed": bool(options["matrix"]["series"][0]["data"]),
        "charts": {name: _json(option) for name, option in options.items()},
        "provenance": _provenance(gap),
    }


@cache
def _assets() -> dict[str, Markup]:
    font = (HERE / "vendor/inter-latin-wght-normal.woff2").read_bytes()
    return {
        "css": Markup((HERE / "page.css").read_text(encoding="utf-8")),
        "js": Markup((HERE / "page.js").read_text(encoding="utf-8")),
        "echarts": Markup((HERE / "vendor/echarts.min.js").read_text(encoding="utf-8")),
        "font": Markup(base64.b64encode(font).decode()),
    }


def _json(option: Option) -> Markup:
    # "<" could close the script element that carries the data.
    return Markup(
        json.dumps(option, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    )


def _figures(gap: Gap) -> Iterable[tuple[str, Figure, str]]:
    yield _("Promises kept"), gap.kept, ""
    if gap.nps is not None:
        yield _("NPS"), gap.nps, _answers(gap.nps)
    if gap.csat is not None:
        yield _("Satisfied (CSAT)"), gap.csat, _answers(gap.csat)
    share = gap.customers_touched / gap.customers if gap.customers else 0.0
    touched = Figure(
        value=gap.customers_touched, n=gap.customers, unit="count", definition="touched/1"
    )
    yield (
        _("Customers touched by a gap"),
        touched,
        _("{share} of customers").format(share=numbers.percent(share)),
    )
    yield _("Value at stake per year"), gap.value, ""


def _answers(figure: Figure) -> str:
    return ngettext("{n} answer", "{n} answers", figure.n).format(n=numbers.count(figure.n))


def _period(gap: Gap) -> str:
    zone = ZoneInfo(gap.canvas.time_zone)
    first = numbers.day(gap.first_at.astimezone(zone)) if gap.first_at else numbers.NOTHING
    return _("{first} to {last} · {events} · {customers}").format(
        first=first,
        last=numbers.day(gap.as_of.astimezone(zone)),
        events=ngettext("{n:,} event", "{n:,} events", gap.events).format(n=gap.events),
        customers=_customers(gap.customers),
    )


def _customers(n: int) -> str:
    return ngettext("{n} customer", "{n} customers", n).format(n=numbers.count(n))


def _stage(gap: Gap, stage: Stage, folder: Path | None) -> dict[str, Any]:
    lived = {each.touchpoint: each for each in gap.touchpoints}
    points = [
        _point(gap, point, lived[point.touchpoint]) | {"moments": _moments(point, folder)}
        for point in stage.touchpoints
    ]
    return {"title": say(stage.title, language()), "points": points}


def _moments(point: Touchpoint, folder: Path | None) -> list[tuple[str, str]]:
    """Return the key moments of a touchpoint: what happens, and its picture if there is one."""
    return [
        (say(each.title, language()), _picture(each.picture, folder))
        for each in point.key_moments
    ]


def _picture(path: str | None, folder: Path | None) -> str:
    if path is None or folder is None:
        return ""
    # Loaded for those who have pictures.
    from parcours.core.report.pictures import picture

    return picture(path, folder)


def _point(gap: Gap, point: Touchpoint, lived: TouchpointGap) -> dict[str, Any]:
    return {
        "title": say(point.title, language()),
        "icon": point.icon,
        "need": say(point.need, language()) if point.need else "",
        "aim": numbers.decimal(point.aim) if point.aim else numbers.NOTHING,
        "belief": numbers.decimal(point.belief) if point.belief else numbers.NOTHING,
        "felt": lived.felt,
        "kept": lived.kept,
        "value": lived.value,
        "quadrant": lived.quadrant,
        "customers": _customers(lived.customers),
        "customers_count": numbers.count(lived.customers),
        "drivers": " · ".join(driver_name(driver) for driver in point.drivers),
        "last_evidence": _when(lived.last_evidence, gap.canvas.time_zone),
    }


def _when(at: datetime | None, zone: str) -> str:
    return numbers.day(at.astimezone(ZoneInfo(zone)), short=True) if at else numbers.NOTHING


def driver_name(driver: Driver) -> str:
    """Return a driver's name for readers."""
    return {
        "offer": _("offer"),
        "time": _("time and convenience"),
        "sensations": _("sensations"),
        "advice": _("advice"),
        "emotions": _("emotions and relation"),
        "personalisation": _("personalisation"),
        "identity": _("identity and values"),
    }[driver]


def _provenance(gap: Gap) -> str:
    return _(
        "As of {moment} (UTC), version {version} of the event log, canvas “{canvas}”. "
        "Made with Parcours {parcours}."
    ).format(
        moment=numbers.moment(gap.as_of),
        version=gap.version,
        canvas=gap.canvas.canvas,
        parcours=__version__,
    )
