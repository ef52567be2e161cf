"""``parcours import``: bring a file of events into a log, after showing what will happen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parcours.cli import PARTLY
from parcours.cli.console import Lang, Quiet, note, out, progress
from parcours.core.language import _, ngettext

if TYPE_CHECKING:
    from parcours.core.sources import Plan

HELP: Final = _("Bring a file of events into an event log (made if it is not there).")

File = Annotated[
    Path,
    typer.Argument(
        help=_("CSV, TSV, XLSX, Parquet, NDJSON, XES; Segment, Shopify or WooCommerce."),
        metavar=_("FILE"),
    ),
]
LogFolder = Annotated[Path, typer.Argument(help=_("The event log (folder)."), metavar=_("LOG"))]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar=_("FILE"), help=_("How to read it (YAML)."))
]
SaveMapping = Annotated[
    Path | None,
    typer.Option(
        "--save-mapping", metavar=_("FILE"), help=_("Save the mapping, to correct it.")
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Read everything, write nothing."))]


def import_(
    file: File,
    log: LogFolder,
    *,
    mapping: MappingFile = None,
    save_to: SaveMapping = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.core.sources import load_mapping, plan, preview, save_mapping

    planned = plan(file, mapping=load_mapping(mapping) if mapping else None)
    if not quiet:
        out.print(planned)
    if save_to is not None:
        save_mapping(planned.mapping, save_to)
        note(_("Mapping: {file}").format(file=save_to), quiet=quiet)
    if dry_run:
        out.print(preview(planned))
        return
    _load(planned, log, quiet=quiet)


def _load(planned: "Plan", folder: Path, *, quiet: bool) -> None:
    from parcours.core.log import EventLog
    from parcours.core.report import numbers
    from parcours.core.sources import load

    planned.batches()  # refused before a log is made
    target = EventLog.open(folder) if folder.exists() else EventLog.create(folder)
    with progress(quiet=quiet) as bar:
        task = bar.add_task(planned.path.name, total=planned.total)
        done = load(
            planned,
            target,
            progress=lambda position, total: bar.update(task, completed=position, total=total),
        )
    note(
        _("{written} events written to {log}, of {read} rows read.").format(
            written=numbers.count(done.written), log=folder, read=numbers.count(done.read)
        ),
        quiet=quiet,
    )
    if done.rejected:
        note(
            ngettext(
                "{n} row was refused; with its reason in {file}",
                "{n} rows were refused; each with its reason in {file}",
                done.rejected,
            ).format(n=numbers.count(done.rejected), file=done.rejected_file)
        )
        raise typer.Exit(PARTLY)
