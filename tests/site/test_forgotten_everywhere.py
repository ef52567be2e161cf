"""After an erasure no file of the installation names the person any more."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from parcours.ledger.domain import moving
from parcours.ledger.domain.recording import record
from parcours.people.domain import erasing, identity
from parcours.people.domain.auditing import note
from parcours.people.models import Consent, Customer, Member

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "jamais on ne m'avait parlé comme cela"


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    settings.LAKE, settings.MEDIA_ROOT = str(tmp_path / "lake"), tmp_path / "media"
    settings.BACKUPS = tmp_path / "backups"
    return tmp_path


def lived(customer: Customer) -> None:
    """A call and an opinion in the lake, an order in the outbox, a consent."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    told = {"score": 2.0, "scale": "stars_1_5", "text": WORDS, "language": "fr"}
    record("survey.answered", customer_id=customer.customer_id, at=moment, **told)
    moving.move()
    record("order.placed", customer_id=customer.customer_id, at=moment)
    Consent.objects.create(customer=customer, purpose="surveys", is_given=True, source="till")


def everything(place: Path) -> bytes:
    """All that the files hold, and all that the database does."""
    files = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    # The file of the database too: what is deleted must not stay in its free pages.
    # Another process reads it: closing it in this one would let go of SQLite's own locks.
    database = Path(str(connection.settings_dict["NAME"]))
    names = [str(path) for path in database.parent.glob(f"{database.name}*")]
    pages = subprocess.run(["cat", *names], capture_output=True, check=True).stdout
    return files + pages + repr(rows).encode()


def test_no_file_and_no_table_names_her(place: Path, ana: Member, run_jobs: Any):
    anne = identity.customer_for({"email": "anne@example.org"}, source="web", name="Anne Roy")
    till = identity.customer_for({"card": "ML1234"}, source="till")
    identity.merge(anne, till, evidence="same voice")
    paul = identity.customer_for({"email": "paul@example.org"}, source="web")
    lived(anne)
    lived(till)
    note(ana, "customer.merged", f"customer/{anne.customer_id}", detail=till.customer_id)
    traces = [anne.customer_id, till.customer_id, "anne@example.org", "Anne Roy", "ML1234"]
    assert all(trace.encode() in everything(place) for trace in [*traces, paul.customer_id])

    erasing.erase(anne, by=ana)
    run_jobs()

    left = everything(place)
    assert [trace for trace in [*traces, WORDS] if trace.encode() in left] == []
    assert paul.customer_id.encode() in left
