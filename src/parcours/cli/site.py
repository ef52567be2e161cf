"""What the commands of the site share: its data folder, its address, Django made ready."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from parcours.core.language import _, language
from parcours.core.refusal import Refused

PORT: Final = 8321

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar=_("FOLDER"), help=_("Where everything is kept (PARCOURS_DATA).")
    ),
]
Port = Annotated[
    int | None, typer.Option("--port", min=1, help=_("Where to listen (PARCOURS_PORT)."))
]
Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar=_("ADDRESS"),
        help=_("Who may connect: 127.0.0.1 this machine, 0.0.0.0 everyone (PARCOURS_HOST)."),
    ),
]


class PortInUse(Refused):
    """Another program listens there."""


def choose(*, data: Path | None = None, port: int | None = None) -> None:
    """Tell the processes of the site what the command line chose, and its language."""
    os.environ["PARCOURS_LANG"] = language()
    if data is not None:
        os.environ["PARCOURS_DATA"] = str(data.resolve())
    if port is not None:
        os.environ["PARCOURS_PORT"] = str(port)


def open_site(data: Path | None = None) -> None:
    """Make Django ready, in this process.

    Raises:
        WrongSetting: a variable of the environment does not hold what it should.
    """
    choose(data=data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
    import django

    django.setup()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens for visitors.

    Raises:
        PortInUse: another program does already, or we may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise PortInUse(
            _("{host}:{port} cannot be used ({reason}). Choose another --port.").format(
                host=host, port=port, reason=os.strerror(error.errno or 0)
            )
        ) from None


def run_site(
    host: str | None, *, others: tuple[str, ...] = (), ready: Callable[[], Any]
) -> int:
    """Run the site's processes until a signal comes; return the exit code.

    Args:
        host: the address to listen at; by default PARCOURS_HOST, else this machine only.
        others: modules to run beside web and worker.
        ready: called once the site answers.
    """
    from parcours.site.environment import number, text
    from parcours.site.processes.supervisor import Supervisor

    port = number("PORT", PORT, least=1)
    with listen(host or text("HOST", "127.0.0.1"), port) as listening:
        webs = number("WEB_PROCESSES", 1, least=1)
        return Supervisor(listening, webs=webs, others=others).run(ready)


def address() -> str:
    """Return where the site is found in a browser."""
    from parcours.site.environment import number, text

    return text("URL") or f"http://localhost:{number('PORT', PORT, least=1)}"
