"""Answers of a device that was offline: each taken once, what is good of it kept."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from parcours.core.survey import Survey as Definition
from parcours.listen.domain.surveys import answering, guarding, locking, offline, publishing
from parcours.listen.models import AnswerPicture, Invitation, Response, Survey
from tests.listen.surveys.asking import published, told

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NONE = timedelta()


@pytest.fixture
def nps(ana):
    return published(ana, "journey-nps")


def answer(**more) -> dict:
    """What a tablet tells of one person."""
    return {
        "key": str(uuid.uuid4()),
        "version": 1,
        "language": "fr",
        "context": {"shop": "Bastille", "secret": "no"},
        "values": {"recommend": 9, "liked": "La cloche."},
        "started_at": NOW.isoformat(),
        "left_at": None,
        "completed_at": (NOW + timedelta(seconds=20)).isoformat(),
        **more,
    }


def test_an_answer_brought_twice_is_one_response_told_once(nps):
    brought = answer()

    first = offline.take(nps, brought, late=NONE)
    again = offline.take(nps, brought, late=NONE)

    assert first == again == offline.Taken(key=brought["key"], state="kept")
    response = Response.objects.get()
    assert (response.channel, response.context, response.language, response.state) == (
        "kiosk", {"shop": "Bastille"}, "fr", "complete",
    )  # fmt: skip
    assert (response.started_at, response.completed_at) == (NOW, NOW + timedelta(seconds=20))
    assert [(each["name"], each["channel"]) for each in told()] == [
        ("recommend", "store"),
        ("liked", "store"),
    ]


def test_who_left_before_the_end_is_counted_as_far_as_they_came(nps):
    left = (NOW + timedelta(seconds=5)).isoformat()
    brought = answer(values={"recommend": 3}, completed_at=None, left_at=left)

    taken = offline.take(nps, brought, late=NONE)
    answering.leave(timezone.now() - answering.LEFT_AFTER)

    assert taken.state == "kept"
    assert Response.objects.get().state == "partial"
    assert [each["name"] for each in told()] == ["recommend"]


def test_who_is_quick_at_a_tablet_whose_clock_runs_ahead_is_counted(nps):
    ahead = timezone.now() + timedelta(seconds=30)
    done = ahead + timedelta(seconds=4)

    offline.take(
        nps, answer(started_at=ahead.isoformat(), completed_at=done.isoformat()), late=NONE
    )

    assert list(Response.objects.values_list("state", "aside")) == [("complete", "")]


def test_an_answer_to_the_questions_of_before_keeps_their_version(nps, ana):
    publishing.save(nps, {**nps.draft, "title": "Now"}, by=ana)
    publishing.publish(nps, ana)

    offline.take(nps, answer(), late=NONE)

    assert Response.objects.get().version.number == 1


def test_what_is_no_answer_is_refused_with_the_reason_and_the_rest_is_kept(nps):
    brought = answer(values={"recommend": 12, "liked": "La cloche."})

    taken = offline.take(nps, brought, late=NONE)

    reasons = {"recommend": "Choose a number from 0 to 10."}
    assert taken == offline.Taken(key=brought["key"], state="refused", reasons=reasons)
    assert [each.question for each in Response.objects.get().answers.all()] == ["liked"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"key": "7"}, "This is no answer."),
        ({"values": [9]}, "This is no answer."),
        ({"context": "Bastille"}, "This is no answer."),
        ({"version": "two"}, "This is no answer."),
        ({"started_at": "noon"}, "Its time cannot be read."),
        ({"version": 7}, "This survey is not open yet."),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_where_it_is(nps, changed, reason):
    taken = offline.take(nps, answer(**changed), late=NONE)

    assert (taken.state, taken.reasons) == ("refused", {"": reason})
    assert not Response.objects.exists()


def test_what_is_no_object_is_refused(nps):
    assert offline.take(nps, "nine", late=NONE).state == "refused"


def test_one_that_meets_an_error_of_ours_may_come_again_and_the_others_come_through(
    nps, monkeypatch, caplog
):
    good, bad = answer(), answer()

    def failing(survey, *, key, **more):
        if str(key) == bad["key"]:
            raise OSError("the disk is full")
        return begin(survey, key=key, **more)

    begin = answering.begin
    monkeypatch.setattr(answering, "begin", failing)
    results = bring(nps, bad, good).json()["results"]

    assert [each["state"] for each in results] == ["again", "kept"]
    assert "the disk is full" in caplog.text


def test_a_survey_that_was_closed_since_takes_what_was_answered_before(nps, ana):
    publishing.close(nps, by=ana)
    nps.refresh_from_db()
    late = answer(completed_at=None, started_at=(timezone.now()).isoformat())

    before = offline.take(nps, answer(), late=NONE)
    after = offline.take(nps, late, late=NONE)

    assert (before.state, after.state) == ("kept", "refused")


def test_the_key_of_someone_elses_answer_opens_nothing(nps):
    mine = answering.begin(nps, channel="link")

    taken = offline.take(nps, answer(key=str(mine.key)), late=NONE)

    assert taken.state == "refused"
    assert not mine.answers.exists()


def test_a_clock_that_is_wrong_is_righted_and_nothing_comes_from_the_future(nps):
    slow = (timezone.now() - timedelta(days=400)).isoformat()
    late = offline.lateness(slow)
    then = timezone.now() - timedelta(days=400, hours=1)
    brought = answer(started_at=then.isoformat(), completed_at=then.isoformat())

    offline.take(nps, brought, late=late)
    offline.take(nps, answer(started_at="2999-01-01T00:00", completed_at=None), late=NONE)

    hour = Response.objects.get(key=brought["key"])
    assert timedelta(minutes=59) < timezone.now() - hour.completed_at < timedelta(minutes=61)
    assert Response.objects.exclude(pk=hour.pk).get().started_at <= timezone.now()
    assert offline.lateness("noon") == offline.lateness(timezone.now().isoformat()) == NONE


def bring(survey: Survey, *answers, **more):
    stamp = guarding.Stamp(token=survey.door, channel="kiosk").sealed()
    body = {"stamp": stamp, "clock": timezone.now().isoformat(), "answers": answers, **more}
    return Client().post(
        f"/s/{survey.door}/kiosk/answers", json.dumps(body), content_type="application/json"
    )


ASKED = {
    "survey": "look",
    "title": "Look",
    "languages": ["en"],
    "questions": [
        {"kind": "picture", "key": "photo", "title": "Show us", "required": True},
        {"kind": "text", "key": "liked", "title": "What did you like?"},
    ],
}


def photograph() -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "JPEG")
    return SimpleUploadedFile("photo.jpg", written.getvalue(), "image/jpeg")


@pytest.fixture
def look(ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return published(ana, Definition.of(ASKED))


def test_a_photograph_brought_twice_is_one_and_need_not_come_again(look, tmp_path):
    key = str(uuid.uuid4())
    brought = answer(language="en", values={"photo": key, "liked": "The bell."})

    first = offline.take(look, brought, late=NONE, files={key: photograph()})
    again = offline.take(look, brought, late=NONE, files={key: photograph()})
    without = offline.take(look, brought, late=NONE)

    assert first == again == without == offline.Taken(key=brought["key"], state="kept")
    picture = AnswerPicture.objects.get()
    assert (str(picture.key), picture.response.state) == (key, "complete")
    assert [each.name for each in tmp_path.rglob("*.jpg")] == [f"{key}.jpg"]
    assert [each["name"] for each in told() if each["name"] == "liked"] == ["liked"]


def test_a_photograph_that_did_not_come_or_is_none_is_refused_and_the_rest_is_kept(look):
    key = str(uuid.uuid4())
    brought = answer(language="en", values={"photo": key, "liked": "The bell."})
    none = SimpleUploadedFile("photo.jpg", b"no picture")

    missing = offline.take(look, brought, late=NONE)
    wrong = offline.take(look, brought, late=NONE, files={key: none})

    assert (missing.state, missing.reasons) == (
        "refused", {"photo": "The picture did not come with it."},
    )  # fmt: skip
    assert (wrong.state, sorted(wrong.reasons)) == ("refused", ["photo"])
    assert [each.question for each in Response.objects.get().answers.all()] == ["liked"]


def test_nobody_takes_someone_elses_photograph(look):
    key = str(uuid.uuid4())
    mine, other = (answer(language="en", values={"photo": key}) for _ in range(2))

    offline.take(look, mine, late=NONE, files={key: photograph()})
    taken = offline.take(look, other, late=NONE, files={key: photograph()})

    assert taken.state == "refused"
    assert AnswerPicture.objects.get().response.key == uuid.UUID(mine["key"])


def test_a_batch_brings_its_photographs_as_files(look):
    key = str(uuid.uuid4())
    stamp = guarding.Stamp(token=look.door, channel="kiosk").sealed()
    brought = {"stamp": stamp, "answers": [answer(language="en", values={"photo": key})]}

    reply = Client().post(
        f"/s/{look.door}/kiosk/answers", {"brought": json.dumps(brought), key: photograph()}
    )

    assert [each["state"] for each in reply.json()["results"]] == ["kept"]
    assert AnswerPicture.objects.count() == 1


def test_a_pin_is_kept_as_what_checks_it_and_changed_by_those_who_edit(
    nps, ana, viewer, client
):
    address = f"/surveys/{nps.slug}/share/pin/"
    client.force_login(viewer)
    assert client.post(address, {"pin": "4711"}).status_code == 404
    client.force_login(ana)
    assert client.post(address, {"pin": "47"}).status_code == 422
    client.post(address, {"pin": "4711"})

    asked = Client().get(f"/s/{nps.door}/kiosk/survey.json").json()["pin"]
    assert asked["hash"] == locking.hashed("4711", asked["salt"], asked["rounds"])
    nps.refresh_from_db()
    assert nps.kiosk_pin == f"{asked['rounds']}${asked['salt']}${asked['hash']}"

    client.post(address, {"pin": ""})
    assert Client().get(f"/s/{nps.door}/kiosk/survey.json").json()["pin"] is None


def test_lists_where_one_value_belongs_are_refused_not_stumbled_over(ana):
    table = published(ana, "restaurant-table")
    brought = answer(values={"satisfied": [4], "aspects": {"food": ["better"]}})

    taken = offline.take(table, brought, late=NONE)

    assert (taken.state, sorted(taken.reasons)) == ("refused", ["aspects", "satisfied"])


def test_a_batch_says_of_each_answer_what_became_of_it(nps):
    good, bad = answer(), answer(values={"colour": "red"})

    reply = bring(nps, good, bad)

    assert reply.json() == {
        "results": [
            {"key": good["key"], "state": "kept", "reasons": {}},
            {
                "key": bad["key"],
                "state": "refused",
                "reasons": {"colour": "This survey has no such question."},
            },
        ]
    }


def test_a_batch_without_our_stamp_or_too_large_is_not_taken(nps):
    assert bring(nps, answer(), stamp="forged").status_code == 403
    assert bring(nps, *[answer()] * 26).status_code == 400
    assert Client().post("/s/nowhere/kiosk/answers").status_code == 404
    broken = Client().post(f"/s/{nps.door}/kiosk/answers", "{", content_type="application/json")
    assert broken.status_code == 403
    assert not Response.objects.exists()


def test_the_tablet_gets_all_it_needs_to_ask_without_us(nps):
    page = Client().get(f"/s/{nps.door}/kiosk/?lang=en").content.decode()
    asked = Client().get(f"/s/{nps.door}/kiosk/survey.json").json()
    worker = Client().get(f"/s/{nps.door}/kiosk/worker.js").content.decode()

    assert 'data-survey="/s/' in page
    assert sorted(asked["screens"]) == ["en", "fr"]
    assert "How likely are you" in asked["screens"]["en"]["recommend"]
    assert asked["definition"]["questions"][1]["show_if"] == {
        "question": "recommend", "at_most": 6,
    }  # fmt: skip
    files = json.loads(worker.splitlines()[0].removeprefix("const FILES = ").rstrip(";"))
    ours = [each for each in files if not each.startswith("/static/")]
    assert [Client().get(each).status_code for each in ours] == [200] * len(ours)
    assert all(finders.find(each.removeprefix("/static/")) for each in set(files) - set(ours))
    assert set(files) >= {each for each in page.split('"') if each.startswith("/static/")}


def test_one_persons_own_link_is_no_tablet(nps):
    invitation = Invitation.objects.create(survey=nps, customer_id="C-1", channel="email")

    assert Client().get(f"/s/{invitation.token}/kiosk/").status_code == 404
    assert Client().get(f"/s/{nps.door}x/kiosk/").status_code == 404
