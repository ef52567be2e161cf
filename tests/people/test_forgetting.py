"""Everything about a person can be had, and can be forgotten."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from parcours.people.domain import erasing, exporting, identity
from parcours.people.models import AuditEntry, Claim, Customer, Erasure, Member, Merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne(settings: Any, tmp_path: Path) -> Customer:
    settings.BACKUPS = tmp_path
    return identity.customer_for({"email": "anne@example.org"}, source="web", name="Anne")


def test_an_export_holds_the_person_under_all_her_pseudonyms(
    anne: Customer, ana: Member, run_jobs: Any
):
    till = identity.customer_for({"card": "ML1"}, source="till")
    identity.merge(anne, till, evidence="same voice", by=ana)
    file = BytesIO()

    exporting.export(till, file)

    with zipfile.ZipFile(file) as archive:
        claims = json.loads(archive.read("profiles/identities.json"))
    assert {claim["value"] for claim in claims} == {"anne@example.org", "ML1"}


def test_erasing_forgets_her_and_whom_was_merged_into_her(
    anne: Customer, ana: Member, run_jobs: Any
):
    till = identity.customer_for({"card": "ML1"}, source="till")
    identity.merge(anne, till, evidence="same voice", by=ana)
    other = identity.customer_for({"email": "paul@example.org"}, source="web")

    erasing.erase(anne, by=ana)
    run_jobs()

    assert list(Customer.objects.all()) == [other]
    assert Claim.objects.count() == 1
    assert Merge.objects.count() == 0
    assert Erasure.objects.count() == 2


def test_the_trail_says_that_someone_was_forgotten_and_not_who(
    anne: Customer, ana: Member, run_jobs: Any
):
    erasing.erase(anne, by=ana)
    run_jobs()

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.action, entry.subject) == (ana, "person.erased", "customer")


def test_who_was_forgotten_does_not_come_back_with_a_backup(
    anne: Customer, ana: Member, run_jobs: Any, tmp_path: Path
):
    erasing.erase(anne, by=ana)
    run_jobs()
    restored = Customer.objects.create(customer_id=anne.customer_id)
    stays = Customer.objects.create()

    back = erasing.erase_again(tmp_path, [restored.customer_id, stays.customer_id])

    assert back == [anne.customer_id]
    assert list(Customer.objects.all()) == [stays]


def test_the_list_of_the_forgotten_names_nobody(
    anne: Customer, ana: Member, run_jobs: Any, tmp_path: Path
):
    erasing.erase(anne, by=ana)
    run_jobs()

    assert anne.customer_id not in (tmp_path / erasing.LIST).read_text()
