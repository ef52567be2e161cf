"""Pages where people answer: each step kept, resumed from the same link, without scripts."""

import gzip
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from parcours.core.survey import Survey as Definition
from parcours.listen.domain.surveys import answering, guarding, mailing, publishing
from parcours.listen.models import AnswerPicture, Invitation, Logo, Response
from parcours.people.models import Customer
from tests.listen.surveys.asking import published, told
from tests.listen.surveys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """People of tests read fast."""
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)


@pytest.fixture
def nps(ana):
    return published(ana, "journey-nps")


@pytest.fixture
def invitation(nps):
    Customer.objects.create(customer_id="C-1", name="Claire")
    return Invitation.objects.create(survey=nps, customer_id="C-1", channel="email")


def test_someone_answers_a_question_a_screen_until_the_thanks(nps):
    someone = Visitor().opens(f"{nps.url}?channel=qr&shop=Bastille")
    assert (someone.questions, someone.heading) == (["recommend"], "Hello there")

    someone.sends(recommend="9")
    assert (someone.questions, someone.heading) == (["liked"], "")

    someone.sends(liked="The bell.")
    assert someone.heading == "Thank you very much!"
    assert [(each["name"], each["channel"], each["properties"]["shop"]) for each in told()] == [
        ("recommend", "store", "Bastille"),
        ("liked", "store", "Bastille"),
    ]


def test_a_required_question_is_asked_again_with_the_reason(nps):
    someone = Visitor().opens(nps.url).sends()

    assert (someone.status, someone.questions) == (422, ["recommend"])
    assert someone.mistakes == ["This question needs an answer."]

    someone.sends(recommend="12")
    assert someone.mistakes == ["Choose a number from 0 to 10."]

    someone.sends(recommend="5")
    assert someone.questions == ["to-improve"]
    assert Response.objects.count() == 1


def test_going_back_keeps_what_was_written_and_leads_on_by_the_new_answer(nps):
    someone = Visitor().opens(nps.url).sends(recommend="3")

    someone.sends(to_improve="The queue", go="back")
    assert (someone.questions, someone.checked) == (["recommend"], ["3"])

    someone.sends(recommend="2")
    assert ">The queue</textarea>" in someone.page

    someone.sends(to_improve="The queue").sends()
    assert someone.heading == "Thank you for being frank."


def test_the_same_link_goes_on_where_one_stopped(nps):
    someone = Visitor().opens(nps.url).sends(recommend="9")

    assert someone.opens(nps.url).questions == ["liked"]
    assert someone.opens(f"{nps.url}?table=9").questions == ["recommend"]
    assert Visitor().opens(nps.url).questions == ["recommend"]

    someone.opens(nps.url).sends()
    assert someone.opens(nps.url).questions == ["recommend"]


def test_a_form_sent_twice_begins_one_response(nps):
    someone, impatient = Visitor(), Visitor()
    someone.opens(nps.url)
    impatient.page = someone.page

    someone.sends(recommend="8")
    impatient.sends(recommend="8")
    assert impatient.questions == ["missing"]

    impatient.sends()
    impatient.page = Visitor().opens(nps.url).page
    assert [each.state for each in Response.objects.all()] == ["complete"]


def test_a_form_sent_again_after_the_end_changes_nothing(nps):
    someone = Visitor().opens(nps.url)
    first = someone.page
    someone.sends(recommend="8").sends()

    someone.page = first
    someone.sends(recommend="0")

    assert someone.heading == "Thank you for being frank."
    assert [each["score"] for each in told()] == [8.0]


def test_an_invitation_greets_by_name_is_resumed_and_answered_once(nps, invitation):
    phone, desk = Visitor(), Visitor()

    assert phone.opens(invitation.url).heading == "Hello Claire"
    phone.sends(recommend="9")
    assert desk.opens(invitation.url).questions == ["liked"]
    desk.sends(liked="All")

    assert phone.opens(invitation.url).heading == "Thank you very much!"
    invitation.refresh_from_db()
    assert invitation.state == "answered"
    assert {each["who"] for each in told()} == {"C-1"}


def test_the_link_of_a_mail_chooses_a_score_but_gives_none(nps, invitation):
    scanner = Visitor().opens(f"{invitation.url}?recommend=9")

    assert scanner.checked == ["9"]
    assert "data-chosen" in scanner.page
    assert not Response.objects.exists()

    reader = Visitor().opens(f"{invitation.url}?nps=9").sends(recommend="9")
    assert reader.questions == ["liked"]
    assert Visitor().opens(f"{invitation.url}?nps=3&q=recommend").checked == ["9"]
    assert Visitor().opens(f"{nps.url}?nps=99").checked == []


