"""The real server in a test: uvicorn, Django in its pool, live updates, one database."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from django.db import connection


@pytest.fixture
def site_server(transactional_db: None) -> Iterator[str]:
    """The address of a running site that sees what the test commits, /live included."""
    from parcours.site.asgi import application

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
    release_connections()


def release_connections() -> None:
    """Let PostgreSQL empty and drop the test's database: threads still hold connections."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
