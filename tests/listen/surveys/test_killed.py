"""The server is killed at any moment: what was accepted is there, and counts once."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pytest

from parcours.core.kernel import run
from parcours.ledger.domain import moving
from parcours.ledger.domain.reading import current_log
from parcours.listen.models import Answer, Response
from tests.ledger.killing import Mortals
from tests.listen.surveys.asking import published
from tests.server_of_tests import release_connections

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, CLIENTS, KILLS = 60, 3, 12
ASKED = ("satisfied", "aspects", "words")


@pytest.fixture
def mortals(lake_of_the_test: Path) -> Iterator[Mortals]:
    started = Mortals("site", "mover", PARCOURS_LAKE=str(lake_of_the_test), PARCOURS_PROXY="1")
    yield started
    started.end()
    release_connections()


class Crowd:
    """People at one door, each with an address of their own; patient when nobody answers."""

    def __init__(self, number: int, *, door: str, port: int) -> None:
        self.door, self.port = door, port
        self.chance = random.Random(number)
        self.names = [f"Voice number {n}" for n in range(number, PEOPLE, CLIENTS)]

    def answer(self) -> None:
        forms = {name: self.form(name) for name in self.names}
        time.sleep(0.5)  # no robot
        for name, stamp in forms.items():
            fields = {"stamp": stamp, "go": "next", "satisfied": "4", "words": name}
            body = urlencode(
                [
                    (each if each in ("stamp", "go") else f"v-{each}", it)
                    for each, it in fields.items()
                ]
                + [("asked", "satisfied"), ("asked", "aspects"), ("asked", "words")]
            )
            self.until_told(name, "POST", body)
            # Some do not hear of it, and send the same once more.
            if self.chance.random() < 0.2:
                self.until_told(name, "POST", body)

    def form(self, name: str) -> str:
        page = self.until_told(name, "GET", "")
        found = re.search(r'name="stamp" value="([^"]+)"', page)
        assert found is not None
        return found[1]

    def until_told(self, name: str, method: str, body: str) -> str:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request(method, self.door, body, {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Forwarded-For": f"10.0.0.{name.rpartition(' ')[2]}",
                })  # fmt: skip
                response = connection.getresponse()
                if response.status in (200, 302):
                    return response.read().decode()
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.02)


def test_sixty_answers_survive_and_are_counted_once(ana, mortals):
    survey = published(ana, "restaurant-table")
    crowds = [Crowd(n, door=survey.url, port=mortals.port) for n in range(CLIENTS)]
    threads = [threading.Thread(target=each.answer) for each in crowds]
    for each in threads:
        each.start()
    chance, killed = random.Random(7), Counter[str]()
    while any(each.is_alive() for each in threads) and killed.total() < KILLS:
        time.sleep(chance.uniform(0.2, 0.9))
        word = chance.choice(("site", "site", "mover"))
        mortals.kill(word)
        killed[word] += 1
    for each in threads:
        each.join()
    mortals.end()
    release_connections()

    moving.move()

    assert killed["site"] > 2
    said = sorted(f"Voice number {n}" for n in range(PEOPLE))
    assert (
        sorted(Answer.objects.filter(question="words").values_list("text", flat=True)) == said
    )
    assert Counter(Response.objects.values_list("state", "aside")) == {("complete", ""): PEOPLE}
    parts = run(
        current_log(), lambda events: events.frame, columns=["event_id", "text", "score"]
    )
    log = pl.concat(parts)
    assert sorted(log["text"].drop_nulls()) == said
    assert log["score"].drop_nulls().to_list() == [4.0] * PEOPLE
    assert log["event_id"].n_unique() == log.height == 2 * PEOPLE
