"""A small company whose figures can be counted by hand: 40 parcels, 10 of them late."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import polars as pl
import pytest
from django.test import override_settings
from django.utils import timezone

from parcours.core.canvas import Canvas as Drawing
from parcours.core.log import EventLog
from parcours.ledger.domain import results
from parcours.ledger.domain.reading import current_version
from parcours.ledger.models import Result
from parcours.map.domain import canvases, lists, living
from parcours.map.models import Canvas
from parcours.people.models import Member
from parcours.site.jobs.worker import run_waiting

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATE = 10
CANVAS = """
canvas: parcels
title: {en: Parcels, fr: Colis}
stages:
- stage: decision
  title: {en: Decision, fr: Décision}
  touchpoints:
  - touchpoint: delivery
    title: {en: Delivery, fr: Livraison}
    need: {en: Have it on the day, fr: "L’avoir le jour dit"}
    key_moments: [{title: The bell rings}]
    actions: [Warn when late]
    owner: stores
    drivers: [time]
    icon: truck-delivery
    aim: 4.5
    belief: 3.7
    events: [order.delivered, survey.answered]
    promises:
    - promise: on-time
      title: {en: On the day, fr: Au jour dit}
      kind: by
      opens: order.placed
      keeps: order.delivered
      match: case
      recovers: goodwill.given
      segment: properties.shop
  - touchpoint: calls
    title: {en: Calls, fr: Appels}
    owner: Customer Service
    events: [call.started]
"""


def parcels(customers: int = 40) -> pl.DataFrame:
    """Forty orders, every fourth late; who waited says so, in words, and gives 2 of 5."""
    events = []
    for number in range(customers):
        placed, is_late = START + timedelta(days=2 * number), number % 4 == 0
        due = placed + timedelta(days=2)
        delivered = due + timedelta(days=3 if is_late else -1)
        shop = '{"shop": "Lille"}' if number % 2 else '{"shop": "Lyon"}'
        answer = {"score": 2.0 if is_late else 5.0, "scale": "csat_1_5"}
        if is_late:
            answer |= {"text": f"Trop long, n° {number}", "language": "fr"}
        told = [
            ("order.placed", placed, {"due_at": due, "amount": 50.0, "currency": "EUR"}),
            ("order.delivered", delivered, {}),
            ("survey.answered", delivered + timedelta(hours=2), answer),
        ]
        if number == 0:
            told.append(("goodwill.given", delivered + timedelta(days=1), {"amount": 5.0}))
        events += [
            {
                "event_id": f"{activity}-{number}",
                "customer_id": f"C-{number:03}",
                "case_id": f"O-{number}",
                "activity": activity,
                "at": at,
                "channel": "web",
                "properties": shop,
                **columns,
            }
            for activity, at, columns in told
        ]
    return pl.DataFrame(events, infer_schema_length=None)


@dataclass(frozen=True)
class Known:
    """The lake of the company, its lists, and what the pages ask: question, given, answer."""

    folder: Path
    answers: list[tuple[str, dict[str, Any], Any]]


@pytest.fixture(scope="session")
def known(tmp_path_factory, django_db_setup, django_db_blocker) -> Known:
    """The company's figures, computed once for all tests."""
    folder = tmp_path_factory.mktemp("company")
    log = EventLog.create(folder / "lake")
    log.append(parcels())
    text = Drawing.parse(CANVAS).to_yaml()
    with override_settings(DATA=folder), django_db_blocker.unblock():
        answers = [
            (results.name_of(ask), given, ask(log, **given)) for ask, given in _asked(text)
        ]
    return Known(folder, answers)


@pytest.fixture
def empty_company(settings, tmp_path, ana: Member) -> Canvas:
    """The canvas, and not a single event."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    return canvases.create("Parcels", CANVAS, ana)


@pytest.fixture
def company(empty_company: Canvas, known: Known, settings) -> Canvas:
    """The canvas, its events, and all that the pages ask of them."""
    copytree(known.folder, settings.DATA, dirs_exist_ok=True)
    version, now = current_version(), timezone.now()
    for question, given, payload in known.answers:
        Result.objects.create(
            question=question,
            key=results.key_of(given),
            given=given,
            payload=payload,
            lake_version=version,
            computed_at=now,
            seconds=0.1,
        )
    return empty_company


def answered(canvas: Canvas) -> None:
    """Let the worker answer what the pages of a canvas ask."""
    for ask, given in _asked(canvas.text):
        results.answer(ask, **given)
    run_waiting()


def _asked(text: str) -> list[tuple[results.Ask, dict[str, Any]]]:
    given = {"canvas": text}
    points = [point.touchpoint for _stage, point in Drawing.parse(text).touchpoints()]
    return [
        (living.choices, given),
        (living.over_time, given),
        (living.lived, given | {"since": None, "until": None, "where": None}),
        *((lists.behind, given | {"touchpoint": point}) for point in points),
    ]
