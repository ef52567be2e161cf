"""Web, mover and sender processes that a test may kill: ``python -m tests.ledger.mortals``.

Reads lines, ``web PORT``, ``site PORT``, ``mover`` or ``sender``; answers each with the id of
a process that does it. The processes are forked from this one, which has imported all they
need: killing one costs nothing.
"""

import json
import os
import signal
import sys
import time
from functools import cache
from typing import Any

import django


def main() -> None:
    django.setup()
    import uvicorn  # noqa: F401 - imported before the forks
    from django.urls import get_resolver

    from parcours.ledger.domain import moving  # noqa: F401 - likewise
    from parcours.listen.domain.surveys import sending  # noqa: F401 - likewise

    handler()
    get_resolver().resolve("/")

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        word, *given = line.split()
        pid = os.fork()
        if pid == 0:
            serve(int(given[0]), BY_WORD[word]) if word in BY_WORD else FOR_EVER[word]()
        print(pid, flush=True)  # noqa: T201 - the answer


def serve(port: int, app: Any) -> None:
    import uvicorn
    from a2wsgi import WSGIMiddleware

    uvicorn.run(
        WSGIMiddleware(app, workers=4), host="127.0.0.1", port=port, log_level="critical"
    )


def door(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Keep the events of a request; acknowledge them once they are committed."""
    from django.db import close_old_connections, transaction

    from parcours.ledger.domain.recording import record, record_many

    close_old_connections()
    rows = json.loads(environ["wsgi.input"].read())
    with transaction.atomic():
        if len(rows) == 1:
            record(**rows[0] | {"at": None})
        else:
            record_many(rows)
    start("201 Created", [("Content-Length", "0")])
    return [b""]


def site(environ: dict[str, Any], start: Any) -> Any:
    """Answer as the site itself does."""
    return handler()(environ, start)


@cache
def handler() -> Any:
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


BY_WORD = {"web": door, "site": site}


def move_for_ever() -> None:
    from parcours.ledger.domain import moving

    while True:
        moving.move()
        if moving.lake().files > 20:
            moving.compact.call()
        time.sleep(0.02)


def send_for_ever() -> None:
    from django.utils import timezone

    from parcours.listen.domain.surveys import sending

    while True:
        sending.send_due(timezone.now())
        time.sleep(0.02)


FOR_EVER = {"mover": move_for_ever, "sender": send_for_ever}


if __name__ == "__main__":
    main()
