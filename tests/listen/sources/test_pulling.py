"""Reviews come page by page, once each, and what is edited or deleted is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from parcours.listen.domain.sources import pulling
from parcours.listen.models import Review, Source
from parcours.people.models import Customer
from tests.listen.sources import kept
from tests.listen.sources.fake import Asked, Sites
from tests.listen.sources.kept import GOOGLE, TOKENS, events, payload
from tests.listen.sources.tokens import claims_in, claims_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def google(sites: Sites) -> Source:
    """Google with two pages: three reviews, then one of a rating alone."""
    sites.say(f"POST {TOKENS}", {"access_token": "g-access", "expires_in": 3599})
    pages = {None: "google_reviews_list", "CAEQAg": "edge_google_rating_only_anonymous"}
    sites.say(f"GET {GOOGLE}", lambda asked: payload(pages[asked.query.get("pageToken")]))
    return kept.google()


def listed(*reviews: dict[str, Any]) -> Any:
    return {"reviews": list(reviews)}


def all_of_google() -> list[dict[str, Any]]:
    pages = ("google_reviews_list", "edge_google_rating_only_anonymous")
    return [each for name in pages for each in payload(name)["reviews"]]


def again(source: Source, *, days: int = 0) -> None:
    """Pull once more; some days later where given, so that everything is read."""
    then = timezone.now() - timedelta(days=days)
    if days:
        Source.objects.filter(pk=source.pk).update(swept_at=then)
        Review.objects.filter(source=source).update(seen_at=then)
    pulling.pull.func(source.pk)


def test_a_first_pull_reads_every_page_and_tells_each_review_once(google: Source, sites: Sites):
    pulling.pull.func(google.pk)

    assert [each.query.get("pageToken") for each in sites.to("/reviews")] == [None, "CAEQAg"]
    assert events("event_id", "score", "scale", "text") == [
        {
            "event_id": "google:AbFvOq-r3",
            "score": 5.0,
            "scale": "stars_1_5",
            "text": "Parfait.",
        },
        {
            "event_id": "google:AbFvOq-r3:answer:52436c89d586452d",
            "score": None,
            "scale": None,
            "text": None,
        },
        {
            "event_id": "google:AbFvOq-r1",
            "score": 4.0,
            "scale": "stars_1_5",
            "text": "Très bel accueil, livraison un peu longue.",
        },
        {
            "event_id": "google:AbFvOq-r2",
            "score": 1.0,
            "scale": "stars_1_5",
            "text": "Colis jamais reçu, aucune réponse au téléphone.",
        },
        {"event_id": "google:AbFvOq-r9", "score": 2.0, "scale": "stars_1_5", "text": None},
    ]
    google.refresh_from_db()
    assert (google.position, google.problem, google.failures) == ({}, "", 0)
    assert google.swept_at == google.pulled_at


def test_pulling_twice_is_pulling_once(google: Source):
    pulling.pull.func(google.pk)
    before = events("event_id")
    again(google, days=8)

    assert events("event_id") == before
    assert Review.objects.count() == 4


def test_two_of_one_name_and_two_of_none_stay_as_many_people(google: Source, sites: Sites):
    other = payload("edge_google_rating_only_anonymous")["reviews"][0] | {"reviewId": "r10"}
    sites.say(f"GET {GOOGLE}", listed(*all_of_google(), other))
    pulling.pull.func(google.pk)

    whose = {each["customer_id"] for each in events("customer_id", "activity")}
    assert len(whose) == 5
    assert sorted(Customer.objects.values_list("name", flat=True)) == [
        "", "", "Bastien", "Hélène Dubreuil", "Hélène Dubreuil",
    ]  # fmt: skip


def test_no_name_of_an_author_enters_the_log(google: Source):
    pulling.pull.func(google.pk)

    told = str(events("properties", "text", "customer_id", "event_id"))
    assert "Dubreuil" not in told
    assert "Bastien" not in told


def test_who_gave_an_address_is_the_customer_of_that_address(sites: Sites):
    sites.say(f"POST {kept.TRUSTPILOT_TOKENS}", {"access_token": "t-access"})
    sites.say(f"GET {kept.UNIT}", payload("trustpilot_private_reviews"))
    karim = Customer.objects.create(name="Karim Zidi")
    karim.claims.create(kind="email", value="karim.z@courriel.example", source="shop")
    pulling.pull.func(kept.trustpilot().pk)

    assert {each.customer for each in Review.objects.all()} == {karim}
    assert {each["case_id"] for each in events("case_id", "activity")} == {"10482", None}
    (asked,) = sites.to("accesstoken")
    assert asked.headers["Authorization"] == "Basic dC1rZXk6dC1zZWNyZXQ="


def test_an_edited_review_is_one_more_event_and_the_first_stays(google: Source, sites: Sites):
    pulling.pull.func(google.pk)
    first, second, *rest = all_of_google()
    edited = second | {
        "starRating": "FOUR",
        "comment": "Colis retrouvé, merci.",
        "updateTime": "2026-03-04T09:00:00Z",
    }
    sites.say(f"GET {GOOGLE}", listed(edited, first, *rest))
    again(google)
    again(google, days=8)

    (told,) = [each for each in events("activity", "at", "score", "text", "event_id")
               if each["activity"] == "review.edited"]  # fmt: skip
    assert told == {
        "activity": "review.edited",
        "at": datetime(2026, 3, 4, 9, tzinfo=UTC),
        "score": 4.0,
        "text": "Colis retrouvé, merci.",
        "event_id": "google:AbFvOq-r2:2026-03-04T09:00:00+00:00",
    }
    assert [each["activity"] for each in events("activity")].count("review.posted") == 4


def test_between_sweeps_a_page_without_news_is_the_last_one(google: Source, sites: Sites):
    pulling.pull.func(google.pk)
    sites.say(f"GET {GOOGLE}", payload("google_reviews_list"))
    before = len(sites.to("/reviews"))
    again(google)

    assert len(sites.to("/reviews")) - before == 1


def test_a_review_is_deleted_only_where_its_source_says_it_is_gone(
    google: Source, sites: Sites
):
    pulling.pull.func(google.pk)
    first, second, third, fourth = all_of_google()
    sites.say(f"GET {GOOGLE}", listed(first, second))
    sites.say(f"GET {GOOGLE}/AbFvOq-r3", third)
    sites.say(f"GET {GOOGLE}/AbFvOq-r9", (404, {"error": {"message": "not found"}}))
    again(google, days=8)
    again(google, days=8)

    gone = Review.objects.exclude(deleted_at=None)
    assert [each.external_id for each in gone] == [fourth["reviewId"]]
    assert [
        each for each in events("activity", "event_id") if "deleted" in each["activity"]
    ] == [{"activity": "review.deleted", "event_id": "google:AbFvOq-r9:deleted"}]


def test_an_empty_page_deletes_nothing(google: Source, sites: Sites):
    more = [all_of_google()[0] | {"reviewId": f"m{number}"} for number in range(12)]
    sites.say(f"GET {GOOGLE}", listed(*more))
    pulling.pull.func(google.pk)
    sites.say(f"GET {GOOGLE}", payload("edge_google_empty_page"))
    again(google, days=8)

    google.refresh_from_db()
    assert Review.objects.filter(deleted_at=None).count() == 12
    assert google.problem == "missing"


def test_a_pull_goes_on_where_it_was_stopped(google: Source, sites: Sites):
    sites.say(
        f"GET {GOOGLE}",
        payload("google_reviews_list"),
        (503, {}),
        payload("edge_google_rating_only_anonymous"),
    )
    pulling.pull.func(google.pk)
    google.refresh_from_db()
    stopped = google.position["token"], google.problem, Review.objects.count()
    pulling.pull.func(google.pk)

    assert stopped == ("CAEQAg", "down", 3)
    assert Review.objects.count() == 4
    assert [each.query.get("pageToken") for each in sites.to("/reviews")] == [
        None, "CAEQAg", "CAEQAg",
    ]  # fmt: skip


def test_a_list_that_forgot_the_place_is_read_again_from_its_beginning(
    google: Source, sites: Sites
):
    sites.say(
        f"GET {GOOGLE}",
        payload("google_reviews_list"),
        (400, {"error": {"message": "Invalid page token"}}),
        payload("google_reviews_list"),
        payload("edge_google_rating_only_anonymous"),
    )
    pulling.pull.func(google.pk)
    pulling.pull.func(google.pk)

    google.refresh_from_db()
    assert (google.problem, Review.objects.count()) == ("", 4)


@pytest.mark.parametrize(
    ("status", "headers", "word", "minutes"),
    [
        (429, {"Retry-After": "1800"}, "busy", 30),
        (429, {}, "busy", 1),
        (503, {}, "down", 1),
        (403, {}, "denied", 720),
        (404, {}, "gone", 720),
    ],
)
def test_a_source_that_refuses_is_left_alone_for_a_while(
    google: Source, sites: Sites, status: int, headers: dict[str, str], word: str, minutes: int
):
    said = {"error": {"code": status, "message": "why, with g-secret and g-access in it"}}
    sites.say(f"GET {GOOGLE}", (status, said, headers))
    began = timezone.now()
    pulling.pull.func(google.pk)

    google.refresh_from_db()
    assert (google.problem, google.failures) == (word, 1)
    assert google.detail == f"{status} why, with … and … in it"
    waits = google.next_pull_at - began
    assert timedelta(minutes=minutes) <= waits < timedelta(minutes=minutes, seconds=30)


def test_each_failure_waits_longer_than_the_one_before(google: Source, sites: Sites):
    sites.say(f"GET {GOOGLE}", (500, {}))
    waits = []
    for _time in range(8):
        began = timezone.now()
        pulling.pull.func(google.pk)
        google.refresh_from_db()
        waits.append(round((google.next_pull_at - began).total_seconds() / 60))

    assert waits == [1, 5, 15, 60, 240, 720, 720, 720]


def test_keys_that_google_takes_no_more_say_so(google: Source, sites: Sites):
    said = {"error": "invalid_grant", "error_description": "Token has been revoked."}
    sites.say(f"POST {TOKENS}", (400, said))
    pulling.pull.func(google.pk)

    google.refresh_from_db()
    assert (google.problem, google.detail) == ("denied", "400 Token has been revoked.")


@pytest.mark.parametrize(
    "said", [b"<html>welcome</html>", [1, 2], {"reviews": [{"reviewId": "r1"}]}]
)
def test_an_answer_of_another_shape_is_a_problem_and_takes_nothing(
    google: Source, sites: Sites, said: Any
):
    sites.say(f"GET {GOOGLE}", (200, said))
    pulling.pull.func(google.pk)

    google.refresh_from_db()
    assert (google.problem, Review.objects.count()) == ("odd", 0)


def test_what_is_not_connected_or_paused_reaches_no_network(google: Source, sites: Sites):
    now = timezone.now()
    kept.trustpilot(paused_at=now, next_pull_at=now)
    Source.objects.filter(pk=google.pk).update(secrets="", next_pull_at=now)
    pulling.pull_due.func()
    for source in Source.objects.all():
        pulling.pull.func(source.pk)
        pulling.pull_one.func(source.pk, "1", "2")

    assert sites.asked == []


def test_a_source_whose_time_has_come_is_pulled(google: Source, run_jobs: Any):
    Source.objects.filter(pk=google.pk).update(next_pull_at=timezone.now())
    pulling.pull_due.func()
    run_jobs()

    google.refresh_from_db()
    assert Review.objects.count() == 4
    assert google.next_pull_at - google.pulled_at == timedelta(hours=1)


def test_a_long_list_is_read_in_several_jobs(google: Source, sites: Sites, run_jobs: Any):
    def page(asked: Asked) -> Any:
        number = int(asked.query.get("pageToken", 1))
        review = all_of_google()[0] | {"reviewId": f"r{number}"}
        return {"reviews": [review]} | (
            {"nextPageToken": str(number + 1)} if number < 30 else {}
        )

    sites.say(f"GET {GOOGLE}", page)
    pulling.pull.func(google.pk)
    half = Review.objects.count()
    run_jobs()

    assert (half, Review.objects.count()) == (20, 30)


def test_a_test_of_the_connection_keeps_nothing_and_says_how_it_went(
    google: Source, sites: Sites
):
    pulling.test.func(google.pk)
    google.refresh_from_db()
    good = google.problem, google.tested_at is not None, Review.objects.count()
    sites.say(f"GET {GOOGLE}", (403, {"error": {"message": "no access"}}))
    pulling.test.func(google.pk)
    google.refresh_from_db()

    assert good == ("", True, 0)
    assert (google.problem, google.detail) == ("denied", "403 no access")


def test_keys_that_no_key_of_the_site_opens_are_a_problem_with_a_name(
    google: Source, settings: Any
):
    settings.SECRET_KEY = "another"
    pulling.pull.func(google.pk)
    pulling.test.func(google.pk)

    google.refresh_from_db()
    assert google.problem == "locked"


def test_apple_gets_a_token_that_lives_minutes_and_is_signed_with_our_key(sites: Sites):
    sites.say(
        f"GET {kept.APPLE}/apps/6440000000/customerReviews",
        payload("appstore_customer_reviews"),
        payload("edge_appstore_timezone"),
    )
    pulling.pull.func(kept.app_store().pk)

    header, claims = claims_of(sites.asked[0], kept.APPLE_KEY.public_key())
    assert header == {"alg": "ES256", "typ": "JWT", "kid": "2X9R4HXF34"}
    assert claims["exp"] - claims["iat"] == 900
    assert claims["aud"] == "appstoreconnect-v1"
    assert Review.objects.count() == 2


def test_google_play_gets_an_assertion_of_its_service_account(sites: Sites):
    sites.say(f"POST {TOKENS}", {"access_token": "p-access"})
    sites.say(
        f"GET {kept.PLAY}/reviews",
        payload("play_reviews_list"),
        payload("edge_play_title_tab_body_translated"),
    )
    pulling.pull.func(kept.play().pk)

    claims = claims_in(sites.to("token")[0].body, kept.PLAY_KEY.public_key())
    assert claims["iss"] == "parcours@brindille.example"
    assert claims["scope"] == "https://www.googleapis.com/auth/androidpublisher"
    assert Review.objects.count() == 3
    told = {each["event_id"]: each["text"] for each in events("event_id", "text")}
    assert told["play:gp:AOqpTOExample3"] == "Rubbish\nCannot log in since the update"
