"""Who is who: found, joined, and taken apart again."""

import pytest

from parcours.people.domain import identity
from parcours.people.domain.identity import SamePerson, claim, customer_for, merge, split
from parcours.people.domain.values import NotAnIdentity
from parcours.people.models import Claim, Customer, Member

pytestmark = pytest.mark.django_db


def test_the_same_address_is_the_same_person_however_it_is_written():
    first = customer_for({"email": "anne@example.org"}, source="shop")
    second = customer_for({"email": " ANNE@Example.org "}, source="web")

    assert first == second
    assert Claim.objects.count() == 1


def test_identities_that_come_together_are_one_customers():
    customer = customer_for({"email": "anne@example.org", "card": "ml 12 34"}, source="shop")

    assert customer_for({"card": "ML1234"}, source="till") == customer


def test_a_card_and_an_address_met_apart_are_joined_when_they_come_together():
    online = customer_for({"email": "anne@example.org"}, source="web")
    till = customer_for({"card": "ML1234"}, source="till")

    together = customer_for({"email": "anne@example.org", "card": "ML1234"}, source="form")

    assert together == online
    assert identity.aliases() == {till.customer_id: online.customer_id}
    assert identity.customers_of(till) == [online, till]


def test_a_shared_phone_joins_nobody():
    anne = customer_for({"email": "anne@example.org", "phone": "06 12 34 56 78"}, source="web")
    paul = customer_for({"email": "paul@example.org"}, source="web")

    customer_for({"email": "paul@example.org", "phone": "0612345678"}, source="form")

    assert identity.person_of(anne) != identity.person_of(paul)


def test_a_weak_claim_joins_nobody():
    customer_for({"email": "anne@example.org"}, source="web")
    customer_for({"card": "ML1234"}, source="till")

    customer_for(
        {"email": "anne@example.org", "card": "ML1234"}, source="guess", confidence=0.5
    )

    assert identity.aliases() == {}


def test_a_split_brings_both_back(ana: Member):
    one, other = Customer.objects.create(name="One"), Customer.objects.create(name="Other")
    joined = merge(one, other, evidence="same voice", by=ana)

    split(joined, by=ana)

    assert identity.aliases() == {}
    assert identity.customers_of(one) == [one]
    assert identity.customers_of(other) == [other]


def test_merges_of_merges_lead_to_one():
    a, b, c = (Customer.objects.create(name=name) for name in "abc")
    merge(b, c, evidence="x")
    merge(a, c, evidence="y")

    assert identity.aliases() == {b.customer_id: a.customer_id, c.customer_id: a.customer_id}


def test_undoing_the_first_of_two_merges_keeps_the_second():
    a, b, c = (Customer.objects.create(name=name) for name in "abc")
    first = merge(b, c, evidence="x")
    merge(a, b, evidence="y")

    split(first)

    assert identity.aliases() == {b.customer_id: a.customer_id}


def test_one_person_cannot_be_merged_with_themselves():
    one, other = Customer.objects.create(name="One"), Customer.objects.create(name="Other")
    merge(one, other, evidence="x")

    with pytest.raises(SamePerson, match="Other and One are one person already"):
        merge(other, one, evidence="again")


def test_a_withdrawn_claim_finds_nobody(ana: Member):
    customer = customer_for({"email": "anne@example.org"}, source="web")

    identity.withdraw(customer.claims.get(), by=ana)

    assert customer_for({"email": "anne@example.org"}, source="web") != customer


def test_claiming_twice_is_claiming_once():
    customer = Customer.objects.create()

    first = claim(customer, "card", "ML1", source="till")

    assert claim(customer, "card", "ml 1", source="web") == first


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "anne at example"), ("phone", "12"), ("card", " ")]
)
def test_what_identifies_nobody_is_refused(kind: str, value: str):
    with pytest.raises(NotAnIdentity):
        customer_for({kind: value}, source="web")
