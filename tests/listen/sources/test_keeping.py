"""Authors and notes can be exported, erased, and forgotten after a while."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from parcours.listen.domain.sources import noting, pulling
from parcours.listen.domain.sources.keeping import NOTES, REVIEWS
from parcours.listen.domain.sources.noting import About
from parcours.listen.models import Note, Review, Source
from parcours.people.domain import erasing
from parcours.people.models import Customer, Member
from tests.listen.sources import kept
from tests.listen.sources.fake import Sites
from tests.listen.sources.kept import GOOGLE, TOKENS, events, payload

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(sites: Sites) -> Source:
    sites.say(f"POST {TOKENS}", {"access_token": "a"})
    sites.say(f"GET {GOOGLE}", payload("google_reviews_list") | {"nextPageToken": ""})
    made = kept.google()
    pulling.pull.func(made.pk)
    return made


def test_an_export_has_the_reviews_of_a_person_and_what_was_answered(source: Source):
    review = Review.objects.get(external_id="AbFvOq-r3")

    exported = dict(REVIEWS.export([review.customer.customer_id]))

    assert [each["author"] for each in exported["reviews.json"]] == ["Hélène Dubreuil"]
    assert [each["text"] for each in exported["replies.json"]] == ["Merci beaucoup !"]


def test_who_was_forgotten_does_not_come_back_with_the_next_pull(
    source: Source, ana: Member, run_jobs: Any, settings: Any, tmp_path: Any
):
    settings.BACKUPS = tmp_path
    bastien = Review.objects.get(external_id="AbFvOq-r2")
    erasing.erase(bastien.customer, by=ana)
    run_jobs()
    Source.objects.filter(pk=source.pk).update(swept_at=None)
    pulling.pull.func(source.pk)

    bastien.refresh_from_db()
    assert (bastien.author, bastien.text, bastien.rating, bastien.customer) == (
        "",
        "",
        None,
        None,
    )
    assert bastien.forgotten_at is not None
    assert "r2" not in bastien.external_id
    assert Review.objects.count() == 3
    assert [each["event_id"] for each in events("event_id") if "r2" in each["event_id"]] == []


def test_old_reviews_are_forgotten_where_the_owner_says_so(source: Source):
    assert REVIEWS.expire(datetime(2026, 2, 1, tzinfo=UTC)) == 1
    assert REVIEWS.expire(datetime(2026, 2, 1, tzinfo=UTC)) == 0
    assert Review.objects.exclude(forgotten_at=None).count() == 1


def test_notes_of_a_person_are_exported_and_erased(ana: Member):
    anne = Customer.objects.create(name="Anne")
    note = Note(title="T", text="Elle dit : c’est long.", language="fr")
    noting.write(note, person=anne, by=ana)
    noting.quote(note, "c’est long", about=About(), by=ana)

    ((name, exported),) = NOTES.export([anne.customer_id])
    assert (name, exported[0]["text"], exported[0]["quotes"][0]["text"]) == (
        "notes.json",
        "Elle dit : c’est long.",
        "c’est long",
    )
    NOTES.erase([anne.customer_id])
    assert Note.objects.count() == 0


def test_an_anonymous_note_is_erased_by_what_the_log_calls_it(ana: Member):
    kept, gone = (Note(title="T", text="x", language="fr") for _each in range(2))
    noting.write(kept, person=None, by=ana)
    noting.write(gone, person=None, by=ana)
    NOTES.erase([gone.speaker])

    assert list(Note.objects.all()) == [kept]


def test_old_notes_go(ana: Member):
    long_ago = timezone.now() - timedelta(days=2000)
    noting.write(Note(title="T", text="x", language="fr", at=long_ago), person=None, by=ana)

    assert NOTES.expire(timezone.now() - timedelta(days=1095)) == 1
    assert Note.objects.count() == 0
