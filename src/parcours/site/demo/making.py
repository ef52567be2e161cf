"""Making the demo company in a data folder, once."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from parcours.core.demo import CANVAS, demo_events
from parcours.core.language import language
from parcours.ledger.domain.lake import lake
from parcours.listen.domain.verbatims.gathering import gather
from parcours.listen.models import Survey
from parcours.map.domain import canvases
from parcours.people.models import Member
from parcours.site.bootstrap import bootstrap
from parcours.site.demo.answers import keep_history
from parcours.site.demo.customers import make_customers
from parcours.site.demo.fieldwork import keep_fieldwork
from parcours.site.demo.history import history, visits
from parcours.site.demo.members import make_members
from parcours.site.demo.reviews import by_source, keep_reviews
from parcours.site.demo.surveys import let_them_ask, start_surveys, weigh
from parcours.site.demo.watching import STRIKE, compare_months, watch
from parcours.site.jobs.worker import run_waiting

STAMP: Final = "demo.json"
NAMES: Final = {"en": "Buying at Maison Lutèce", "fr": "Acheter chez Maison Lutèce"}
_ROUNDS: Final = 4
_PARIS: Final = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What a data folder holds: so many customers, one draw, a year until a moment."""

    customers: int
    seed: int
    until: str
    is_made: bool = False

    @classmethod
    def until_today(cls, *, customers: int, seed: int, now: datetime) -> "Demo":
        """Return a demo whose year ends where today begins, in Paris."""
        today = now.astimezone(_PARIS).date()
        end = datetime.combine(today, time(), _PARIS)
        return cls(customers=customers, seed=seed, until=end.astimezone(UTC).isoformat())


def begun(folder: Path) -> Demo | None:
    """Return the demo that was made in a data folder, or begun; null where none was."""
    stamp = folder / STAMP
    return Demo(**json.loads(stamp.read_text(encoding="utf-8"))) if stamp.exists() else None


def make(demo: Demo) -> None:
    """Make the company: its log, members, customers, canvas and sources.

    Twice is once, and what was stopped half way is completed.
    """
    _stamp(demo)
    until = datetime.fromisoformat(demo.until)
    events = demo_events(customers=demo.customers, seed=demo.seed, until=until, strike=STRIKE)
    with transaction.atomic():
        owner = make_members()
        surveys = start_surveys(owner, until)
    slugs = {name: survey.slug for name, survey in surveys.items()}
    told = history(by_source(events), slugs, until=until, seed=demo.seed)
    log = lake()
    log.append(told.events)
    log.compact()
    with transaction.atomic():
        make_customers(_seen(events))
        if not canvases.in_use():
            canvases.create(NAMES[language()], CANVAS.read_text(encoding="utf-8"), owner)
        keep_reviews(events, owner, until)
        keep_fieldwork(canvases.in_use()[0].slug, owner, until)
        keep_history(told, surveys, until)
        weigh(surveys, owner, visits(events, until=until))
    let_them_ask(surveys, owner, until)
    compare_months(surveys["after-delivery"], owner, until)
    gather()
    watch(owner)
    compute_first_pages(owner)
    _stamp(replace(demo, is_made=True))


def compute_first_pages(member: Member) -> None:
    """Visit the pages one sees first, so that their figures are there or on their way.

    The dashboard's and the living canvas's, which are the same, are computed here and now.
    What the surveys say, the months and the people behind each promise wait in the queue, so
    that the worker begins with them while one looks at the first page.
    """
    client = Client(SERVER_NAME="localhost", headers={"accept-language": language()})
    client.raise_request_exception = False  # A page that fails says so to who visits it.
    client.force_login(member)
    for _ in range(_ROUNDS):
        client.get(reverse("home"), follow=True)
        if not run_waiting():
            break
    for page in _next_pages():
        client.get(page)
    client.logout()


def _next_pages() -> Iterator[str]:
    """Yield the pages that one click from the first leads to."""
    for survey in Survey.objects.live():
        yield reverse("surveys:results", args=[survey.slug])
        if hasattr(survey, "wave_plan"):
            yield reverse("surveys:waves", args=[survey.slug])
    for canvas in canvases.in_use():
        for point, promise in canvas.parsed().promises():
            yield reverse("map:promise", args=[canvas.slug, promise.promise])
            yield reverse("map:touchpoint", args=[canvas.slug, point.touchpoint])


def main(customers: int, seed: int) -> int:
    """Set up the data folder of the environment and make the company in it."""
    bootstrap()
    new = Demo.until_today(customers=customers, seed=seed, now=datetime.now(UTC))
    make(begun(settings.DATA) or new)
    return 0


def _stamp(demo: Demo) -> None:
    (settings.DATA / STAMP).write_text(json.dumps(asdict(demo)), encoding="utf-8")


def _seen(events: pl.DataFrame) -> pl.DataFrame:
    """Return each customer once: since when they are known, and whether they have a card."""
    has_card = pl.col("properties").str.contains('"card":"(card|gold)"').fill_null(False)
    return (
        events.group_by("customer_id")
        .agg(since=pl.col("at").min(), has_card=has_card.any())
        .sort("customer_id")
    )
