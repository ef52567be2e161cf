"""The command ``parcours``: gap, import, journeys, metrics, canvas, demo.

Nouns: command, option, exit code. Leans on core; imports heavy things inside commands.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

DONE: Final = 0
PARTLY: Final = 1  # done, but something given was refused and set aside
REFUSED: Final = 2  # not done: the input or the command cannot be taken
FAULT: Final = 70  # not done: a fault of ours
STOPPED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with *arguments* (those of the process by default).

    Returns:
        0 done, 1 done but some of the input was refused, 2 the input or the command cannot
        be taken, 70 a fault in Parcours, 130 stopped from the keyboard.
    """
    stop_at_once()
    from parcours.core.language import speaking

    given = list(sys.argv[1:] if arguments is None else arguments)
    with speaking(wanted_language(given)):
        return _run(given)


def stop_at_once() -> None:
    """Let Ctrl-C end the process without a word, until `_run` can say it properly."""
    with suppress(ValueError):  # Only a main thread hears the keyboard.
        signal.signal(signal.SIGINT, lambda *_about: os._exit(STOPPED))
    # The launcher starts us deaf: Python itself takes a moment to load.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def wanted_language(arguments: Sequence[str]) -> str:
    """Return the language asked for: ``--lang``, else PARCOURS_LANG, else the system's.

    >>> wanted_language(["gap", "--lang", "fr"])
    'fr'
    """
    from parcours.core.language import LANGUAGES

    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    system = (os.environ.get(name, "") for name in ("PARCOURS_LANG", "LC_ALL", "LANG"))
    code = next((value[:2].lower() for value in system if value), "en")
    return code if code in LANGUAGES else "en"


def _run(arguments: list[str]) -> int:
    from typer.main import get_command

    from parcours.cli.console import refuse, stopped
    from parcours.cli.usage import misused
    from parcours.core.refusal import Refused

    try:
        with suppress(ValueError):
            signal.signal(signal.SIGINT, signal.default_int_handler)
        from parcours.cli.app import build

        code = get_command(build()).main(arguments, "parcours", standalone_mode=False)
        return stopped() if code == STOPPED else code or DONE
    except KeyboardInterrupt:
        return stopped()
    except (Refused, OSError) as error:
        return refuse(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        return misused(error) if hasattr(error, "format_message") else _fault()


def _fault() -> int:
    """Keep the traceback in a file and say where; nothing of it is shown or sent."""
    import tempfile
    import traceback
    from pathlib import Path

    from parcours.cli.console import complain
    from parcours.core.language import _

    handle, name = tempfile.mkstemp(prefix="parcours-fault-", suffix=".txt", text=True)
    os.close(handle)
    Path(name).write_text(traceback.format_exc(), encoding="utf-8")
    complain(
        _(
            "This is a fault in Parcours, not in what you gave. Nothing that was accepted is "
            "lost. The details are in {file}: please join it to a report of the fault."
        ).format(file=name)
    )
    return FAULT
