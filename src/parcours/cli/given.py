"""What people type, read into what core takes: a log, a moment, conditions."""

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from parcours.core.language import _
from parcours.core.refusal import Refused

if TYPE_CHECKING:
    from parcours.core.kernel import Log
    from parcours.core.pattern import Where

LogPath = Annotated[
    Path,
    typer.Argument(help=_("An event log (folder), or a file of events."), metavar=_("LOG")),
]
CanvasPath = Annotated[Path, typer.Argument(help=_("A canvas (YAML)."), metavar=_("CANVAS"))]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar=_("MOMENT"),
        help=_(
            "What was known then: 2026-06-30 (all that day, UTC) or 2026-06-30T12:00+02:00."
        ),
    ),
]
Conditions = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar=_("CONDITION"),
        help=_("Only cases that open so: channel=web, properties.shop=Lyon,Paris, amount>=50."),
    ),
]

_CONDITION: Final = re.compile(r"([A-Za-z_][\w.:-]*)\s*(!=|>=|<=|=)\s*(.*)", re.DOTALL)


class UnreadableOption(Refused):
    """An option's value is not of the form the option takes."""


class NothingMeant(Refused):
    """No case meets the conditions: there is nothing to show."""


def opened(path: Path) -> "Log":
    """Return the event log at *path*: a log's folder, or any file the importers can read."""
    from parcours.core.kernel import MemoryLog
    from parcours.core.log import EventLog

    if not path.exists():
        raise FileNotFoundError(2, "", str(path))
    if path.is_dir():
        return EventLog.open(str(path))
    from parcours.core.sources import frame

    return MemoryLog(frame(path))


def moment(text: str | None, *, option: str = "--as-of") -> datetime | None:
    """Return the moment *text* names, in UTC unless it says otherwise.

    A bare date means until its end; for ``--since``, from its beginning.
    """
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableOption(
            _(
                "{option} {text}: write a date, 2026-06-30, or a moment, 2026-06-30T12:00Z"
            ).format(option=option, text=text)
        ) from None
    if at.time() == time() and len(text) <= len("2026-06-30") and option == "--as-of":
        at += timedelta(days=1) - timedelta(microseconds=1)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def conditions(texts: list[str] | None) -> "Where":
    """Return the conditions *texts* name, all of which must hold.

    >>> conditions(["channel=web,app"])["channel"]
    ('web', 'app')
    """
    from parcours.core.pattern import conditions as understood

    where: dict[str, Any] = {}
    for text in texts or []:
        match = _CONDITION.fullmatch(text.strip())
        if match is None:
            raise UnreadableOption(
                _("--where {text}: write column=value, column!=value, column>=number").format(
                    text=text
                )
            )
        name, sign, value = match.groups()
        where[name] = _condition(sign, value, where.get(name))
    return understood(where)


def _condition(sign: str, value: str, before: Any) -> Any:
    if sign in (">=", "<="):
        bounds = before if isinstance(before, dict) else {}
        try:
            return {**bounds, "at_least" if sign == ">=" else "at_most": float(value)}
        except ValueError:
            raise UnreadableOption(_("{value} is not a number").format(value=value)) from None
    values = [_scalar(part.strip()) for part in value.split(",")]
    return {"other_than": values} if sign == "!=" else values


def _scalar(text: str) -> str | float | bool:
    from parcours.core.selection import NUMBER

    if text in ("true", "false"):
        return text == "true"
    # A postal code such as 07100 is a text, here as in events.
    return float(text) if re.fullmatch(NUMBER, text) else text
