"""Why a command line cannot be taken, in the reader's language: typer knows only English."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from parcours.cli import REFUSED
from parcours.cli.console import complain, note
from parcours.core.language import _
from parcours.core.written.wording import choose


class Command(TyperCommand):
    """A command whose help speaks the reader's language, and no Python."""

    def get_params(self, ctx: Any) -> Any:
        """Return the options and arguments."""
        return _without_types(super().get_params(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option."""
        return _spoken(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of commands whose help speaks the reader's language, and no Python."""

    def get_params(self, ctx: Any) -> Any:
        """Return the options."""
        return _without_types(super().get_params(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option."""
        return _spoken(super().get_help_option(ctx))


def _without_types(parameters: Any) -> Any:
    """Leave out what typer says of types, such as ``<bool>``."""
    for each in parameters:
        if each.param_type_name == "argument":
            each.display_type_rich = lambda ctx: None
        elif each.metavar is None:
            each.metavar = "" if each.is_flag else _("NUMBER")
    return parameters


def _spoken(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this message and exit.")
    return option


def misused(error: Any) -> int:
    """Say what typer's *error* means and where help is; return the exit code for it."""
    if type(error).__name__ != "NoArgsIsHelpError":  # It has shown the help already.
        complain(_reason(error))
        if error.ctx is not None:
            note(_("Help: {command} --help").format(command=error.ctx.command_path))
    return REFUSED


def _reason(error: Any) -> str:
    said = str(error.format_message())
    match type(error).__name__:
        case "MissingParameter":
            return _("{name} is missing.").format(name=_name(error.param))
        case "NoSuchOption":
            known = [name for each in error.ctx.command.params for name in each.opts]
            known += error.ctx.help_option_names
            hint = choose(error.option_name, known)
            return _("There is no option {name}. {hint}").format(
                name=error.option_name, hint=hint
            )
        case "BadOptionUsage":
            return _("{name} needs a value.").format(name=error.option_name)
        case "BadParameter":
            name, reason = _name(error.param), _fault_of(error.message)
            return _("{name}: {reason}").format(name=name, reason=reason)
    command = re.match(r"No such command '(.*?)'", said)
    if command:
        hint = choose(command[1], error.ctx.command.list_commands(error.ctx))
        return _("There is no command {name}. {hint}").format(name=command[1], hint=hint)
    extra = re.match(r"Got unexpected extra argument\(s\) \((.*)\)", said)
    if extra:
        return _("{words}: more than the command takes.").format(words=extra[1])
    return said


def _name(parameter: Any) -> str:
    is_argument = parameter.param_type_name == "argument"
    return str(parameter.metavar or parameter.name) if is_argument else str(parameter.opts[0])


def _fault_of(value: str) -> str:
    """Return what pydantic says of a value of an option."""
    least = re.search(r"greater than or equal to (\S+)", value)
    if least:
        return _("{n} is the least").format(n=least[1])
    return _("write a whole number") if "valid integer" in value else value