@pytest.mark.parametrize(
    ("headers", "query", "language"),
    [
        ({"accept-language": "de, en;q=0.5"}, "", "en"),
        ({"accept-language": "fr-CA"}, "", "fr"),
        ({"accept-language": "de"}, "", "fr"),
        ({"accept-language": "fr"}, "?lang=en", "en"),
        ({"accept-language": "en"}, "?lang=xx", "en"),
    ],
)
def test_the_page_speaks_the_readers_language(french, nps, headers, query, language):
    page = Visitor(**headers).opens(nps.url + query).page

    assert f'<html lang="{language}">' in page
    assert {"en": ">Next<", "fr": ">Suivant<"}[language] in page


def test_a_language_chosen_once_stays(nps):
    someone = Visitor().opens(f"{nps.url}?lang=fr").sends(recommend="10")

    assert '<html lang="fr">' in someone.page
    assert Response.objects.get().language == "fr"


def test_a_page_of_all_questions_shows_those_that_an_answer_calls_for(ana):
    definition = Definition.of({**_definition("after-case-closed"), "layout": "page"})
    someone = Visitor().opens(published(ana, definition).url)
    assert someone.questions == ["easy", "solved"]

    someone.sends(easy="6", solved="no", go="refresh")
    assert someone.questions == ["easy", "solved", "still-open", "reopen"]

    someone.sends(easy="6", solved="yes")
    assert someone.questions == ["easy", "solved", "words"]

    someone.sends(easy="6", solved="yes", words="Thank you Bob")
    assert someone.heading == "Thank you for your answer."
    assert [each["name"] for each in told()] == ["easy", "words"]


def test_every_kind_of_answer_is_read_from_a_plain_form(ana):
    someone = Visitor().opens(published(ana, "restaurant-table").url)

    someone.sends(**{"satisfied": "4", "aspects.food": "better", "aspects.wait": "worse"})
    assert answering.values_of(Response.objects.get()) == {
        "satisfied": 4,
        "aspects": {"food": "better", "wait": "worse"},
    }

    someone = Visitor().opens(published(ana, "after-store-visit").url)
    someone.sends(**{"moments.checkout-queue": "2", "moments.shelf-price": ""}).sends(easy="7")
    assert answering.values_of(Response.objects.first()) == {
        "moments": {"checkout-queue": 2},
        "easy": 7,
    }

    someone = Visitor().opens(published(ana, "abandoned-cart").url)
    someone.sends(**{"reason": "other", "reason.other": "No size"})
    assert answering.values_of(Response.objects.first()) == {"reason": {"other": "No size"}}


