"""A reply is drafted, changed by a person, and sent once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parcours.listen.domain.sources import pulling, replying
from parcours.listen.domain.sources.drafting import drafts
from parcours.listen.domain.sources.replying import CannotSend, longest
from parcours.listen.domain.sources.taking import event_id
from parcours.listen.models import Reply, ReplyTemplate, Review, Source, Verbatim
from parcours.people.models import Member
from parcours.site.models import Job
from tests.listen.sources import kept
from tests.listen.sources.fake import Sites
from tests.listen.sources.kept import GOOGLE, TOKENS, events, payload

pytestmark = pytest.mark.django_db
WORDS = "Bonjour Bastien, nous avons rouvert l’enquête auprès du transporteur."


def connected(sites: Sites, kind: str) -> Source:
    """A source that lets us in, with its sample reviews pulled."""
    sites.say(f"POST {TOKENS}", {"access_token": "a"})
    sites.say(f"POST {kept.TRUSTPILOT_TOKENS}", {"access_token": "t"})
    last = payload("google_reviews_list") | {"nextPageToken": ""}
    sites.say(f"GET {GOOGLE}", last)
    sites.say(f"GET {kept.UNIT}", payload("trustpilot_private_reviews"))
    apple = payload("edge_appstore_timezone")
    sites.say(f"GET {kept.APPLE}/apps/6440000000/customerReviews", apple)
    play = payload("play_reviews_list") | {"tokenPagination": {}}
    sites.say(f"GET {kept.PLAY}/reviews", play)
    source: Source = getattr(kept, kind)()
    pulling.pull.func(source.pk)
    return source


@pytest.fixture
def bastien(sites: Sites) -> Review:
    """A review on Google, one star."""
    connected(sites, "google")
    sites.say(f"PUT {GOOGLE}/AbFvOq-r2/reply", {"comment": WORDS})
    return Review.objects.get(external_id="AbFvOq-r2")


def asked(review: Review, by: Member, text: str = WORDS) -> Reply:
    reply = replying.write(review, text, by=by)
    replying.send(reply, by=by)
    return reply


def test_a_reply_is_put_under_its_review_and_told_once(
    bastien: Review, ana: Member, sites: Sites, run_jobs: Any
):
    reply = asked(bastien, ana)
    replying.send(Reply.objects.get(pk=reply.pk), by=ana)
    run_jobs()
    replying.send(Reply.objects.get(pk=reply.pk), by=ana)
    replying.deliver.func(reply.pk)

    (put,) = sites.to("/reply")
    assert (put.method, put.body) == ("PUT", {"comment": WORDS})
    assert Reply.objects.get(pk=reply.pk).state == "sent"
    answered = [each for each in events("activity", "event_id", "text")
                if each["activity"] == "review.answered"]  # fmt: skip
    assert [each["text"] for each in answered] == [None, None]


def test_our_own_reply_comes_back_with_the_next_pull_and_is_known(
    bastien: Review, ana: Member, sites: Sites, run_jobs: Any
):
    asked(bastien, ana)
    run_jobs()
    before = events("event_id")
    page = payload("google_reviews_list") | {"nextPageToken": ""}
    page["reviews"][1]["reviewReply"] = {"comment": WORDS, "updateTime": "2026-03-05T10:00:00Z"}
    sites.say(f"GET {GOOGLE}", page)
    pulling.pull.func(bastien.source_id)

    assert bastien.replies.count() == 1
    assert events("event_id") == before


def test_trustpilot_gets_the_reply_in_the_name_of_our_user(
    ana: Member, sites: Sites, run_jobs: Any
):
    connected(sites, "trustpilot")
    review = Review.objects.get(title="Déçu par la taille")
    standing = payload("trustpilot_private_reviews")["reviews"][0]
    place = f"{kept.TRUSTPILOT}/reviews/{review.external_id}"
    sites.say(f"GET {place}", standing)
    sites.say(f"POST {place}/reply", (201, {}))
    reply = asked(review, ana, "Merci")
    run_jobs()
    (post,) = sites.to("/reply")
    sites.say(f"GET {place}", standing | {"companyReply": {"text": "Merci",
              "createdAt": "2026-03-05T10:00:00Z"}})  # fmt: skip
    # As if the worker had been killed between Trustpilot's yes and our own note of it.
    Reply.objects.filter(pk=reply.pk).update(sent_at=None)
    replying.deliver.func(reply.pk)

    assert post.body == {"message": "Merci", "authorBusinessUserId": "bu-1"}
    assert len(sites.to("/reply")) == 1
    assert Reply.objects.get(pk=reply.pk).state == "sent"


def test_apple_and_google_play_get_replies_as_they_want_them(
    ana: Member, sites: Sites, run_jobs: Any
):
    connected(sites, "app_store")
    sites.say(f"POST {kept.APPLE}/customerReviewResponses", (201, {"data": {}}))
    asked(Review.objects.get(title="👏"), ana, "Merci !")
    connected(sites, "play")
    sites.say(f"POST {kept.PLAY}/reviews/gp:AOqpTOExample1:reply", {"result": {}})
    asked(Review.objects.get(text="Pratique mais lent"), ana, "Bonjour")
    run_jobs()

    assert sites.to("customerReviewResponses")[0].body == {
        "data": {
            "type": "customerReviewResponses",
            "attributes": {"responseBody": "Merci !"},
            "relationships": {
                "review": {
                    "data": {
                        "type": "customerReviews",
                        "id": "00000081-b08c-0014-729e-fbd500000002",
                    }
                }
            },
        }
    }
    assert sites.to(":reply")[0].body == {"replyText": "Bonjour"}


def test_a_reply_longer_than_its_site_takes_is_not_sent(
    ana: Member, sites: Sites, run_jobs: Any
):
    connected(sites, "play")
    review = Review.objects.get(text="Pratique mais lent")
    reply = replying.write(review, "x" * 351, by=ana)

    with pytest.raises(CannotSend, match="351 characters; Google Play takes 350"):
        replying.send(reply, by=ana)
    assert (reply.state, longest(review)) == ("draft", 350)


def test_a_busy_site_is_asked_again_and_a_refusal_is_final(
    bastien: Review, ana: Member, sites: Sites, run_jobs: Any
):
    place = f"PUT {GOOGLE}/AbFvOq-r2/reply"
    sites.say(place, (503, {}), (400, {"error": {"message": "Reply is too rude"}}))
    reply = asked(bastien, ana)
    replying.deliver.func(reply.pk)
    reply.refresh_from_db()
    first = reply.state, reply.problem, reply.tries
    replying.deliver.func(reply.pk)
    reply.refresh_from_db()
    sites.say(place, {})
    replying.write(bastien, "Bonjour", by=ana)
    refused = reply.state, reply.problem, reply.detail
    replying.send(reply, by=ana)
    run_jobs()
    reply.refresh_from_db()

    assert first == ("waiting", "down", 1)
    assert refused == ("failed", "refused", "400 Reply is too rude")
    assert (reply.state, reply.text, sites.to("/reply")[-1].body) == (
        "sent",
        "Bonjour",
        {"comment": "Bonjour"},
    )


def test_what_is_on_its_way_is_not_changed_any_more(bastien: Review, ana: Member):
    reply = asked(bastien, ana)

    assert replying.write(bastien, "another", by=ana).pk == reply.pk
    assert Reply.objects.get(pk=reply.pk).text == WORDS


def test_a_reply_to_what_is_gone_or_to_a_file_is_not_sent(bastien: Review, ana: Member):
    Review.objects.filter(pk=bastien.pk).update(deleted_at=timezone.now())
    shelf = Source.objects.create(kind="file", name="Files")
    now = timezone.now()
    other = Review.objects.create(
        source=shelf, external_id="1", at=now, seen_at=now, customer=bastien.customer
    )
    gone = replying.write(Review.objects.get(pk=bastien.pk), "x", by=ana)
    by_hand = replying.write(other, "Merci", by=ana)

    with pytest.raises(CannotSend, match="not there any more"):
        replying.send(gone, by=ana)
    with pytest.raises(CannotSend, match="copy it"):
        replying.send(by_hand, by=ana)
    replying.copied(by_hand, by=ana)
    replying.copied(by_hand, by=ana)
    assert Reply.objects.get(pk=by_hand.pk).state == "sent"
    assert [each["activity"] for each in events("activity")].count("review.answered") == 2


def test_a_draft_speaks_the_language_of_the_review_and_names_its_author(bastien: Review):
    bastien.language = "fr"
    (draft,) = drafts(bastien)

    assert draft.text.startswith("Bonjour Bastien,\n\nMerci de nous l’avoir dit")


def test_a_draft_for_nobody_in_particular_has_no_gap(bastien: Review):
    bastien.author, bastien.language, bastien.rating = "", "en", 5.0

    assert drafts(bastien)[0].text.startswith("Hello,\n\nThank you for these kind words")


def test_a_draft_takes_up_what_the_review_complains_of(bastien: Review):
    bastien.language = "en"
    Verbatim.objects.create(
        customer_id=bastien.customer.customer_id, event_id=event_id(bastien), bucket=0,
        at=bastien.at, text="x", words="x", negative=0b10, present=0b10, revision=1,
        activity="review.posted",
    )  # fmt: skip

    assert "We know what waiting costs" in drafts(bastien)[0].text


def test_the_companys_own_template_comes_first_where_it_fits(bastien: Review):
    bastien.language = "fr"
    ReplyTemplate.objects.create(
        name="Excuses", language="fr", lowest=1, highest=2, text="{name}, à {place}, pardon."
    )
    ReplyTemplate.objects.create(name="Merci", language="fr", lowest=4, highest=5, text="!")

    own, usual = drafts(bastien)
    assert (own.name, own.text) == ("Excuses", "Bastien, à Lille, pardon.")
    assert usual.name == ""


def test_a_site_that_asks_to_wait_is_obeyed(bastien: Review, ana: Member, sites: Sites):
    sites.say(f"PUT {GOOGLE}/AbFvOq-r2/reply", (429, {}, {"Retry-After": "3600"}))
    reply = asked(bastien, ana)
    Job.objects.all().delete()
    began = timezone.now()
    replying.deliver.func(reply.pk)

    waits = Job.objects.get(task__endswith="replying.deliver").run_at - began
    assert timedelta(hours=1) <= waits < timedelta(hours=1, minutes=1)


def test_google_counts_bytes_so_an_accent_counts_twice(bastien: Review, ana: Member):
    reply = replying.write(bastien, "é" * 2_049, by=ana)

    with pytest.raises(CannotSend, match="4098 characters; Google Business Profile takes 4096"):
        replying.send(reply, by=ana)
