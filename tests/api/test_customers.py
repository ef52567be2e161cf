"""Customers: made from what identifies them, told with all that is known."""

from django.test import Client

from parcours.people.domain import identity
from parcours.people.models import AuditEntry, Claim, Customer

CUSTOMERS = "/api/v1/customers"
ANNE = {"identities": {"email": "Anne@Example.org", "phone": "06 12 34 56 78"}, "name": "Anne"}


def post(client: Client, path: str, body: dict):
    return client.post(path, body, content_type="application/json")


def test_a_customer_is_made_once_whoever_writes_the_address(shop: Client):
    made = post(shop, CUSTOMERS, ANNE).json()
    found = post(shop, CUSTOMERS, {"identities": {"email": "anne@example.org "}}).json()

    assert found == made == {"customer_id": Customer.objects.get().customer_id}
    assert set(Claim.objects.values_list("kind", "value", "source")) == {
        ("email", "anne@example.org", "api shop"),
        ("phone", "+33612345678", "api shop"),
    }


def test_what_is_no_address_makes_nobody(shop: Client):
    response = post(shop, CUSTOMERS, {"identities": {"email": "anne"}})

    assert (response.status_code, response.json()["detail"]) == (
        422,
        "'anne' is not an e-mail address",
    )
    assert not Customer.objects.exists()


def test_a_customer_is_told_with_those_merged_into_them(shop: Client):
    anne = identity.customer_for({"email": "anne@example.org"}, source="shop", name="Anne")
    card = identity.customer_for({"card": "9250"}, source="till")
    identity.merge(anne, card, evidence="same phone")
    consents = f"{CUSTOMERS}/{card.customer_id}/consents"
    post(shop, consents, {"purpose": "news", "is_given": True, "source": "till"})
    post(shop, consents, {"purpose": "news", "is_given": False, "source": "mail"})

    told = shop.get(f"{CUSTOMERS}/{card.customer_id}").json()

    assert (told["customer_id"], told["also"]) == (anne.customer_id, [card.customer_id])
    assert [(each["kind"], each["value"]) for each in told["identities"]] == [
        ("email", "anne@example.org"),
        ("card", "9250"),
    ]
    assert [(each["purpose"], each["is_given"]) for each in told["consents"]] == [
        ("news", False)
    ]
    assert shop.get(CUSTOMERS).json() == {"customers": [told], "next": None}
    assert AuditEntry.objects.filter(
        action="customer.seen", subject=f"customer/{anne.customer_id}", detail="api shop"
    ).exists()


def test_a_customer_is_found_by_an_identity(shop: Client):
    made = post(shop, CUSTOMERS, ANNE).json()
    lookup = f"{CUSTOMERS}/lookup"

    found = post(shop, lookup, {"kind": "phone", "value": "+33 6 12 34 56 78"})
    nobody = post(shop, lookup, {"kind": "card", "value": "1"})

    assert found.json()["customer_id"] == made["customer_id"]
    assert nobody.status_code == 404


def test_an_identity_is_added(shop: Client):
    made = post(shop, CUSTOMERS, ANNE).json()
    path = f"{CUSTOMERS}/{made['customer_id']}/identities"

    added = post(shop, path, {"kind": "card", "value": "9250 1234"})

    assert (added.status_code, added.json()["value"]) == (201, "92501234")
    assert post(shop, f"{CUSTOMERS}/none/identities", ANNE).status_code == 422


def test_pages_stay_right_while_customers_come_and_go(shop: Client):
    people = [Customer.objects.create(customer_id=f"c{n}") for n in range(5)]
    first = shop.get(f"{CUSTOMERS}?limit=2").json()
    people[1].delete()
    Customer.objects.create(customer_id="late")
    told = list(first["customers"])
    page = first
    while page["next"]:
        page = shop.get(f"{CUSTOMERS}?limit=2&cursor={page['next']}").json()
        told += page["customers"]

    assert [each["customer_id"] for each in told] == ["c0", "c1", "c2", "c3", "c4", "late"]
