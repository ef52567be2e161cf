"""``parcours journeys``: the ways customers take, what follows what, how long it lasts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out, written
from parcours.cli.given import (
    AsOf,
    Conditions,
    LogPath,
    NothingMeant,
    UnreadableOption,
    conditions,
    moment,
    opened,
)
from parcours.core.language import _, language, ngettext
from parcours.core.words import say

if TYPE_CHECKING:
    import polars as pl

    from parcours.core.canvas import Canvas
    from parcours.core.duration import Duration
    from parcours.core.path import Journeys, Overview

HELP: Final = _("Show the ways customers take: variants, what follows what, durations, funnel.")

OfCanvas = Annotated[
    Path | None,
    typer.Option(
        "--canvas", metavar=_("FILE"), help=_("Read steps as this canvas's touchpoints.")
    ),
]
ByCase = Annotated[
    bool, typer.Option("--case", help=_("A journey is one case, not a customer's."))
]
Silence = Annotated[
    str | None,
    typer.Option(
        "--gap", metavar=_("DURATION"), help=_("A silence that ends a journey: 30 d.")
    ),
]
Top = Annotated[
    int, typer.Option("--top", min=1, help=_("How many variants and pairs to show."))
]
Csv = Annotated[
    Path | None, typer.Option("--csv", metavar=_("FOLDER"), help=_("Write all tables here."))
]


def journeys(
    log: LogPath,
    *,
    canvas: OfCanvas = None,
    case: ByCase = False,
    gap: Silence = None,
    as_of: AsOf = None,
    where: Conditions = None,
    top: Top = 10,
    csv: Csv = None,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.core.canvas import Canvas
    from parcours.core.path import journeys as read
    from parcours.core.unmet import unmet

    filters, until, silence = conditions(where), moment(as_of), _silence(gap)
    drawn = Canvas.load(canvas) if canvas else None
    events = opened(log)
    found = read(
        events,
        canvas=drawn,
        match="case" if case else None,
        gap=silence,
        as_of=until,
        by="touchpoint" if drawn else "activity",
        where=filters,
    )
    overview = found.overview()
    if filters and not overview.variants.journeys:
        raise NothingMeant(unmet(events, filters))
    funnel = found.funnel().table if drawn else None
    if not quiet:
        show(overview, top, funnel=funnel, titles=_titles(drawn))
    if csv is not None:
        written(_tables(found, funnel), csv)
        note(_("Tables: {folder}").format(folder=csv), quiet=quiet)


def _tables(found: "Journeys", funnel: "pl.DataFrame | None") -> "dict[str, pl.DataFrame]":
    import polars as pl

    way = pl.col("steps").list.join(" > ")
    tables = {
        "variants": found.variants(top=None).table.with_columns(way),
        "follows": found.follows().table,
        "steps": found.visits().table,
        "durations": found.durations.table,
    }
    return tables if funnel is None else tables | {"funnel": funnel}


def _titles(canvas: "Canvas | None") -> dict[str, str]:
    """Return what stages and touchpoints are called on screen, by id."""
    if canvas is None:
        return {}
    titles = {stage.stage: stage.title for stage in canvas.stages}
    titles |= {point.touchpoint: point.title for _stage, point in canvas.touchpoints()}
    return {name: say(title, language()) for name, title in titles.items()}


def _silence(text: str | None) -> "Duration | None":
    from parcours.core.duration import Duration

    try:
        return Duration.parse(text) if text else None
    except ValueError as error:
        raise UnreadableOption(
            _("{name}: {reason}").format(name="--gap", reason=error)
        ) from None


def show(
    overview: "Overview",
    top: int,
    *,
    funnel: "pl.DataFrame | None",
    titles: dict[str, str],
) -> None:
    """Print the first rows of each answer."""
    from parcours.cli.tables import follows_table, funnel_table, variants_table
    from parcours.core.report import numbers

    variants, durations = overview.variants, overview.durations
    out.print(
        _("{journeys}, {variants}; median duration: {median}").format(
            journeys=ngettext("{n:,} journey", "{n:,} journeys", variants.journeys).format(
                n=variants.journeys
            ),
            variants=ngettext("{n:,} variant", "{n:,} variants", variants.variants).format(
                n=variants.variants
            ),
            median=numbers.duration(durations.median or 0),
        ),
        style="bold",
    )
    out.print(variants_table(variants.table.head(top), titles))
    out.print(follows_table(overview.follows.table.head(top), titles))
    if error := max(durations.error, overview.follows.error):
        out.print(
            _("Medians and one-in-ten waits are within {error} of the exact ones.").format(
                error=numbers.percent(error)
            ),
            style="dim",
        )
    if funnel is not None:
        out.print(funnel_table(funnel, titles))
    if overview.conformance is not None:
        following = numbers.reading(overview.conformance.following)
        out.print(_("Journeys that follow the canvas: {share}").format(share=following))
