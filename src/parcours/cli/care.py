"""``parcours doctor``, ``backup`` and ``restore``: looking after an installation."""

from pathlib import Path
from typing import Annotated, Final

import typer

from parcours.cli import PARTLY
from parcours.cli.console import Lang, Quiet, note, out
from parcours.cli.site import Data, open_site
from parcours.core.language import _

DOCTOR: Final = _("Check this installation, and say what to do about it.")
BACKUP: Final = _("Write database, events and media into one file.")
RESTORE: Final = _("Bring a backup back into an empty place.")

_STYLES: Final = {"well": "green", "doubtful": "yellow", "ill": "bold red"}
_MARKS: Final = {"well": "✓", "doubtful": "?", "ill": "✗"}

Target = Annotated[
    Path | None,
    typer.Argument(help=_("The file to write; by default a new one."), metavar=_("[FILE]")),
]
Source = Annotated[Path, typer.Argument(help=_("A backup."), metavar=_("FILE"))]


def doctor(*, data: Data = None, lang: Lang = "") -> int:
    """Return 1 where something is ill, for those who watch."""
    open_site(data)
    from parcours.site.doctor import examine

    findings = examine()
    for each in findings:
        mark, style = _MARKS[each.level], _STYLES[each.level]
        out.print(f"[{style}]{mark}[/] {each.subject:<14} ", end="")
        out.print(each.found, markup=False, soft_wrap=True)
        if each.advice:
            out.print(f"  → {each.advice}", markup=False, soft_wrap=True, style="bold")
    return PARTLY if any(each.level == "ill" for each in findings) else 0


def backup(
    file: Target = None, *, data: Data = None, quiet: Quiet = False, lang: Lang = ""
) -> None:
    open_site(data)
    from django.conf import settings

    from parcours.core.report import numbers
    from parcours.site.backups import back_up

    note(_("Saving database, events and media…"), quiet=quiet)
    saved = back_up(file)
    out.print(
        _("{file}: {rows} rows, {events} events, {media} pictures and files.").format(
            file=saved.file,
            rows=numbers.count(saved.rows),
            events=numbers.count(saved.events),
            media=numbers.count(saved.media),
        ),
        markup=False,
        soft_wrap=True,
    )
    note(
        _("The keys are not in it: keep {folder}/secret-key and pseudonym-key apart.").format(
            folder=settings.DATA
        ),
        quiet=quiet,
    )


def restore(file: Source, *, data: Data = None, quiet: Quiet = False, lang: Lang = "") -> None:
    open_site(data)
    from django.core.management import call_command

    from parcours.core.report import numbers
    from parcours.site.backups import restore as bring_back

    note(_("Bringing {file} back…").format(file=file), quiet=quiet)
    call_command("migrate", verbosity=0)
    restored = bring_back(file)
    out.print(
        _("{rows} rows, {events} events, {media} pictures and files are back.").format(
            rows=numbers.count(restored.rows),
            events=numbers.count(restored.events),
            media=numbers.count(restored.media),
        )
    )
    if restored.forgotten:
        out.print(_("{n} people were erased since, and stay so.").format(n=restored.forgotten))
