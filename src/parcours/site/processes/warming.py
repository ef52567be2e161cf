"""What pages need once is read before anyone opens them: models of language, canvases."""

import logging
from threading import Thread

from django.db import connection
from django.template.loader import get_template

from parcours.listen.domain.verbatims import coding, naming

_log = logging.getLogger(__name__)


def begin() -> Thread:
    """Warm up beside the first visitors: nobody waits for it, and nothing fails with it."""
    thread = Thread(target=_run, name="warming", daemon=True)
    thread.start()
    return thread


def warm() -> None:
    """Read what the explorer of verbatims would read at its first visit.

    The readers of both languages, with what corrections taught; the canvases in use; the page.
    """
    coding.deciding(["Très bon accueil.", "What a lovely shop."])
    naming.touchpoints(None)
    get_template("listen/verbatims/explorer.html")


def _run() -> None:
    try:
        warm()
        _log.debug("the pages are warm")
    except Exception:  # noqa: BLE001 - the page reads it itself, and says what is wrong
        _log.exception("pages were not warmed up")
    finally:
        connection.close()
