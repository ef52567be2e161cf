"""Whole companies for tests of the whole site: a small demo, and what real files make."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, override_settings

from parcours.core.demo import CANVAS, demo_events
from parcours.ledger.domain.lake import lake
from parcours.map.domain import canvases
from parcours.people.models import Customer, Member
from parcours.site.demo.customers import make_customers
from parcours.site.demo.members import make_members
from parcours.site.jobs.worker import run_waiting
from parcours.site.models import Job

CUSTOMERS = 600
WAITING = ("being computed", "being gathered")
UNTIL = datetime(2026, 11, 21, 23, tzinfo=UTC)


@contextmanager
def company(folder: Path, make: Callable[[], Member]) -> Iterator[Member]:
    """A company in a data folder of its own, until the end; gives its owner.

    To be used where the database is open to a whole module: all is deleted afterwards.
    """
    with override_settings(DATA=folder, LAKE=str(folder / "lake"), MEDIA_ROOT=folder / "media"):
        try:
            yield make()
        finally:
            call_command("flush", interactive=False, verbosity=0)


def demo() -> Member:
    """Make Maison Lutèce, small."""
    events = demo_events(customers=CUSTOMERS, until=UNTIL)
    lake().append(events)
    owner = make_members()
    has_card = pl.col("properties").str.contains('"card":"(card|gold)"').fill_null(False)
    seen = events.group_by("customer_id").agg(since=pl.col("at").min(), has_card=has_card.any())
    make_customers(seen.sort("customer_id"))
    canvases.create("Acheter chez Maison Lutèce", CANVAS.read_text(encoding="utf-8"), owner)
    return owner


def of_files(canvas: Path, events: pl.DataFrame) -> Member:
    """Make a company of a canvas and a log."""
    owner = make_members()
    lake().append(events)
    known = events.group_by("customer_id").agg(pl.col("at").min()).sort("customer_id").head(20)
    Customer.objects.bulk_create(
        Customer(customer_id=name, known_since=at) for name, at in known.iter_rows()
    )
    canvases.create(canvas.parent.name, canvas.read_text(encoding="utf-8"), owner)
    return owner


def nothing() -> Member:
    """Make a company that just began."""
    return Member.objects.create_user("ana@example.org", name="Ana", role="owner")


def browser_of(member: Member, language: str) -> Client:
    """A browser in which *member* is signed in and reads *language*."""
    client = Client()
    client.force_login(member)
    client.cookies["parcours-language"] = language
    return client


def compute(client: Client, urls: Iterable[str]) -> dict[str, HttpResponse]:
    """Let the worker compute what pages ask for; return them when they ask for no more."""
    wanted, said = list(urls), {}
    for _ in range(4):
        left = []
        for url in wanted:
            before = Job.objects.count()
            said[url] = client.get(url, follow=True)
            # It asks for what nobody asked before it, or waits for what another did.
            if Job.objects.count() > before or _waits(said[url]):
                left.append(url)
        wanted = left
        if not run_waiting() and not wanted:
            return said
    raise AssertionError(f"pages still ask for more: {wanted}")


def _waits(page: HttpResponse) -> bool:
    is_page = page["Content-Type"].startswith("text/html")
    return is_page and any(each in page.text for each in WAITING)
