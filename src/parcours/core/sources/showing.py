"""Plans and previews as people see them: in a terminal, in a notebook."""

import html
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import polars as pl
from babel.numbers import format_decimal
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from parcours.core import notebook
from parcours.core.language import _, language, listed, ngettext
from parcours.core.sources.mapping import EventMapping, Moment, Number, Source
from parcours.core.sources.reading import Rows
from parcours.core.sources.translating import translate

if TYPE_CHECKING:
    from parcours.core.sources.importing import Preview
    from parcours.core.sources.plan import Plan

_SEEN: Final = 1_000
_SAMPLES: Final = 3
_WIDTH: Final = 32  # letters of a sample value
_ALWAYS: Final = ("event_id", "recorded_at", "source")


@dataclass(frozen=True)
class Section:
    """A table: its title, the names of its columns, its rows."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def plan_sections(plan: "Plan") -> list[Section]:
    """Return what will become of each column: where from, how, three values as they enter."""
    mapping = plan.mapping
    if not mapping.events:
        with closing(plan.batches()) as batches:
            events = next(batches).events
        return [_section(plan.kind, dict.fromkeys(events.columns, ("", "")), events)]
    some = plan.sample.head(_SEEN)
    rows = Rows(some, pl.int_range(some.height, dtype=pl.Int64, eager=True), done=0)
    sections = []
    for n, event in enumerate(mapping.events, 1):
        found = translate(rows, mapping.model_copy(update={"events": (event,)})).events
        title = event.activity.constant or _("what the row says")
        sections.append(_section(f"{n}. {title}", _sources(event), found))
    return sections


def _sources(event: EventMapping) -> dict[str, tuple[str, str]]:
    found = {name: (_origin(source), _way(source)) for name, source in event.sources()}
    if event.properties:
        names = ", ".join(dict.fromkeys(_origin(each) for each in event.properties.values()))
        found["properties"] = (names, "")
    return found


def _origin(source: Source) -> str:
    if source.constant is not None:
        return ""
    if source.first:
        return " | ".join(_origin(each) for each in source.first)
    return source.column or source.template or ""


def _way(source: Source) -> str:
    ways = []
    if source.constant is not None:
        ways.append(_("always"))
    if source.values:
        n = len(source.values)
        ways.append(ngettext("{n} word translated", "{n} words translated", n).format(n=n))
    if isinstance(source, Moment):
        ways.append(" | ".join(source.format))
    if isinstance(source, Number) and (source.times, source.plus) != (1, 0):
        ways.append(f"× {source.times:g} + {source.plus:g}")
    return ", ".join(ways)


def _section(title: str, sources: dict[str, tuple[str, str]], events: pl.DataFrame) -> Section:
    rows = []
    for name, (origin, way) in sources.items():
        values = events[name].drop_nulls().unique(maintain_order=True).head(_SAMPLES)
        samples = " · ".join(map(_short, values))
        if name not in _ALWAYS and (origin or way or samples):
            rows.append((name, origin, way, samples))
    columns = (_("in the log"), _("in the file"), _("how"), _("as it enters"))
    return Section(title, columns, rows)


def _short(value: object) -> str:
    is_moment = isinstance(value, datetime)
    text = str(value).removesuffix("+00:00") + "Z" if is_moment else str(value)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def preview_sections(preview: "Preview") -> list[Section]:
    """Return counts by activity, the first events, and what stays out."""
    counts = [(name, _count(n)) for name, n in preview.events.items()]
    names = [name for name in preview.first.columns if preview.first[name].null_count() == 0]
    names = [name for name in names if name not in _ALWAYS]
    first = [tuple(map(_short, row)) for row in preview.first.select(names).head(5).iter_rows()]
    reasons = [
        (_count(n), column, reason) for (column, reason), n in preview.reasons.items()
    ] + [(_count(n), "", reason) for reason, n in preview.skipped.items()]
    examples = [tuple(map(_short, row)) for row in preview.examples.head(5).iter_rows()]
    sections = [
        Section(_("events that enter"), (_("activity"), _("events")), counts),
        Section(_("the first of them"), tuple(names), first),
        Section(_("what stays out"), (_("how many"), _("column"), _("reason")), reasons),
        Section(_("for example"), tuple(preview.examples.columns), examples),
    ]
    return [each for each in sections if each.rows]


def _count(n: int) -> str:
    return format_decimal(n, locale=language())


def plan_notes(plan: "Plan") -> list[str]:
    """Return what is missing, then what is good to know."""
    missing = [_("missing: {what}").format(what=each) for each in plan.missing]
    return missing + list(plan.notes)


def in_terminal(title: str, sections: list[Section], notes: list[str]) -> RenderableType:
    """Return tables for rich."""
    parts: list[RenderableType] = [Text(title, style="bold")]
    for section in sections:
        table = Table(title=section.title, title_justify="left", header_style="dim")
        for name in section.columns:
            table.add_column(name, overflow="fold")
        for row in section.rows:
            table.add_row(*map(Text, row))
        parts.append(table)
    parts += [Text(f"• {note}") for note in notes]
    return Group(*parts)


def in_notebook(title: str, sections: list[Section], notes: list[str]) -> str:
    """Return tables as HTML."""
    tables = (notebook.table(each.title, each.columns, each.rows) for each in sections)
    heading = f"<p><strong>{html.escape(title)}</strong></p>"
    return heading + "".join(tables) + notebook.listed(notes)


def plan_title(plan: "Plan") -> str:
    """Return the file, what it is, and how it is written."""
    mapping = plan.mapping
    about = [plan.kind, mapping.encoding, mapping.sheet, mapping.time_zone]
    if mapping.separator:
        about.append(_("separator {mark!r}").format(mark=mapping.separator))
    if mapping.decimal == ",":
        about.append(_("decimal comma"))
    return f"{plan.path.name} ({', '.join(each for each in about if each)})"


def preview_title(preview: "Preview") -> str:
    """Return how much was read, enters, and stays out."""
    read, events, rejected = preview.read, preview.total, preview.rejected
    parts = (
        ngettext("{n:,} row read", "{n:,} rows read", read).format(n=read),
        ngettext("{n:,} event enters", "{n:,} events enter", events).format(n=events),
        ngettext("{n:,} stays out", "{n:,} stay out", rejected).format(n=rejected),
    )
    return listed(parts)
