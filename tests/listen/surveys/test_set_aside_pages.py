"""Answers put aside are seen and counted after all; a logo is hung up and taken down."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parcours.listen.domain.surveys import answering
from parcours.listen.models import Logo
from parcours.people.models import AuditEntry
from tests.listen.surveys.asking import published, told
from tests.site.furnishing import bell

pytestmark = pytest.mark.django_db


@pytest.fixture
def nps(ana):
    return published(ana, "journey-nps")


@pytest.fixture
def aside(nps):
    response = answering.begin(nps, channel="link", language="en")
    values = {"recommend": 2, "to-improve": "The queue.", "call-me": True}
    return answering.accept(response, values, aside="trap")


def test_what_was_put_aside_is_seen_with_its_reason(client: Client, nps, aside, bob):
    client.force_login(bob)

    page = client.get(f"/surveys/{nps.slug}/results/aside/").content.decode()

    assert "Filled in what people do not see" in page
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["2", "The queue.", "yes"]


def test_a_person_counts_after_all(client: Client, nps, aside, bob):
    client.force_login(bob)

    client.post(f"/surveys/{nps.slug}/results/aside/{aside.key}/")

    aside.refresh_from_db()
    assert aside.state == "complete"
    assert [each["name"] for each in told()] == ["recommend", "to-improve"]
    deed = AuditEntry.objects.get(action="survey.counted")
    assert (deed.by, deed.detail) == (bob, str(aside.key))
    page = client.get(f"/surveys/{nps.slug}/results/aside/").content.decode()
    assert "None was put aside." in page


def test_who_only_looks_neither_sees_nor_counts_them(client: Client, nps, aside, viewer):
    client.force_login(viewer)

    assert client.get(f"/surveys/{nps.slug}/results/aside/").status_code == 404
    assert client.post(f"/surveys/{nps.slug}/results/aside/{aside.key}/").status_code == 404


def test_a_logo_is_hung_up_and_taken_down(client: Client, nps, bob, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(bob)
    address = f"/surveys/{nps.slug}/logo/"

    client.post(address, {"logo": SimpleUploadedFile("a.txt", b"no picture")})
    nps.refresh_from_db()
    assert nps.draft.get("theme", {}) == {}

    client.post(address, {"logo": bell()})
    nps.refresh_from_db()
    assert nps.draft["theme"] == {"logo": str(Logo.objects.get().key)}

    client.post(address)
    nps.refresh_from_db()
    assert (nps.draft["theme"], Logo.objects.count()) == ({}, 1)
