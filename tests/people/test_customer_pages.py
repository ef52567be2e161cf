"""The pages about customers."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from parcours.people.domain import identity
from parcours.people.models import AuditEntry, Consent, Customer, Member, Segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Customer:
    return identity.customer_for({"email": "anne@example.org"}, source="web", name="Anne Roy")


@pytest.fixture
def owner(client: Client, ana: Member) -> Client:
    client.force_login(ana)
    return client


@pytest.mark.parametrize("words", ["anne roy", "ANNE@example.org", "anne@ex"])
def test_a_person_is_found_by_name_and_identity(owner: Client, anne: Customer, words: str):
    Customer.objects.create(name="Paul")

    response = owner.get(reverse("people:customers"), {"q": words})

    assert list(response.context["page"]) == [anne]


def test_someone_merged_is_found_under_the_person(owner: Client, anne: Customer):
    other = Customer.objects.create(name="A. Leroy")
    identity.merge(anne, other, evidence="same voice")

    response = owner.get(reverse("people:customers"), {"q": "leroy"})

    assert list(response.context["page"]) == [anne]


def test_opening_an_identity_leaves_a_trace(owner: Client, anne: Customer, ana: Member):
    owner.get(reverse("people:identities", args=[anne.customer_id]))

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.action) == (ana, "customer.seen")


def test_two_customers_are_merged_and_split_on_the_page(owner: Client, anne: Customer):
    other = Customer.objects.create(name="A. Roy")
    page = reverse("people:identities", args=[anne.customer_id])

    owner.post(reverse("people:merges", args=[anne.customer_id]), {"other": other.customer_id})
    assert identity.aliases() == {other.customer_id: anne.customer_id}
    merge = owner.get(page).context["merges"][0]
    owner.post(reverse("people:split", args=[merge.pk]))

    assert identity.aliases() == {}


def test_a_shared_phone_is_suggested_and_not_decided(owner: Client, anne: Customer):
    identity.claim(anne, "phone", "06 12 34 56 78", source="shop")
    paul = identity.customer_for({"email": "paul@example.org"}, source="web")
    identity.claim(paul, "phone", "0612345678", source="shop")

    response = owner.get(reverse("people:identities", args=[anne.customer_id]))

    assert [each.customer for each in response.context["suggestions"]] == [paul]
    assert "the same phone" in response.content.decode()


def test_a_wrong_identity_is_told_and_not_kept(owner: Client, anne: Customer):
    response = owner.post(
        reverse("people:claims", args=[anne.customer_id]),
        {"kind": "email", "value": "nobody at all"},
        follow=True,
    )

    assert "is not an e-mail address" in response.content.decode()
    assert anne.claims.count() == 1


def test_a_consent_is_noted_with_who_noted_it(owner: Client, anne: Customer, ana: Member):
    owner.post(
        reverse("people:consents", args=[anne.customer_id]),
        {"purpose": "surveys", "is_given": "on", "source": "on the phone"},
    )

    consent = Consent.objects.get()
    assert (consent.customer, consent.is_given, consent.by) == (anne, True, ana)


def test_the_export_is_a_zip(owner: Client, anne: Customer):
    response = owner.post(reverse("people:export", args=[anne.customer_id]))

    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert "profiles/profile.json" in archive.namelist()


def test_nobody_is_erased_by_one_click(owner: Client, anne: Customer):
    owner.post(reverse("people:erasure", args=[anne.customer_id]))

    assert Customer.objects.filter(pk=anne.pk).exists()


def test_a_colleague_may_look_and_not_change(client: Client, anne: Customer, bob: Member):
    client.force_login(bob)

    assert client.get(reverse("people:identities", args=[anne.customer_id])).status_code == 200
    assert client.post(reverse("people:claims", args=[anne.customer_id])).status_code == 404
    assert client.post(reverse("people:export", args=[anne.customer_id])).status_code == 404
    assert client.post(reverse("people:erasure", args=[anne.customer_id])).status_code == 404


def test_a_customer_is_put_into_a_new_segment_and_found_by_it(owner: Client, anne: Customer):
    Customer.objects.create(name="Paul")

    owner.post(reverse("people:segments", args=[anne.customer_id]), {"new": "Regulars"})

    segment = Segment.objects.get(name="Regulars")
    listed = owner.get(reverse("people:customers"), {"segment": segment.pk})
    assert list(listed.context["page"]) == [anne]


def test_a_customer_leaves_a_segment(owner: Client, anne: Customer):
    anne.segments.add(Segment.objects.create(name="Regulars"))

    owner.post(reverse("people:segments", args=[anne.customer_id]), {"segments": []})

    assert list(anne.segments.all()) == []
