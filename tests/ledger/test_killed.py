"""Web and mover are killed at any moment: what was acknowledged is in the log, once."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator

import polars as pl
import pytest

from parcours.core.kernel import run
from parcours.ledger.domain import moving
from parcours.ledger.domain.reading import current_log
from tests.ledger.killing import Mortals
from tests.server_of_tests import release_connections

pytestmark = pytest.mark.django_db(transaction=True)
RECORDS, CLIENTS = 2_000, 4


@pytest.fixture
def mortals(lake_of_the_test) -> Iterator[Mortals]:
    started = Mortals("web", "mover", PARCOURS_LAKE=str(lake_of_the_test))
    yield started
    started.end()
    release_connections()


def client(number: int, port: int) -> None:
    """Make records one by one and a few at a time; repeat what was not acknowledged."""
    chance = random.Random(number)
    names = [f"e{n}" for n in range(number, RECORDS, CLIENTS)]
    while names:
        some = names[: chance.choice((1, 1, 3, 40))]
        rows = [
            {
                "event_id": name,
                "customer_id": f"c{int(name[1:]) % 50}",
                "at": "2026-03-01T12:00:00Z",
                "activity": "order.placed",
            }
            for name in some
        ]
        if acknowledged(rows, port):
            del names[: len(some)]
            # Some clients do not hear of it, and send the same once more.
            if chance.random() < 0.1:
                acknowledged(rows, port)
        else:
            time.sleep(0.02)


def acknowledged(rows, port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", "/", json.dumps(rows))
        return connection.getresponse().status == 201
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def test_two_thousand_records_survive_and_are_there_once(mortals):
    clients = [threading.Thread(target=client, args=(n, mortals.port)) for n in range(CLIENTS)]
    for each in clients:
        each.start()
    chance, killed = random.Random(7), Counter()
    while any(each.is_alive() for each in clients):
        time.sleep(chance.uniform(0.05, 0.5))
        word = chance.choice(("web", "mover", "mover"))
        mortals.kill(word)
        killed[word] += 1
    mortals.end()
    release_connections()

    moving.move()

    assert killed["mover"] > 3
    assert killed["web"] > 0
    parts = run(current_log(), lambda events: events.frame, columns=["event_id"])
    found = pl.concat(parts)["event_id"]
    assert sorted(found) == sorted(f"e{n}" for n in range(RECORDS))
