"""Answers as tables for a terminal."""

from typing import Final

import polars as pl
from rich.table import Table
from rich.text import Text

from parcours.cli.console import grid
from parcours.core.figure import Figure
from parcours.core.gap import Gap, PromiseGap
from parcours.core.language import _, language
from parcours.core.metrics import METRICS
from parcours.core.metrics.lifetime_value import MONTHS, TITLE, LifetimeValue
from parcours.core.report import numbers
from parcours.core.report.sentences import labels, place_name
from parcours.core.words import say

STYLES: Final = {
    "fix": "red",
    "wrong promise": "yellow",
    "recovered or superfluous": "blue",
    "works": "green",
    "too few": "dim",
}
FIGURE: Final = ("value", "low", "high", "n", "unit", "definition")


def gap_table(found: Gap) -> Table:
    """Return each promise and its verdict, with its numbers and their intervals."""
    table = grid(
        say(found.canvas.title, language()),
        _("promise"),
        numeric=(
            _("kept"),
            "\n".join((_("felt if kept"), _("if broken"))),
            _("effect on returns"),
            _("at stake per year"),
        ),
    )
    for each in found.promises:
        table.add_row(*_gap_row(found, each))
    return table


def _gap_row(found: Gap, each: PromiseGap) -> list[Text]:
    effect = next(iter(each.return_effects), None)
    change = _cell(effect.figure if effect else None, signed=True)
    cost = _cell(each.value.at_stake)
    return [
        Text.assemble(
            say(found.canvas.promise(each.promise).title, language()),
            (f"\n{place_name(each)}", STYLES[each.quadrant]),
        ),
        _cell(each.kept),
        Text(f"{numbers.value(each.felt_kept)}\n{numbers.value(each.felt_broken)}"),
        change.append("\n".join(["", *labels(effect)] if effect else []), style="dim"),
        cost.append("\n".join(["", *labels(each.value)]), style="dim"),
    ]


def _cell(figure: Figure | None, *, signed: bool = False) -> Text:
    """Return a value, its interval, and what keeps the reader from believing it, in lines."""
    if figure is None or figure.evidence == "too few":
        return Text(numbers.doubt(figure), style="dim")
    below = filter(None, (numbers.interval(figure, signed=signed), numbers.doubt(figure)))
    return Text.assemble(
        numbers.value(figure, signed=signed), ("".join(f"\n{each}" for each in below), "dim")
    )


def variants_table(table: pl.DataFrame, titles: dict[str, str]) -> Table:
    """Return the most frequent ways, their steps by the *titles* they have."""
    shown = grid(_("Variants"), _("way"), numeric=(_("journeys"), _("share"), _("in all")))
    for row in table.iter_rows(named=True):
        shown.add_row(
            " → ".join(titles.get(step, step) for step in row["steps"]),
            numbers.count(row["journeys"]),
            numbers.percent(row["share"], 1),
            numbers.percent(row["cumulative_share"], 1),
        )
    return shown


def follows_table(table: pl.DataFrame, titles: dict[str, str]) -> Table:
    """Return what follows what most often."""
    shown = grid(
        _("What follows what"),
        _("from"),
        _("to"),
        numeric=(_("times"), _("median wait"), _("one in ten waits")),
    )
    for row in table.iter_rows(named=True):
        waits = (numbers.duration(row[name]) for name in ("median_seconds", "p90_seconds"))
        steps = (titles.get(row[name], row[name]) for name in ("from", "to"))
        shown.add_row(*steps, numbers.count(row["times"]), *waits)
    return shown


def funnel_table(table: pl.DataFrame, titles: dict[str, str]) -> Table:
    """Return who reaches each stage."""
    shown = grid(_("Funnel"), _("stage"), numeric=(_("reached"), _("of the first")))
    first = table["reached"].to_list()[0]
    for row in table.iter_rows(named=True):
        ends = {end: row[f"of_first_{end}"] for end in ("low", "high")}
        share = Figure(
            value=row["of_first"], n=first, unit="share", definition="funnel/1", **ends
        )
        shown.add_row(
            titles.get(row["level"], row["level"]),
            numbers.count(row["reached"]),
            numbers.reading(share),
        )
    return shown


def lifetime_table(found: LifetimeValue) -> Table:
    """Return what customers will bring in the months to come."""
    table = grid(
        say(TITLE, language()),
        _("months to come"),
        numeric=(_("per customer"), _("all customers"), "n"),
    )
    for months in MONTHS:
        each = found.mean(months)
        table.add_row(
            str(months), _cell(each), _cell(found.total(months)), numbers.count(each.n)
        )
    return table


def metrics_table(found: pl.DataFrame, *, split: str | None) -> Table:
    """Return the figures as a table; a period or group has a column where one was asked."""
    titles = {metric.name: say(metric.title, language()) for metric in METRICS}
    has_periods = found["start"].is_not_null().any()
    words = [_("metric"), *[_("period")] * has_periods, *([split] if split else []), _("scale")]
    table = grid("", *words, numeric=(_("value"), _("95% interval"), "n"))
    for row in found.iter_rows(named=True):
        figure = Figure(**{name: row[name] for name in FIGURE})
        table.add_row(
            titles[row["metric"]],
            *[str(row["start"] or "")] * has_periods,
            *([str(row["group"] or numbers.NOTHING)] if split else []),
            row["scale"] or "",
            numbers.value(figure) if figure.evidence != "too few" else numbers.doubt(figure),
            numbers.interval(figure),
            numbers.count(figure.n),
        )
    return table
