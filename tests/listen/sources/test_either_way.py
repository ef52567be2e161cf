"""One review however it comes: as a file of what its site answered, and from the site."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parcours.listen.domain.sources import pulling
from parcours.listen.domain.sources.bringing import Brought, bring
from parcours.listen.domain.sources.keeping import REVIEWS
from parcours.listen.models import Review, Source
from parcours.people.models import Claim, Customer, Member
from tests.listen.sources import kept
from tests.listen.sources.fake import Sites
from tests.listen.sources.kept import events, payload

pytestmark = pytest.mark.django_db
WAYS = {
    "google": (kept.google, kept.GOOGLE, "google_reviews_list"),
    "trustpilot": (kept.trustpilot, kept.UNIT, "trustpilot_private_reviews"),
    "appstore": (
        kept.app_store, f"{kept.APPLE}/apps/6440000000/customerReviews",
        "appstore_customer_reviews",
    ),
    "play": (kept.play, f"{kept.PLAY}/reviews", "play_reviews_list"),
}  # fmt: skip


@pytest.fixture
def shelf() -> Source:
    return Source.objects.create(kind="file", name="Files")


@pytest.fixture
def site(sites: Sites) -> Callable[[str], Source]:
    """Connect a site that answers one page; it is not pulled yet."""

    def connected(kind: str) -> Source:
        connect, address, _name = WAYS[kind]
        for door in (kept.TOKENS, kept.TRUSTPILOT_TOKENS):
            sites.say(f"POST {door}", {"access_token": "access"})
        sites.say(f"GET {address}", answered(kind))
        return connect()

    return connected


def answered(kind: str) -> dict[str, Any]:
    told = payload(WAYS[kind][2])
    without = ("nextPageToken", "tokenPagination", "links")
    return {name: each for name, each in told.items() if name not in without}


def brought(shelf: Source, told: dict[str, Any], by: Member) -> Brought:
    file = SimpleUploadedFile("answer.json", json.dumps(told).encode())
    return bring(shelf, file, by=by)


def all_told() -> list[dict[str, Any]]:
    return events("event_id", "customer_id", "at", "score", "text", "source")


@pytest.mark.parametrize("kind", WAYS)
def test_a_pull_knows_what_a_file_brought_and_takes_it_over(
    shelf: Source, site: Callable[[str], Source], ana: Member, kind: str
):
    new = brought(shelf, answered(kind), ana).new
    before = all_told()
    source = site(kind)

    pulling.pull.func(source.pk)

    assert new > 0
    assert all_told() == before
    assert {each["source"] for each in before} == {kind}
    assert [each.source for each in Review.objects.all()] == [source] * new
    assert {each.place for each in Review.objects.all()} == {source.places[0]["id"]}


@pytest.mark.parametrize("kind", WAYS)
def test_a_file_of_what_was_pulled_brings_nothing(
    shelf: Source, site: Callable[[str], Source], ana: Member, kind: str
):
    source = site(kind)
    pulling.pull.func(source.pk)
    before, reviews = all_told(), list(Review.objects.values())

    again = brought(shelf, answered(kind), ana)

    assert again == Brought(new=0, edited=0, same=len(reviews), left_out=0)
    assert all_told() == before
    assert list(Review.objects.values()) == reviews


def test_a_file_changes_what_was_pulled_only_by_what_was_written_later(
    shelf: Source, site: Callable[[str], Source], ana: Member
):
    pulling.pull.func(site("google").pk)
    first, *_others = answered("google")["reviews"]
    older = first | {"comment": "Old.", "updateTime": "2026-02-27T17:12:00Z"}
    newer = first | {"comment": "New.", "updateTime": "2026-03-09T10:00:00Z"}

    counts = [brought(shelf, {"reviews": [each]}, ana).edited for each in (older, newer, older)]

    assert counts == [0, 1, 0]
    review = Review.objects.get(external_id=first["reviewId"])
    assert (review.text, review.place_name) == ("New.", "Lille")


def test_two_shelves_hold_one_review_of_a_site_but_each_its_own_numbers(
    shelf: Source, ana: Member
):
    other = Source.objects.create(kind="file", name="Other files")
    table = b"id;date;note;avis\n1;2026-03-02;4;Bien\n"
    for each in (shelf, other):
        brought(each, answered("google"), ana)
        bring(each, SimpleUploadedFile("avis.csv", table), by=ana)

    assert Counter(Review.objects.values_list("source__name", "site")) == {
        ("Files", "google"): 3,
        ("Files", "file"): 1,
        ("Other files", "file"): 1,
    }


def test_who_wrote_is_one_person_either_way(
    shelf: Source, site: Callable[[str], Source], ana: Member
):
    brought(shelf, answered("trustpilot"), ana)
    people = Customer.objects.count()

    pulling.pull.func(site("trustpilot").pk)

    assert Customer.objects.count() == people
    assert {each.value.partition(":")[0] for each in Claim.objects.filter(kind="channel")} == {
        "trustpilot"
    }


def test_who_was_forgotten_in_a_file_is_not_brought_back_by_a_pull(
    shelf: Source, site: Callable[[str], Source], ana: Member
):
    brought(shelf, answered("google"), ana)
    author = Review.objects.get(text__startswith="Colis").customer
    REVIEWS.erase([author.customer_id])

    pulling.pull.func(site("google").pk)

    assert Review.objects.count() == 3
    assert not Review.objects.filter(text__startswith="Colis").exists()


def test_a_site_that_is_connected_anew_knows_its_reviews(site: Callable[[str], Source]):
    before = site("google")
    pulling.pull.func(before.pk)
    Source.objects.filter(pk=before.pk).update(secrets="")
    anew = site("google")

    pulling.pull.func(anew.pk)

    assert [each.source for each in Review.objects.all()] == [anew] * 3
