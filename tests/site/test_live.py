"""What a room announces reaches every open page that may hear it, once, whatever happens."""

import asyncio
import random
import threading
import time

import pytest
from django.db import connection, transaction

from parcours.ledger.domain.announcing import announce
from parcours.ledger.models import Announcement
from tests.site.listening import Ear, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


async def say(topic: str, **payload: str) -> None:
    def speak() -> None:
        announce(topic, **payload)
        connection.close()

    await asyncio.to_thread(speak)


@pytest.mark.parametrize("who", ["nobody", "zoe"])
def test_strangers_and_visitors_find_nothing(site_server, zoe, who):
    cookie = cookie_of(zoe) if who == "zoe" else ""

    async def story():
        ear = await Ear.open(site_server, Cookie=cookie)
        await ear.close()
        return ear.status

    assert asyncio.run(story()) == 404


def test_one_hears_only_what_one_may_and_what_one_asked_for(site_server, viewer):
    cookie = cookie_of(viewer)

    async def story():
        ear = await Ear.open(site_server, "?topics=canvas/7,import", Cookie=cookie)
        await ear.ready()
        for topic in ("import/1", "secret/1", "canvas/70", "canvas/7/card/2"):
            await say(topic)
        said = await ear.hear()
        await ear.close()
        return said

    assert asyncio.run(story())["topic"] == "canvas/7/card/2"


def test_who_comes_back_hears_what_was_said_meanwhile(site_server, ana):
    cookie = cookie_of(ana)

    async def story():
        ear = await (await Ear.open(site_server, Cookie=cookie)).ready()
        await say("canvas/1")
        await ear.hear()
        await ear.close()
        await say("canvas/2")
        again = await Ear.open(site_server, Cookie=cookie, Last_Event_ID=ear.last_id)
        topics = {(await again.hear())["topic"], (await again.hear())["topic"]}
        await again.close()
        return topics

    # The last one heard is said again: one with a lower number may have come after it.
    assert asyncio.run(story()) == {"canvas/1", "canvas/2"}


def test_a_new_page_hears_what_was_said_while_it_loaded(site_server, ana):
    cookie = cookie_of(ana)
    announce("canvas/1")

    async def story():
        ear = await Ear.open(site_server, "?age=60000", Cookie=cookie)
        said = await ear.hear()
        await ear.close()
        return said

    assert asyncio.run(story())["topic"] == "canvas/1"


def test_a_hundred_pages_hear_every_announcement_once_in_whatever_order(site_server, ana):
    cookie = cookie_of(ana)

    async def story():
        ears = await asyncio.gather(*(Ear.open(site_server, Cookie=cookie) for _ in range(100)))
        await asyncio.gather(*(ear.ready() for ear in ears))
        writers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
        for writer in writers:
            writer.start()
        heard = await asyncio.gather(*(every(ear) for ear in ears))
        for writer in writers:
            writer.join()
        for ear in ears:
            await ear.close()
        return heard

    heard = asyncio.run(story())

    committed = sorted(Announcement.objects.values_list("pk", flat=True))
    assert len(committed) == 6 * 45
    assert [sorted(each) for each in heard] == [committed] * 100


def write(writer: int) -> None:
    """Announce 45 things, some while others are being committed, and take back a tenth."""
    chance = random.Random(writer)
    done = 0
    while done < 45:
        with transaction.atomic():
            announce(f"canvas/{writer}", n=done)
            time.sleep(chance.uniform(0, 0.02))
            is_kept = chance.random() > 0.1
            transaction.set_rollback(not is_kept)
        done += is_kept
    connection.close()


async def every(ear: Ear) -> list[int]:
    return [(await ear.hear(30))["id"] for _ in range(6 * 45)]


def test_the_server_says_that_it_is_well(site_server):
    from urllib.request import urlopen

    with urlopen(f"{site_server}/health") as answer:
        assert answer.read().startswith(b'{"status":"ok"')
