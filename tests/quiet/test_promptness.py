"""How quick the site answers: measured while nothing else runs."""

import asyncio
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parcours.listen.models import Review
from parcours.people.models import Member
from tests.listen.sources.kept import google
from tests.site.chores import write
from tests.site.listening import Ear, cookie_of
from tests.site.test_live import say
from tests.site.test_worker import a_worker, has_line, rooms_at_rest, until

__all__ = ["rooms_at_rest"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_is_picked_up_at_once(tmp_path):
    with a_worker():
        write.enqueue(str(tmp_path / "first"))
        until(has_line(tmp_path / "first", "done"))

        waits = []
        for n in range(9):
            write.enqueue(str(tmp_path / str(n)))
            waits.append(until(has_line(tmp_path / str(n), "done")))

    assert sorted(waits)[4] < 0.1


def test_a_page_hears_at_once_what_was_announced(site_server, ana):
    cookie = cookie_of(ana)

    async def story():
        ear = await (await Ear.open(site_server, Cookie=cookie)).ready()
        start = time.monotonic()
        await say("canvas/7", by="Bob")
        said = await ear.hear()
        await ear.close()
        return said, time.monotonic() - start

    said, seconds = asyncio.run(story())

    assert (said["topic"], said["payload"]) == ("canvas/7", {"by": "Bob"})
    assert seconds < 1


def test_a_thousand_reviews_are_listed_in_a_moment(client: Client, ana: Member):
    client.force_login(ana)
    source, now = google(), timezone.now()
    Review.objects.bulk_create(
        Review(source=source, external_id=f"n{n}", at=now - timedelta(minutes=n), seen_at=now,
               rating=n % 5 + 1, text=f"Review {n}")
        for n in range(1_000)
    )  # fmt: skip
    client.get(reverse("sources:reviews"))
    start = time.monotonic()
    listed = client.get(reverse("sources:reviews"), {"q": "review", "state": "open"})

    assert time.monotonic() - start < 0.5
    assert "Review 0" in listed.text
