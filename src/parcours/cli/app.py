"""The commands, put together in the reader's language."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer import rich_utils

from parcours import __version__
from parcours.cli.console import Lang
from parcours.cli.usage import Command, Group
from parcours.core.language import _


def build() -> typer.Typer:
    """Return the command line, its help in the current language."""
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
    _add_commands(app)
    return app


def _add_commands(app: typer.Typer) -> None:
    from parcours.cli import (
        assistant,
        canvas,
        care,
        demo,
        gap,
        importing,
        journeys,
        metrics,
        serving,
        setting_up,
    )

    commands: dict[str, tuple[str, Callable[..., Any]]] = {
        "demo": (demo.HELP, demo.demo),
        "gap": (gap.HELP, gap.gap),
        "import": (importing.HELP, importing.import_),
        "journeys": (journeys.HELP, journeys.journeys),
        "metrics": (metrics.HELP, metrics.metrics),
        "serve": (serving.SERVE, serving.serve),
        "worker": (serving.WORKER, serving.worker),
        "migrate": (setting_up.MIGRATE, setting_up.migrate),
        "createadmin": (setting_up.CREATE_ADMIN, setting_up.createadmin),
        "doctor": (care.DOCTOR, care.doctor),
        "backup": (care.BACKUP, care.backup),
        "restore": (care.RESTORE, care.restore),
    }
    for name, (help_, run) in commands.items():
        app.command(name, help=help_, cls=Command)(run)
    app.command("mcp", help=assistant.HELP, cls=Command)(assistant.mcp)
    app.add_typer(canvas.app, name="canvas", help=canvas.HELP)


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
