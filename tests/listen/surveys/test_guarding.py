"""Robots: told from people without anyone's help, put aside, never lost."""

import pytest
from django.core import signing

from parcours.listen.domain.surveys import answering, guarding
from parcours.listen.domain.surveys.guarding import Stamp
from parcours.listen.models import Invitation, Response
from parcours.listen.views.surveys import answering as answer_views
from tests.listen.surveys.asking import published, told
from tests.listen.surveys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def nps(ana):
    return published(ana, "journey-nps")


@pytest.fixture
def unhurried(monkeypatch):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)


def test_who_sends_at_once_is_thanked_and_put_aside(nps, monkeypatch):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)
    robot = Visitor().opens(nps.url).sends(recommend="10").sends(liked="Buy pills")

    assert robot.heading == "Thank you very much!"
    response = Response.objects.get()
    assert (response.state, response.aside, told()) == ("aside", "fast", [])
    assert answering.values_of(response) == {"recommend": 10, "liked": "Buy pills"}


def test_who_hastens_on_the_second_page_alone_is_a_person(nps, monkeypatch):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)
    person = Visitor().opens(nps.url).sends(recommend="10")
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)
    person.sends(liked="")

    assert list(Response.objects.values_list("state", "aside")) == [("complete", "")]


def test_a_second_tap_on_an_optional_first_question_is_a_persons(ana, monkeypatch):
    visit = published(ana, "after-store-visit")
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 0.0)
    person = Visitor().opens(visit.url).sends()
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)
    person.sends().sends(words="The bell.")

    assert list(Response.objects.values_list("state", "aside")) == [("complete", "")]


@pytest.mark.parametrize(
    ("headers", "fields"), [({"sec-fetch-user": "?1"}, {}), ({}, {"hand": "yes"})]
)
def test_haste_alone_puts_nobody_aside_who_shows_a_hand(nps, monkeypatch, headers, fields):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)

    Visitor(**headers).opens(nps.url).sends(recommend="9", **fields).sends(**fields)

    assert list(Response.objects.values_list("state", "aside")) == [("complete", "")]


def test_a_customer_takes_back_what_a_scanner_of_mails_sent(nps, monkeypatch):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)
    invitation = Invitation.objects.create(survey=nps, customer_id="C-1", channel="email")
    Visitor().opens(invitation.url).sends(recommend="0")
    assert Response.objects.get().aside == "fast"

    Visitor(**{"sec-fetch-user": "?1"}).opens(f"{invitation.url}?q=recommend").sends(
        recommend="9"
    ).sends()

    response = Response.objects.get()
    assert (response.state, response.aside) == ("complete", "")
    assert [each["score"] for each in told()] == [9]


def test_who_fills_in_what_people_do_not_see_is_put_aside(nps, unhurried):
    Visitor().opens(nps.url).sends(recommend="10", website="http://spam.example").sends()

    assert list(Response.objects.values_list("state", "aside")) == [("aside", "trap")]


def test_what_a_robot_left_unfinished_is_not_counted_as_partial(nps, run_jobs, monkeypatch):
    monkeypatch.setattr(guarding, "LEAST_SECONDS", 60.0)
    Visitor().opens(nps.url).sends(recommend="10")
    response = Response.objects.get()

    answering.leave(response.updated_at.replace(year=3000))

    response.refresh_from_db()
    assert (response.state, told()) == ("aside", [])


def test_a_form_that_we_did_not_make_is_shown_again_and_keeps_nothing(nps, unhurried):
    robot = Visitor().opens(nps.url)

    robot.sends(recommend="9", stamp="forged")

    assert (robot.status, robot.checked) == (409, ["9"])
    assert "Your answers are still here" in robot.page
    assert not Response.objects.exists()
    assert robot.sends(recommend="9").questions == ["liked"]


def test_a_stamp_opens_one_door_only():
    stamp = Stamp(token="door", channel="qr", context={"shop": "Lyon"})

    assert guarding.opened(stamp.sealed(), "door") == stamp
    assert guarding.opened(stamp.sealed(), "other") is None
    assert guarding.opened(signing.dumps({}, salt="else"), "door") is None


def test_the_same_words_from_the_same_browser_are_counted_once(nps, unhurried):
    for words in ("Great shop, great bell", "Great shop, great bell", "Yes"):
        Visitor().opens(nps.url).sends(recommend="9").sends(liked=words)
    Visitor(**{"user-agent": "another"}).opens(nps.url).sends(recommend="9").sends(
        liked="Great shop, great bell"
    )

    asides = Response.objects.order_by("pk").values_list("aside", flat=True)
    assert list(asides) == ["", "twice", "", ""]


def test_a_browser_that_answers_all_day_long_is_put_aside(nps, unhurried, monkeypatch):
    monkeypatch.setattr(guarding, "_MANY_AN_HOUR", 2)

    for _each in range(3):
        Visitor().opens(nps.url).sends(recommend="9").sends()

    assert list(Response.objects.order_by("pk").values_list("aside", flat=True)) == [
        "", "", "many",
    ]  # fmt: skip


def test_one_address_cannot_knock_without_end(nps, monkeypatch):
    monkeypatch.setattr(answer_views, "_A_MINUTE", 3)

    # Seven: whenever the minute ends among them, four fall into one.
    visits = [Visitor().opens(nps.url) for _each in range(7)]

    refused = [each for each in visits if each.status == 429]
    assert {each.status for each in visits} == {200, 429}
    assert {each.heading for each in refused} == {
        "Too many answers come from here. Wait a minute, then go on."
    }
