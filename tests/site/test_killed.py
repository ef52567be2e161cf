"""A whole site is killed at any moment while programs send: each event is in the log, once."""

import http.client
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest

from parcours.core.kernel import run
from parcours.ledger.domain import moving
from parcours.ledger.domain.reading import current_log
from parcours.people.models import Member
from parcours.site.api import keys
from tests.server_of_tests import release_connections
from tests.site.databases import environment
from tests.site.test_processes import Site, alive, until

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, CUSTOMERS = 3, 50
SIZES = (1, 1, 3, 100)


@pytest.fixture
def site(settings, tmp_path: Path) -> Iterator[Site]:
    """`parcours serve` on the test's database: site and worker in processes of their own."""
    settings.LAKE = str(tmp_path / "lake")
    given = environment(
        PARCOURS_DATA=str(tmp_path),
        PARCOURS_LAKE=settings.LAKE,
        PARCOURS_API_EVENTS="9000000",
        PARCOURS_API_REQUESTS="90000",
    )
    del given["DJANGO_SETTINGS_MODULE"]
    running = Site(tmp_path, given)
    try:
        until(running.answers, 60)
        yield running
    finally:
        running.supervisor.kill()
        running.supervisor.communicate()
        until(lambda: not alive(running.children))
        release_connections()


class Program:
    """A program that sends its events to a site, again and again until they are taken.

    It goes on until it sent so many *and* is told that it is enough.
    """

    def __init__(self, number: int, least: int, site: Site, secret: str) -> None:
        self.sent: list[str] = []
        self.enough = threading.Event()
        self._number, self._least, self._port = number, least, site.port
        self._headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
        }
        self.thread = threading.Thread(target=self._send)
        self.thread.start()

    def _send(self) -> None:
        chance = random.Random(self._number)
        while len(self.sent) < self._least or not self.enough.is_set():
            count = len(self.sent)
            some = range(count, count + chance.choice(SIZES))
            names = [f"e{self._number}-{n}" for n in some]
            while not self._is_taken(names):
                time.sleep(0.05)
            self.sent += names
            # Some do not hear of it, and send the same once more.
            if chance.random() < 0.1:
                self._is_taken(names)

    def _is_taken(self, names: list[str]) -> bool:
        rows = [
            {
                "event_id": name,
                "customer_id": f"c{int(name.partition('-')[2]) % CUSTOMERS}",
                "at": "2026-03-01T12:00:00Z",
                "activity": "order.placed",
            }
            for name in names
        ]
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            connection.request("POST", "/api/v1/events", json.dumps(rows), self._headers)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@pytest.mark.parametrize(
    ("events", "kills"), [(2_000, 2), pytest.param(30_000, 5, marks=pytest.mark.soak)]
)
def test_what_was_sent_to_a_site_that_is_killed_time_and_again_is_there_once(
    site: Site, ana: Member, events: int, kills: int
):
    _key, secret = keys.make("Shop", scopes=["events:write"], by=ana)
    programs = [Program(n, events // CLIENTS, site, secret) for n in range(CLIENTS)]
    chance, killed = random.Random(7), Counter()
    words = ["web", "work"] * kills
    chance.shuffle(words)
    for word in words:
        time.sleep(chance.uniform(0.1, 0.6))
        with suppress(ProcessLookupError):
            os.kill(until(lambda word=word: site.child(word)), signal.SIGKILL)
            killed[word] += 1
    for each in programs:
        each.enough.set()
        each.thread.join()
    site.supervisor.kill()
    site.supervisor.wait()
    until(lambda: not alive(site.children))

    moving.move()

    assert killed == {"web": kills, "work": kills}
    parts = run(current_log(), lambda events: events.frame, columns=["event_id"])
    sent = [name for each in programs for name in each.sent]
    assert len(sent) > events - CLIENTS
    assert sorted(pl.concat(parts)["event_id"]) == sorted(sent)
