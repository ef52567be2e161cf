"""``parcours import``: bring a file of events into a log, after showing what will happen."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli import PARTLY, REFUSED
from parcours.cli.console import Lang, Quiet, complain, note, out, progress
from parcours.cli.given import UnreadableOption
from parcours.core.language import _, ngettext, said

if TYPE_CHECKING:
    from parcours.core.sources import Imported, Plan

HELP: Final = _("Bring a file of events into an event log (made if it is not there).")

File = Annotated[
    Path,
    typer.Argument(
        help=_("CSV, TSV, XLSX, Parquet, NDJSON, XES; Segment, Shopify or WooCommerce."),
        metavar=_("FILE"),
    ),
]
LogFolder = Annotated[
    Path | None,
    typer.Argument(help=_("The event log (folder); not needed to preview."), metavar=_("LOG")),
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar=_("FILE"), help=_("How to read it (YAML)."))
]
SaveMapping = Annotated[
    Path | None,
    typer.Option(
        "--save-mapping", metavar=_("FILE"), help=_("Save the mapping, to correct it.")
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        "--preview",
        help=_("Read everything, write nothing: how it is read, what would enter."),
    ),
]


def import_(
    file: File,
    log: LogFolder = None,
    *,
    mapping: MappingFile = None,
    save_to: SaveMapping = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.core.sources import (
        IncompleteMapping,
        load_mapping,
        plan,
        preview,
        save_mapping,
    )

    if log is None and not dry_run:
        raise UnreadableOption(
            _("LOG is missing: name the folder of an event log, or add --dry-run.")
        )
    planned = plan(file, mapping=load_mapping(mapping) if mapping else None)
    if not quiet:
        out.print(planned)
    if save_to is not None:
        save_mapping(planned.mapping, save_to)
        note(_("Mapping: {file}").format(file=save_to), quiet=quiet)
    try:
        planned.batches()  # refused before a log is made
    except IncompleteMapping as error:
        complain(str(error))
        note(_to_complete(save_to), quiet=quiet)
        raise typer.Exit(REFUSED) from None
    if log is None or dry_run:
        out.print(preview(planned))
    else:
        _load(planned, log, quiet=quiet)


def _to_complete(saved: Path | None) -> str:
    if saved is None:
        return _(
            "Keep the mapping with --save-mapping FILE, complete it, then use it with "
            "--mapping FILE."
        )
    return _("Complete {file}, then use it with --mapping {file}.").format(file=saved)


def _load(planned: "Plan", folder: Path, *, quiet: bool) -> None:
    from parcours.core.log import EventLog
    from parcours.core.sources import load

    target = EventLog.open(folder) if folder.exists() else EventLog.create(folder)
    with progress(quiet=quiet) as bar:
        task = bar.add_task(planned.path.name, total=planned.total)
        done = load(
            planned,
            target,
            progress=lambda position, total: bar.update(task, completed=position, total=total),
        )
    for line in _told(done, folder):
        note(line, quiet=quiet)
    if done.rejected:
        raise typer.Exit(PARTLY)


def _told(done: "Imported", folder: Path) -> Iterator[str]:
    """Say what an import did: what is new, what was known, what was refused and where it is."""
    yield _("{events} to {log}, from {rows}.").format(
        events=ngettext("{n:,} event written", "{n:,} events written", done.written).format(
            n=done.written
        ),
        log=folder,
        rows=ngettext("{n:,} row", "{n:,} rows", done.read).format(n=done.read),
    )
    if done.duplicates:
        yield ngettext(
            "{n:,} event was in the log already, or came twice.",
            "{n:,} events were in the log already, or came twice.",
            done.duplicates,
        ).format(n=done.duplicates)
    for reason, n in done.skipped.items():
        yield _("Left out on purpose: {n:,} ({reason})").format(n=n, reason=said(reason))
    if done.rejected:
        yield _("Refused: {n:,}, each with its line and reason in {file}").format(
            n=done.rejected, file=done.rejected_file
        )
