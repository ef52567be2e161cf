"""``parcours canvas``: check one, begin one, or teach your editor what a canvas is."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from parcours.cli.console import Lang, Quiet, note, out
from parcours.cli.given import CanvasPath
from parcours.cli.usage import Command, Group
from parcours.core.language import _, language, ngettext
from parcours.core.refusal import Refused

HELP: Final = _("Check a canvas, begin one, or print its schema for your editor.")

app = typer.Typer(cls=Group, no_args_is_help=True, subcommand_metavar=_("COMMAND [ARGS]..."))


@app.callback()
def _common(lang: Lang = "") -> None:
    """Hold the options that stand before any command."""


class FileExists(Refused):
    """A file is where a new one should go."""


@app.command(cls=Command, help=_("Say what is wrong in a canvas: line, field, and what to do."))
def check(canvas: CanvasPath, *, quiet: Quiet = False, lang: Lang = "") -> None:
    from parcours.core.canvas import Canvas

    drawn = Canvas.load(canvas)
    for warning in drawn.warnings():
        note(str(warning))
    points, promises = len(list(drawn.touchpoints())), len(list(drawn.promises()))
    note(
        _("{file}: {stages}, {points}, {promises}. All is well.").format(
            file=canvas,
            stages=ngettext("{n} stage", "{n} stages", len(drawn.stages)).format(
                n=len(drawn.stages)
            ),
            points=ngettext("{n} touchpoint", "{n} touchpoints", points).format(n=points),
            promises=ngettext("{n} promise", "{n} promises", promises).format(n=promises),
        ),
        quiet=quiet,
    )


@app.command(cls=Command, help=_("Write a small canvas to start from."))
def new(
    file: Annotated[Path, typer.Argument(help=_("Where to write it."), metavar=_("FILE"))],
    *,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    from parcours.core.canvas.template import template

    if file.exists():
        raise FileExists(_("{file} is there already. Choose another name.").format(file=file))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(template(language()), encoding="utf-8")
    note(_("Wrote {file}. Next: parcours canvas check {file}").format(file=file), quiet=quiet)


@app.command(cls=Command, help=_("Print the JSON schema of a canvas."))
def schema(*, lang: Lang = "") -> None:
    from parcours.core.canvas import json_schema

    out.print_json(json.dumps(json_schema()))
