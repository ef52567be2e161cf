"""What the snippet's reports become, and what is refused."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from parcours.ledger.models import OutboxEvent
from parcours.measure.domain import audience
from parcours.measure.domain.snippet import source
from parcours.measure.models import Salt, Visit, Website
from parcours.people.models import Member

pytestmark = pytest.mark.django_db

SHOP = "https://shop.example"
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PAGE = {"a": "page.viewed", "id": "r-0", "page": "/lamps", "ref": "", "ago": 0}


@pytest.fixture
def site(ana: Member) -> Website:
    cache.clear()
    return Website.objects.create(name="Shop", origins=SHOP, by=ana)


def report(
    site: Website, *events, origin=SHOP, agent=PERSON, address="192.0.2.7", v="", **headers
):
    return Client().post(
        "/api/v1/audience",
        json.dumps({"k": site.key, "v": v, "e": events}),
        content_type="text/plain",
        headers={"origin": origin, "user-agent": agent, **headers},
        REMOTE_ADDR=address,
    )


def rows() -> list[dict]:
    return [json.loads(row) for row in OutboxEvent.objects.values_list("row", flat=True)]


def recorded() -> list[tuple]:
    return [(row["activity"], json.loads(row.get("properties", "{}"))) for row in rows()]


def test_a_first_page_begins_a_visit_and_the_next_one_goes_on(site):
    from_search = PAGE | {"ref": "https://www.google.fr/"}
    assert report(site, from_search).status_code == 204
    report(site, PAGE | {"id": "r-1", "page": "/cart"})

    assert recorded() == [
        ("visit.started", {"origin": "search", "referrer": "www.google.fr"}),
        ("page.viewed", {"page": "/lamps"}),
        ("page.viewed", {"page": "/cart"}),
    ]
    assert OutboxEvent.objects.values("customer_id").distinct().count() == 1


def test_after_half_an_hour_a_new_visit_begins(site):
    report(site, PAGE)
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    report(site, PAGE | {"id": "r-1"})

    assert [activity for activity, _more in recorded()].count("visit.started") == 2


def test_a_page_left_says_its_seconds_and_a_cart_its_amount(site):
    report(
        site,
        {"a": "page.left", "id": "r-1", "page": "/lamps", "seconds": 12.5},
        {"a": "product.added", "id": "r-2", "product": "Lamp", "amount": 49, "currency": "eur",
         "cart": "c-1"},
    )  # fmt: skip

    left, added = rows()
    assert left["seconds"] == 12.5
    assert (added["amount"], added["currency"], added["case_id"]) == (49.0, "EUR", "c-1")


def test_a_report_that_comes_twice_is_one(site):
    report(site, PAGE)
    report(site, PAGE)

    assert [activity for activity, _more in recorded()] == ["visit.started", "page.viewed"]


def test_neither_address_nor_browser_is_kept_anywhere(site):
    report(site, PAGE)

    kept = json.dumps(
        [list(model.objects.values()) for model in (OutboxEvent, Visit, Salt, Website)],
        default=str,
    )
    assert "192.0.2.7" not in kept
    assert "Firefox" not in kept


def test_tomorrow_the_same_visitor_is_another(site):
    today = audience.pseudonym(site, address="192.0.2.7", agent=PERSON)
    again = audience.pseudonym(site, address="192.0.2.7", agent=PERSON)
    Salt.objects.update(day=timezone.now().date() - timedelta(days=1))

    tomorrow = audience.pseudonym(site, address="192.0.2.7", agent=PERSON)
    audience.forget.call()

    assert today == again != tomorrow
    assert Salt.objects.count() == 1


def test_with_consent_a_visitor_stays_the_same(site):
    report(site, PAGE, v="abc", address="192.0.2.7")
    report(site, PAGE | {"id": "r-1"}, v="abc", address="192.0.2.8")

    assert OutboxEvent.objects.values("customer_id").distinct().count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-gpc": "1"},
        {"dnt": "1"},
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"agent": ""},
    ],
)
def test_who_asks_not_to_be_followed_is_not_and_robots_do_not_count(site, headers):
    assert report(site, PAGE, **headers).status_code == 204
    assert recorded() == []


def test_events_of_another_site_are_refused(site):
    assert report(site, PAGE, origin="https://evil.example").status_code == 404
    site.key = "nobody"
    assert report(site, PAGE).status_code == 404
    assert recorded() == []


@pytest.mark.parametrize(
    "event",
    [
        {"a": "order.placed", "amount": 1e9},
        {"a": "page.left", "page": 7, "seconds": "long"},
        {"a": None},
        "page.viewed",
        {"a": "product.added", "amount": float("1e300"), "currency": 5},
    ],
)
def test_nonsense_harms_nobody(site, event):
    assert report(site, event).status_code == 204
    for row in rows():
        assert row.get("seconds") is None
        assert row.get("amount") is None


@pytest.mark.parametrize(
    ("event", "origin"),
    [
        ({}, "direct"),
        ({"ref": SHOP + "/before"}, "direct"),
        ({"ref": "https://duckduckgo.com/"}, "search"),
        ({"ref": "https://l.instagram.com/"}, "social"),
        ({"ref": "https://blog.example/"}, "referral"),
        ({"ref": "https://www.google.fr/", "utm": {"medium": "cpc"}}, "ad"),
        ({"utm": {"medium": "email"}}, "email"),
    ],
)
def test_where_a_visit_comes_from(event, origin):
    assert audience.origin_of(event, [SHOP]) == origin


def test_the_snippet_is_small_and_served_to_every_site(client: Client):
    response = client.get("/p.js")

    assert response.content.decode() == source()
    assert len(response.content) < 3 * 1024
    assert response["Content-Type"] == "text/javascript; charset=utf-8"


def test_ana_adds_a_site_copies_its_line_and_sees_the_first_event_arrive(client: Client, ana):
    client.force_login(ana)
    client.post("/dashboard/audience/", {"name": "Shop", "origins": "shop.example/x\n"})
    site = Website.objects.get()
    address = f"/dashboard/audience/{site.pk}/"

    assert site.origins == SHOP
    assert f"data-key=&quot;{site.key}&quot;" in client.get(address).content.decode()
    assert "Waiting for the first event" in client.get(address + "check/").content.decode()
    report(site, PAGE)
    assert "First event received" in client.get(address + "check/").content.decode()
    client.post(address + "deletion/")
    assert not Website.objects.exists()


def test_an_address_that_is_none_is_refused(client: Client, ana):
    client.force_login(ana)

    response = client.post("/dashboard/audience/", {"name": "Shop", "origins": "ftp://x"})

    assert "is no address of a site" in response.content.decode()
