"""What is kept of those who answer: exported, erased, and forgotten in time."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from parcours.listen.domain.surveys import answering, photographs
from parcours.listen.domain.surveys.keeping import ANSWERS
from parcours.listen.models import AnswerPicture, Invitation, Response
from tests.listen.surveys.asking import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def delivery(ana):
    return published(ana, "after-delivery")


def answered(survey, customer_id: str) -> Response:
    """An invitation answered with words and a photograph."""
    invitation = Invitation.objects.create(
        survey=survey, customer_id=customer_id, channel="email", context={"order": "A-7"}
    )
    response = answering.begin(survey, channel="email", invitation=invitation)
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    key = photographs.receive(response, "photo", SimpleUploadedFile("a.png", file.getvalue()))
    values = {"satisfied": 1, "went-wrong": ["damaged"], "photo": key, "words": "Broken."}
    return answering.accept(response, values)


def test_an_export_holds_what_was_asked_answered_and_shown(media, delivery):
    response = answered(delivery, "C-1")
    answered(delivery, "C-2")

    exported = dict(ANSWERS.export(["C-1"]))

    picture = AnswerPicture.objects.get(response=response)
    assert list(exported) == ["answers.json", "invitations.json", f"pictures/{picture.key}.jpg"]
    assert exported["answers.json"] == [
        {
            "survey": "Votre livraison",
            "version": 1,
            "started_at": response.started_at,
            "completed_at": response.completed_at,
            "channel": "email",
            "language": "fr",
            "about": {"order": "A-7"},
            "answers": {
                "satisfied": 1, "went-wrong": ["damaged"], "photo": str(picture.key),
                "words": "Broken.",
            },
        }
    ]  # fmt: skip
    assert [each["answered_at"] for each in exported["invitations.json"]] == [
        response.completed_at
    ]


def test_an_erasure_leaves_nothing_of_theirs(
    media, delivery, django_capture_on_commit_callbacks
):
    answered(delivery, "C-1")
    other = answered(delivery, "C-2")

    with django_capture_on_commit_callbacks(execute=True):
        ANSWERS.erase(["C-1"])
    ANSWERS.erase(["C-1"])

    assert list(Response.objects.all()) == [other]
    assert Invitation.objects.count() == AnswerPicture.objects.count() == 1
    assert len(list(media.rglob("*.jpg"))) == 1


def test_who_answered_without_a_name_is_erased_by_what_the_log_calls_them(ana):
    survey = published(ana, "restaurant-table")
    nameless = answering.accept(answering.begin(survey, channel="qr"), {"satisfied": 2})
    begun = answering.begin(
        survey,
        channel="email",
        invitation=Invitation.objects.create(survey=survey, customer_id="C-1", channel="email"),
    )

    ANSWERS.erase([nameless.speaker, "C-1", "answer-x"])

    assert not Response.objects.filter(pk__in=[nameless.pk, begun.pk]).exists()


def test_in_time_choices_and_scores_stay_and_people_are_forgotten(media, delivery):
    response = answered(delivery, "C-1")
    fresh = answered(delivery, "C-2")
    now = timezone.now()
    old = now - timedelta(days=2000)
    Response.objects.filter(pk=response.pk).update(updated_at=old, context={
        "order": "A-7", "shop": "Lyon",
    })  # fmt: skip
    Invitation.objects.filter(customer_id="C-1").update(made_at=old)

    assert ANSWERS.expire is not None
    assert ANSWERS.expire(now - timedelta(days=1000)) > 0
    assert ANSWERS.expire(now - timedelta(days=1000)) == 0

    response.refresh_from_db()
    assert (response.customer_id, response.context) == ("", {"shop": "Lyon"})
    assert answering.values_of(response) == {
        "satisfied": 1, "went-wrong": ["damaged"], "photo": "", "words": "",
    }  # fmt: skip
    assert answering.values_of(fresh)["words"] == "Broken."
    assert list(Invitation.objects.values_list("customer_id", flat=True)) == ["C-2"]
