"""A site with a canvas, and a log of its own."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from parcours.ledger.domain.lake import lake
from parcours.map.domain.canvases import create
from parcours.people.models import Member
from tests.measure.shop import CANVAS, answers, event, log


@pytest.fixture
def empty(tmp_path: Path, settings, db: None) -> Iterator[None]:
    """A site that knows no event yet."""
    settings.LAKE = str(tmp_path / "lake")
    return


@pytest.fixture
def lived(empty: None, ana: Member) -> pl.DataFrame:
    """A shop with a canvas, and half a year of answers, visits and orders."""
    create("Shop", CANVAS, ana)
    rows = [event("ad.seen", 190)]
    for week in range(1, 26):
        visits = (60 if week < 13 else 30) + week % 4
        rows += [event("visit.started", 7 * week, f"v{week}-{n}") for n in range(visits)]
        rows += answers(7 * week, [10, 9, 9, 8, 3] * (2 if week > 13 else 6))
    table = log(*rows).with_row_index("event_id").cast({"event_id": pl.String})
    lake().append(table)
    return table


@pytest.fixture
def anas(client: Client, ana: Member) -> Client:
    """Ana's browser."""
    client.force_login(ana)
    return client
