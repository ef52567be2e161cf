"""Waves of a survey: who each draws, what belongs to which, what they show side by side."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parcours.ledger.domain import results as kept
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import answering, triggering, wave_report, waving
from parcours.listen.domain.surveys import asking as door
from parcours.listen.domain.surveys.comparing import by_wave
from parcours.listen.domain.surveys.reading import answers_of
from parcours.listen.domain.surveys.resulting import results_of
from parcours.listen.models import (
    ContactPolicy,
    Decision,
    Invitation,
    Response,
    Survey,
    Trigger,
    WavePlan,
)
from parcours.people.models import Member
from tests.listen.surveys.asking import published
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered

pytestmark = pytest.mark.django_db
FIRST = MONDAY.date()


def in_waves(trigger: Trigger, **fields: Any) -> WavePlan:
    given = {"every": "month", "first": FIRST, "reach_days": 35} | fields
    return WavePlan.objects.create(survey=trigger.survey, **given)


def test_a_wave_asks_once_whoever_had_the_event_of_late(ana: Member) -> None:
    trigger = asking(ana, started_at=MONDAY)
    in_waves(trigger)
    for name, days in (("ana", 3), ("bob", 20), ("cleo", 40), ("dan", 1)):
        customer(name)
        delivered(name, days=days)

    asked = [door.ask(MONDAY + timedelta(days=day)) for day in (0, 1, 32)]

    # Cleo's delivery is too long ago, Dan's not two days; in April, he is in reach.
    assert asked == [2, 0, 1]
    waves = dict(Invitation.objects.values_list("customer_id", "wave"))
    assert waves == {"ana": FIRST, "bob": FIRST, "dan": date(2026, 4, 2)}
    sent = json.loads(OutboxEvent.objects.filter(row__contains=":sent").first().row)  # type: ignore[union-attr]
    assert json.loads(sent["properties"])["wave"] == "2026-03-02"


def test_a_wave_is_looked_at_until_everyone_is_decided_and_again_after_a_start(
    ana: Member,
) -> None:
    trigger = asking(ana, started_at=MONDAY)
    plan = in_waves(trigger)
    later = MONDAY + timedelta(hours=1)
    rules = ContactPolicy.current().parsed()

    assert waving.begun(trigger, trigger.parsed(), rules, now=later)
    door.ask(MONDAY)
    plan.refresh_from_db()
    assert plan.drawn_at == MONDAY
    assert not waving.begun(trigger, trigger.parsed(), rules, now=later)
    triggering.stop(trigger, by=ana)
    triggering.start(trigger, by=ana)
    assert waving.begun(trigger, trigger.parsed(), rules, now=later)


def test_a_waves_quota_is_drawn_among_all_who_could_be_asked(ana: Member) -> None:
    trigger = asking(ana, started_at=MONDAY, quota=10)
    in_waves(trigger)
    for number in range(40):
        customer(f"c{number}")
        delivered(f"c{number}", days=3)

    asked = door.ask(MONDAY)

    assert 3 <= asked <= 18
    assert set(Decision.objects.values_list("probability", flat=True)) == {0.25}


def test_an_answer_belongs_to_the_wave_in_which_its_person_was_asked(ana: Member) -> None:
    trigger = asking(ana)
    in_waves(trigger)
    customer("ana")
    delivered("ana", days=4)
    door.ask(MONDAY)

    begun = answering.begin(
        trigger.survey, channel="email", invitation=Invitation.objects.get(),
        at=MONDAY + timedelta(days=40),
    )  # fmt: skip

    assert begun.wave == FIRST


def test_an_answer_of_an_open_link_belongs_to_the_wave_of_its_day(ana: Member) -> None:
    survey = published(ana, "journey-nps")
    today = timezone.localdate()
    first, last = today - timedelta(days=9), today - timedelta(days=5)
    rounds = [[str(first), str(last)], [str(today), None]]
    waving.save(WavePlan(survey=survey, rounds=rounds), by=ana)

    moments = [timezone.now() - timedelta(days=days) for days in (7, 3, 0)]
    begun = [answering.begin(survey, channel="kiosk", at=at) for at in moments]

    assert [each.wave for each in begun] == [first, None, today]
    answering.accept(begun[2], {"recommend": 9})
    assert answers_of(survey)["wave"].to_list() == [str(today)]
    told = json.loads(OutboxEvent.objects.get().row)
    assert json.loads(told["properties"])["wave"] == str(today)


def test_other_waves_sort_what_was_answered_anew(ana: Member) -> None:
    survey = published(ana, "journey-nps")
    begun = answering.begin(survey, channel="link")
    first = timezone.localdate() - timedelta(days=2)
    plan = WavePlan(survey=survey, every="week", first=first)

    waving.save(plan, by=ana)
    assert Response.objects.get(pk=begun.pk).wave == first
    plan.first = first - timedelta(days=1)
    waving.save(plan, by=ana)
    assert Response.objects.get(pk=begun.pk).wave == plan.first
    waving.remove(survey, by=ana)
    assert Response.objects.get(pk=begun.pk).wave is None


def answered(survey: Survey, at: datetime, scores: Sequence[int]) -> None:
    for score in scores:
        begun = answering.begin(survey, channel="link", at=at)
        answering.accept(begun, {"recommend": score}, at=at)


def test_waves_stand_side_by_side_with_what_changed(ana: Member) -> None:
    survey = published(ana, "journey-nps")
    today = timezone.localdate()
    WavePlan.objects.create(survey=survey, every="week", first=today - timedelta(days=14))
    weeks = [timezone.now() - timedelta(days=days) for days in (14, 7, 0)]
    for at, scores in zip(weeks, ([3] * 20 + [9] * 10, [9] * 30, [10] * 30), strict=True):
        answered(survey, at, scores)
    sent = {"survey": survey, "channel": "email", "wave": today, "sent_at": weeks[2]}
    Invitation.objects.bulk_create(
        Invitation(customer_id=f"c{n}", answered_at=weeks[2] if n < 15 else None, **sent)
        for n in range(60)
    )

    found = by_wave(None, survey=survey.pk)  # type: ignore[arg-type]

    assert found is not None
    waves = [(each["wave"], each["responses"], each["invited"]) for each in found["waves"]]
    assert waves == [
        (str(today - timedelta(days=14)), 30, 0),
        (str(today - timedelta(days=7)), 30, 0),
        (str(today), 30, 60),
    ]
    assert found["waves"][2]["response"]["raw"]["value"] == 0.25
    nps = found["questions"][0]
    assert nps["answered"] == [30, 30, 30]
    [part] = nps["parts"]
    assert [round(each["raw"]["value"], 1) for each in part["waves"]] == [-33.3, 100.0, 100.0]
    changes = [(each["before"], each["first"]) for each in part["waves"]]
    assert changes[0] == (None, None)
    assert round(changes[1][0]["value"], 1) == 133.3
    assert changes[1][0]["low"] > 0
    assert changes[1][1] is None
    assert (round(changes[2][0]["value"], 1), round(changes[2][1]["value"], 1)) == (0.0, 133.3)


def test_results_of_one_wave_leave_the_others_out(ana: Member) -> None:
    survey = published(ana, "journey-nps")
    today = timezone.localdate()
    waving.save(WavePlan(survey=survey, every="week", first=today - timedelta(days=7)), by=ana)
    for days, score in ((7, 3), (0, 9)):
        answered(survey, timezone.now() - timedelta(days=days), [score])

    found = results_of(None, survey=survey.pk, where={"wave": str(today)})  # type: ignore[arg-type]

    assert found is not None
    assert found["rates"]["responses"] == 1
    assert found["segments"]["wave"] == [str(today - timedelta(days=7)), str(today)]


def test_waves_are_set_up_compared_and_taken_away(client: Client, ana: Member) -> None:
    survey = published(ana, "journey-nps")
    client.force_login(ana)
    page = reverse("surveys:waves", args=[survey.slug])
    today = timezone.localdate()
    first = today - timedelta(days=7)
    form = {"every": "week", "first": first, "is_drawn": "on", "reach_days": 90, "panel": 50}
    assert "run once" in client.get(page).content.decode()

    assert client.post(page, form).status_code == 302

    plan = WavePlan.objects.get()
    assert (plan.panel, plan.reach_days, plan.changed_by) == (0.5, 90, ana)
    answered(survey, timezone.now() - timedelta(days=7), [3] * 20)
    answered(survey, timezone.now(), [9] * 20)
    kept.compute("parcours.listen.domain.surveys.comparing.by_wave", {"survey": survey.pk})
    shown = client.get(page).content.decode()
    assert "+200" in shown
    assert f"results/?wave={today}" in shown
    own = client.get(reverse("surveys:answers", args=[survey.slug, "csv"]), {"wave": today})
    assert len(own.content.decode().strip().splitlines()) == 21
    client.post(reverse("surveys:waves-removal", args=[survey.slug]))
    assert not WavePlan.objects.exists()


def test_a_question_stands_over_its_waves_without_the_order_of_anyone(ana: Member) -> None:
    survey = published(ana, "after-delivery")
    WavePlan.objects.create(survey=survey, every="month", first=FIRST)
    for _each in range(20):
        begun = answering.begin(survey, channel="link")
        answering.accept(begun, {"satisfied": 5}, at=timezone.now())

    told = by_wave(None, survey=survey.pk)  # type: ignore[arg-type]

    assert told is not None
    first, *_others = wave_report.tables(survey.current().parsed(), told)
    assert first.title == "How satisfied are you with the delivery of your order …?"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"every": "month", "first": ""}, "Say on which day"),
        ({"every": "", "rounds": ""}, "at least one wave"),
        ({"every": "", "rounds": "2026-03-09 – 2026-03-02"}, "is not a wave"),
        ({"every": "", "rounds": "soon"}, "is not a wave"),
    ],
)
def test_waves_that_never_begin_are_refused(
    client: Client, ana: Member, changed: dict[str, str], said: str
) -> None:
    survey = published(ana, "journey-nps")
    client.force_login(ana)
    form = {"every": "week", "first": "2026-03-02", "reach_days": 90, "panel": 0} | changed

    response = client.post(reverse("surveys:waves", args=[survey.slug]), form)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not WavePlan.objects.exists()


def test_who_only_sees_answers_changes_no_waves(
    client: Client, viewer: Member, ana: Member
) -> None:
    survey = published(ana, "journey-nps")
    client.force_login(viewer)
    form = {"every": "week", "first": "2026-03-02", "reach_days": 90, "panel": 0}

    client.post(reverse("surveys:waves", args=[survey.slug]), form)

    assert not WavePlan.objects.exists()