def test_a_photograph_is_kept_small_and_replaced(ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    someone = Visitor().opens(published(ana, "after-delivery").url)
    someone.sends(satisfied="1").sends(went_wrong=["damaged", "late"])
    assert (someone.questions, 'enctype="multipart/form-data"' in someone.page) == (
        ["photo"], True,
    )  # fmt: skip

    someone.sends(photo=SimpleUploadedFile("a.txt", b"no picture"))
    assert someone.mistakes == [
        "This is not a picture we can read: use JPEG, PNG, WebP or GIF, of 15 MB at most."
    ]

    for _again in range(2):
        someone.sends(photo=_photo()).sends(go="back")
    someone.sends().sends(words="Broken.")

    kept = AnswerPicture.objects.get()
    assert answering.values_of(Response.objects.get())["photo"] == str(kept.key)
    with kept.file.open() as file, Image.open(file) as picture:
        assert (picture.size, picture.format, dict(picture.getexif())) == (
            (1600, 800), "JPEG", {},
        )  # fmt: skip


def test_options_in_another_order_stay_in_it_for_one_person(ana):
    survey = published(ana, "abandoned-cart")
    orders = set()

    for _each in range(4):
        someone = Visitor().opens(survey.url)
        before = re.findall(r'name="v-reason" value="(\w[\w-]*)"', someone.page)
        someone.sends()
        after = re.findall(r'name="v-reason" value="(\w[\w-]*)"', someone.page)
        assert after == before
        assert after[-1] == "other"
        orders.add(tuple(after))

    assert len(orders) > 1


def test_a_closed_an_expired_and_an_unknown_link_say_so(nps, ana, invitation):
    publishing_closed = published(ana, "after-delivery")
    publishing.close(publishing_closed, by=ana)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    closed = Visitor().opens(publishing_closed.url)
    expired = Visitor().opens(invitation.url)

    assert (closed.status, closed.heading) == (
        410, "This survey is closed. Thank you for wanting to answer.",
    )  # fmt: skip
    assert (expired.status, expired.heading) == (
        410, "This link has expired. Thank you for wanting to answer.",
    )  # fmt: skip
    forged = invitation.url[:-1] + ("A" if invitation.url[-1] != "A" else "B")
    for url in (forged, "/s/none", "/s/no.ne", "/s/no~ne", "/s/theme/red.css"):
        assert Visitor().opens(url).status == 404


def test_what_the_log_was_told_of_is_not_asked_again(ana):
    survey = published(ana, "after-case-closed")
    someone = Visitor().opens(survey.url).sends(easy="6").sends(solved="no")
    someone.sends(still_open="The refund.", go="back").sends(solved="no")
    answering.leave(timezone.now() + timedelta(days=1))

    someone.opens(Response.objects.get().url)
    assert someone.questions == ["reopen"]
    someone.sends(go="back", reopen="1")
    assert someone.questions == ["reopen"]
    someone.sends(reopen="1")

    assert someone.heading == "Thank you."
    assert Response.objects.get().state == "complete"
    assert [(each["name"], "partial" in each["properties"]) for each in told()] == [
        ("easy", True), ("still-open", True), ("", False),
    ]  # fmt: skip


def test_a_survey_shows_its_logo(nps, ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    logo = Logo.objects.create(survey=nps, file=_photo(), by=ana)
    theme = {"logo": str(logo.key), "colour": "#0f766e"}
    publishing.save(nps, {**nps.draft, "theme": theme}, by=ana)
    publishing.publish(nps, ana)

    page = Visitor().opens(nps.url).page
    nps.refresh_from_db()
    asked = Invitation.objects.create(survey=nps, customer_id="C-1")
    mail = mailing.message(asked, "cleo@example.org")

    address = f"/s/logo/{logo.key}.jpg"
    assert f'<img src="{settings.URL}{address}" alt="Votre avis"' in mail.alternatives[0][0]
    assert f'<img src="{address}" alt="Your opinion"' in page
    assert "/s/theme/0f766e-normal.css" in page
    assert Client().get(address).content[:3] == b"\xff\xd8\xff"
    assert Client().get("/s/logo/00000000-0000-0000-0000-000000000000.jpg").status_code == 404


def test_a_shut_door_leaves_the_invitations_open(nps, invitation):
    nps.is_open = False
    nps.save()

    assert Visitor().opens(nps.url).status == 404
    assert Visitor().opens(invitation.url).questions == ["recommend"]


def test_someone_goes_on_with_the_version_they_began(nps, ana):
    someone = Visitor().opens(nps.url)
    draft = {**nps.draft, "questions": [{"key": "new", "kind": "text", "title": "New?"}]}
    del draft["thanks"]
    publishing.save(nps, draft, by=ana)
    publishing.publish(nps, ana)

    someone.sends(recommend="9")

    assert someone.status == 409
    assert someone.questions == ["new"]


@pytest.mark.parametrize("name", ["journey-nps", "after-store-visit", "restaurant-table"])
def test_a_page_is_under_50_kb_in_all(ana, name):
    page = Visitor().opens(published(ana, name).url).page
    files = [find("listen/answering.css"), find("listen/answering.js"), find("ui/mark.svg")]
    theme = re.search(r"/s/theme/[^\"]+", page)
    assert theme is not None
    parts = [page.encode(), Client().get(theme[0]).content]
    parts += [Path(str(file)).read_bytes() for file in files]

    assert sum(map(len, parts)) < 30_000
    assert sum(len(gzip.compress(part)) for part in parts) < 10_000
    assert re.findall(r'(?:src|href)="(?!/|\?)', page) == []


def _definition(name: str) -> dict[str, Any]:
    from parcours.core.survey import template

    return template(name).to_dict()


def _photo() -> SimpleUploadedFile:
    file, picture = BytesIO(), Image.new("RGB", (2000, 1000), "teal")
    exif = picture.getexif()
    exif[0x010E] = "Where I live"
    picture.save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("p.jpg", file.getvalue(), "image/jpeg")
