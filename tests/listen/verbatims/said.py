"""A few customers of a small shop, and what they say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import record
from parcours.listen.domain.verbatims import gathering
from parcours.listen.models import Verbatim
from parcours.map.domain import canvases
from parcours.map.models import Canvas
from parcours.people.models import Member

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
WORDS = (
    "Livraison en retard, très déçue",
    "Livrée en avance, bravo !",
    "The queue was too long",
    "Vendeur adorable et compétent",
)
CANVAS = """
canvas: parcels
title: Parcels
stages:
- stage: decision
  title: Decision
  touchpoints:
  - touchpoint: delivery
    title: Delivery
    events: {activity: survey.answered, channel: web}
  - touchpoint: shop
    title: Shop
    events: {activity: survey.answered, channel: store}
"""


def say(text: str, number: int = 0, **columns: Any) -> str:
    """Record an answer in the outbox."""
    given: dict[str, Any] = {
        "customer_id": f"C-{number}", "event_id": f"E-{number}", "text": text, "channel": "web",
        "score": 4.0, "scale": "csat_1_5", "language": "fr", "source": "surveys",
        "at": AT + timedelta(hours=number),
    }  # fmt: skip
    return record("survey.answered", **given | columns)


def spoken(*texts: str) -> pl.DataFrame:
    """Answers as a table of the log."""
    return pl.DataFrame(
        [
            {
                "event_id": f"E-{number}", "customer_id": f"C-{number}", "text": text,
                "at": AT + timedelta(hours=number), "activity": "survey.answered",
                "channel": "store" if number % 2 else "web", "score": 1.0 + number % 5,
                "scale": "csat_1_5", "language": "fr", "source": "surveys",
                "properties": '{"shop": "Lille"}' if number % 2 else '{"shop": "Lyon"}',
            }
            for number, text in enumerate(texts)
        ]
    )  # fmt: skip


@pytest.fixture
def shop(settings, tmp_path, ana: Member) -> Canvas:
    """A canvas, and not a word yet."""
    settings.LAKE, settings.DATA = str(tmp_path / "lake"), tmp_path
    return canvases.create("Parcels", CANVAS, ana)


@pytest.fixture
def heard(shop: Canvas) -> list[Verbatim]:
    """The four verbatims, gathered."""
    lake().append(spoken(*WORDS))
    gathering.gather()
    return list(Verbatim.objects.order_by("event_id"))
