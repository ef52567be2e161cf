"""A backup brings everything back on an empty machine, but nobody who was erased since."""

import json
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from parcours.core.log import EventLog
from parcours.ledger.domain.lake import lake
from parcours.ledger.domain.recording import record
from parcours.people.domain import erasing, identity
from parcours.people.models import Customer, Member
from parcours.site.backups import NotEmpty, WrongBackup, back_up, restore
from parcours.site.backups.saving import Saved
from tests.databases_of_tests import copied

pytestmark = pytest.mark.django_db(transaction=True)

# Another process with a data folder of its own is another machine.
RESTORE = """
import json, sys
from pathlib import Path
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from parcours.site.backups import restore
restored = restore(Path(sys.argv[1]))
from django.conf import settings
from parcours.ledger.domain.reading import current_log
from parcours.people.models import Claim, Customer, Member
log = current_log()
print(json.dumps({
    "members": [
        [each.email, each.role, [team.key for team in each.teams.all()]]
        for each in Member.objects.all()
    ],
    "claims": list(Claim.objects.values_list("value", flat=True)),
    "events": sorted(
        each for bucket in range(log.buckets)
        for each in log.events(bucket, ["event_id"]).frame["event_id"]
    ),
    "media": [p.read_text() for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()],
    "forgotten": restored.forgotten,
    "can go on": Customer.objects.create(name="New").pk > 0,
}))
"""


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    settings.LAKE, settings.MEDIA_ROOT = str(tmp_path / "lake"), tmp_path / "media"
    settings.BACKUPS = tmp_path / "backups"
    return tmp_path


@pytest.fixture
def anne(place: Path, bob: Member) -> Customer:
    """A customer with an event in the lake, one in the outbox, and a picture in the media."""
    anne = identity.customer_for({"email": "anne@example.org"}, source="web", name="Anne")
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    row = {"event_id": "in-lake", "customer_id": anne.customer_id, "at": moment}
    lake().append(pl.DataFrame([{**row, "activity": "order.placed"}]))
    record("order.delivered", customer_id=anne.customer_id, at=moment, event_id="in-outbox")
    (place / "media").mkdir()
    (place / "media" / "queue.txt").write_text("a picture of the queue")
    return anne


def elsewhere(saved: Saved, folder: Path) -> dict[str, Any]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PARCOURS_")
    }
    folder.mkdir()
    copied(folder / "parcours.sqlite3")
    done = subprocess.run(
        [sys.executable, "-c", RESTORE, str(saved.file)],
        env={
            **environment,
            "PARCOURS_DATA": str(folder),
            "PARCOURS_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "parcours.site.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_empty_machine_has_everything_again(anne: Customer, tmp_path: Path):
    saved = back_up()

    assert elsewhere(saved, tmp_path / "elsewhere") == {
        "members": [["bob@example.org", "colleague", ["stores"]]],
        "claims": ["anne@example.org"],
        "events": ["in-lake", "in-outbox"],
        "media": ["a picture of the queue"],
        "forgotten": 0,
        "can go on": True,
    }


def test_who_was_erased_since_does_not_come_back(
    anne: Customer, ana: Member, run_jobs: Any, tmp_path: Path
):
    saved = back_up()
    erasing.erase(anne, by=ana)
    run_jobs()

    found = elsewhere(saved, tmp_path / "elsewhere")

    assert (found["claims"], found["events"], found["forgotten"]) == ([], [], 1)


def test_the_file_holds_no_secret(anne: Customer, settings: Any):
    saved = back_up()

    assert settings.SECRET_KEY.encode() not in saved.file.read_bytes()


def test_nothing_is_mixed_with_what_is_there(anne: Customer):
    saved = back_up()

    with pytest.raises(NotEmpty):
        restore(saved.file)


def test_a_file_that_is_no_backup_is_told(place: Path):
    wrong = place / "photo.tar"
    wrong.write_text("not a backup")

    with pytest.raises(WrongBackup, match="is not a backup"):
        restore(wrong)


def test_a_backup_of_a_newer_parcours_is_told(place: Path):
    (place / "manifest.json").write_text('{"format": 99, "version": "9.0"}')
    with tarfile.open(place / "new.tar", "w") as archive:
        archive.add(place / "manifest.json", "manifest.json")

    with pytest.raises(WrongBackup, match=r"made by Parcours 9\.0"):
        restore(place / "new.tar")


def test_a_backup_never_replaces_another(anne: Customer):
    saved = back_up()

    with pytest.raises(FileExistsError):
        back_up(saved.file)


def test_events_are_the_same_rows(anne: Customer, place: Path):
    before = EventLog.open(place / "lake").scan().collect()
    saved = back_up()

    with tarfile.open(saved.file) as archive:
        archive.extractall(place / "unpacked", filter="data")
    after = pl.read_parquet(place / "unpacked/events/*.parquet")

    assert after.select(before.columns).equals(before)
