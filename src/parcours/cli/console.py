"""What the command says: results on standard output, the rest on standard error."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from parcours.cli import REFUSED, STOPPED
from parcours.core.language import LANGUAGES, _
from parcours.core.written.wording import choose

if TYPE_CHECKING:
    import polars as pl

out: Final = Console(highlight=False)
err: Final = Console(stderr=True, highlight=False)

Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help=_("Say nothing but errors and what was asked."))
]


def _known(code: str) -> str:
    if code and code not in LANGUAGES:
        raise typer.BadParameter(
            _("there is no language `{word}`. {hint}").format(
                word=code, hint=choose(code, LANGUAGES)
            )
        )
    return code


Lang = Annotated[
    str,
    typer.Option("--lang", help=_("Language: en or fr."), metavar="en|fr", callback=_known),
]


def note(message: str, *, quiet: bool = False) -> None:
    """Say what is going on, unless asked to be quiet."""
    if not quiet:
        # The terminal wraps by itself, and a path stays in one piece to be copied.
        err.print(escape(message), style="dim", soft_wrap=True)


def complain(message: str) -> None:
    """Say what is wrong and what to do."""
    err.print(escape(message), style="bold red", soft_wrap=True)


def refuse(error: Exception) -> int:
    """Say why the input cannot be taken; return the exit code for it."""
    message = str(error)
    if isinstance(error, FileNotFoundError) and error.filename:
        message = _("{file} does not exist. Check the path.").format(file=error.filename)
    elif isinstance(error, PermissionError) and error.filename:
        message = _("{file} may not be read or written by you.").format(file=error.filename)
    elif isinstance(error, IsADirectoryError) and error.filename:
        message = _("{file} is a folder").format(file=error.filename)
    elif isinstance(error, FileExistsError) and error.filename:
        message = _("{file} is there already. Choose another name.").format(file=error.filename)
    complain(message)
    return REFUSED


def stopped() -> int:
    """Say that the keyboard stopped us; return the exit code for it."""
    err.print()
    complain(_("Stopped. What had been written stays whole."))
    # Where Ctrl-C broke into text that was executed, as every dataclass is, Python dies of the
    # signal at its end although it was caught; to execute another text makes it forget.
    exec("")
    return STOPPED


def progress(*, quiet: bool) -> Progress:
    """Return a progress bar on standard error, silent when quiet or not on a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=quiet or not err.is_terminal,
    )


def grid(title: str, *words: str, numeric: tuple[str, ...] = ()) -> Table:
    """Return an empty table: columns of *words*, then *numeric* ones set to the right."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in words:
        table.add_column(name)
    for name in numeric:
        table.add_column(name, justify="right")
    return table


def written(tables: "dict[str, pl.DataFrame]", folder: Path) -> None:
    """Write each table as a CSV file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_csv(folder / f"{name}.csv")
