"""The commands, put together in the reader's language."""

from typing import Annotated

import typer
from typer import rich_utils

from parcours import __version__
from parcours.cli.console import Lang
from parcours.cli.usage import Command, Group
from parcours.core.language import _


def build() -> typer.Typer:
    """Return the command line, its help in the current language."""
    from parcours.cli import canvas, demo, gap, importing, journeys, metrics

    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    app = typer.Typer(
        name="parcours",
        help=_("How far is the experience your customers live from the one you promise?"),
        cls=Group,
        no_args_is_help=True,
        subcommand_metavar=_("COMMAND [ARGS]..."),
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    app.command("demo", help=demo.HELP, cls=Command)(demo.demo)
    app.command("gap", help=gap.HELP, cls=Command)(gap.gap)
    app.command("import", help=importing.HELP, cls=Command)(importing.import_)
    app.command("journeys", help=journeys.HELP, cls=Command)(journeys.journeys)
    app.command("metrics", help=metrics.HELP, cls=Command)(metrics.metrics)
    app.add_typer(canvas.app, name="canvas", help=canvas.HELP)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"parcours {__version__}")
        raise typer.Exit


def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=_("Show the version.")
        ),
    ] = False,
    lang: Lang = "",
) -> None:
    """Hold the options that stand before any command."""
