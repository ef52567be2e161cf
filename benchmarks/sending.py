"""How many events a second one process takes in over HTTP, against the same over its disk.

    python benchmarks/sending.py --size 50000

Starts the site on a data folder of its own with SQLite, posts NDJSON to /api/v1/events from
one client, and compares with writing the same rows by `executemany`, without HTTP and without
checking anything: what the disk would bear.
"""

import argparse
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

AT_ONCE = 10_000
MADE = """
import django; django.setup()
from parcours.site.bootstrap import bootstrap
bootstrap()
from parcours.people.models import Member
from parcours.site.api import keys
owner = Member.objects.create_user("bench@example.org", role="owner")
print(keys.make("bench", scopes=["events:write"], by=owner)[1])
"""


def lines(size: int) -> list[bytes]:
    """Return orders of a thousand customers, each as a line."""
    return [
        json.dumps(
            {
                "event_id": f"order-{n}",
                "customer_id": f"customer-{n % 1000}",
                "case_id": str(n),
                "at": "2026-03-03T10:00:00Z",
                "activity": "order.placed",
                "channel": "web",
                "amount": 59.9,
                "currency": "EUR",
                "properties": {"shop": "Lyon"},
            }
        ).encode()
        for n in range(size)
    ]


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, str]]:
    """Run the site as one process; give its address and a key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        **os.environ,
        "PARCOURS_DATA": str(folder),
        "PARCOURS_PORT": str(port),
        "PARCOURS_LOG_LEVEL": "ERROR",
        "PARCOURS_API_EVENTS": "1000000000",
        "DJANGO_SETTINGS_MODULE": "parcours.site.settings",
    }
    made = subprocess.run(
        [sys.executable, "-c", MADE], env=told, check=True, capture_output=True, text=True
    )
    serving = [sys.executable, "-m", "uvicorn", "parcours.site.asgi:application"]
    server = subprocess.Popen([*serving, "--port", str(port), "--log-level", "error"], env=told)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/api/v1/")
        yield address, made.stdout.split()[-1]
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return


def sent(address: str, key: str, rows: list[bytes]) -> float:
    """Send rows, ten thousand a request; return the seconds that took."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
    start = time.perf_counter()
    with requests.Session() as session:
        for first in range(0, len(rows), AT_ONCE):
            body = b"\n".join(rows[first : first + AT_ONCE])
            answer = session.post(f"{address}/api/v1/events", body, headers=headers, timeout=60)
            answer.raise_for_status()
            assert answer.json()["rejected"] == 0
    return time.perf_counter() - start


def written(folder: Path, rows: list[bytes]) -> float:
    """Write rows into SQLite, two thousand a transaction; return the seconds that took."""
    database = sqlite3.connect(folder / "peer.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE e (id INTEGER PRIMARY KEY, event TEXT UNIQUE, row TEXT)")
    start = time.perf_counter()
    for first in range(0, len(rows), 2_000):
        some = [
            (f"order-{first + n}", row) for n, row in enumerate(rows[first : first + 2_000])
        ]
        with database:
            database.executemany("INSERT INTO e (event, row) VALUES (?, ?)", some)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=50_000, help="events")
    rows = lines(parser.parse_args().size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with site(folder) as (address, key):
            sent(address, key, [row.replace(b"order-", b"first-") for row in rows[:2_000]])
            ours = sent(address, key, rows)
        peer = written(folder, rows)
    print(f"over HTTP       {len(rows) / ours:>10,.0f} events/s")
    print(f"bare SQLite     {len(rows) / peer:>10,.0f} events/s")
    print(f"ratio           {ours / peer:>10.1f}")


if __name__ == "__main__":
    main()
