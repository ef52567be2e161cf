"""Whom a trigger asks: once each, with every reason why not, all in one transaction."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from parcours.core.survey.trigger import ByFeeling
from parcours.ledger.domain.recording import record
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.surveys import asking as door
from parcours.listen.models import ContactPolicy, Decision, Invitation, Sending
from parcours.people.domain.identity import merge
from parcours.people.models import Consent, Member
from tests.listen.surveys.inviting import MONDAY, asking, customer, delivered

pytestmark = pytest.mark.django_db


def reasons() -> dict[str, str]:
    return dict(Decision.objects.values_list("customer_id", "reason"))


def sent() -> list[dict[str, Any]]:
    rows = [json.loads(each.row) for each in OutboxEvent.objects.all()]
    return [row for row in rows if row["event_id"].endswith(":sent")]


def test_who_had_a_parcel_two_days_ago_is_asked_once(ana: Member) -> None:
    asking(ana)
    customer("ana")
    delivered("ana")

    assert door.ask(MONDAY) == 1
    assert door.ask(MONDAY + timedelta(minutes=5)) == 0

    invitation = Invitation.objects.get()
    assert (invitation.customer_id, invitation.context) == ("ana", {"case": "k-1"})
    assert Sending.objects.get().address.value == "ana@example.org"  # type: ignore[union-attr]
    [event] = sent()
    assert (event["customer_id"], event["case_id"], event["channel"]) == ("ana", "k-1", "email")
    assert json.loads(event["properties"]) == {
        "survey": invitation.survey.slug,
        "kind": "transactional",
        "invitation": str(invitation.key),
        "probability": 1.0,
    }


def test_every_reason_not_to_ask_is_kept_with_its_event(ana: Member) -> None:
    asking(ana)
    for name in ("bob", "cleo", "dan"):
        customer(name)
        delivered(name)
    delivered("nobody")
    record("complaint.opened", customer_id="bob", at=MONDAY, event_id="bob/complains")
    record("survey.sent", customer_id="cleo", at=MONDAY - timedelta(days=9), event_id="old")
    no = {"purpose": "surveys", "is_given": False, "source": "till"}
    Consent.objects.create(customer=customer("eva"), at=MONDAY, **no)
    delivered("eva")

    assert door.ask(MONDAY + timedelta(minutes=1)) == 1

    assert reasons() == {
        "bob": "complaint", "cleo": "same_kind", "dan": "", "nobody": "unreachable",
        "eva": "stopped",
    }  # fmt: skip
    assert Decision.objects.get(customer_id="bob").spoke == [
        {"rule": "complaint", "event_id": "bob/complains", "since": MONDAY.isoformat()}
    ]


def test_what_happened_before_the_start_or_comes_too_late_asks_nobody(ana: Member) -> None:
    asking(ana, started_at=MONDAY - timedelta(hours=1))
    for name, days in (("early", 2.1), ("right", 2.02), ("late", 6), ("soon", 1.9)):
        customer(name)
        delivered(name, days=days)

    assert door.ask(MONDAY) == 1
    assert reasons() == {"right": ""}


def test_quiet_hours_wait_for_the_next_opening(ana: Member) -> None:
    trigger = asking(ana, rule={"after": "order.delivered", "wait": "2 d", "window": "1 h"})
    customer("ana")
    delivered("ana", days=3.5)  # due at midnight of Saturday: Sunday is quiet
    sunday, monday = MONDAY - timedelta(days=1), MONDAY - timedelta(hours=3)

    assert trigger.parsed().window.seconds == 3600
    assert door.ask(sunday) == 0
    assert Decision.objects.count() == 0
    assert door.ask(monday) == 1


def test_of_two_surveys_at_once_the_relationship_one_asks(ana: Member) -> None:
    asking(ana)
    asking(ana, "journey-nps", kind="relationship")
    customer("ana")
    delivered("ana")

    assert door.ask(MONDAY) == 1
    assert Invitation.objects.get().survey.slug == Decision.objects.get(reason="").survey.slug
    assert Decision.objects.get(reason="recent").spoke[0]["survey"] == (
        Invitation.objects.get().survey.slug
    )


def test_a_share_is_drawn_and_its_probability_kept(ana: Member) -> None:
    asking(ana, share=0.5)
    for number in range(60):
        customer(f"c{number}")
        delivered(f"c{number}")

    asked = door.ask(MONDAY)

    assert 18 <= asked <= 42
    assert set(reasons().values()) == {"", "not_drawn"}
    assert set(Invitation.objects.values_list("probability", flat=True)) == {0.5}


def test_a_quota_lowers_everyones_probability(ana: Member) -> None:
    asking(ana, quota=10, started_at=MONDAY - timedelta(hours=2))
    for number in range(40):
        customer(f"c{number}")
        delivered(f"c{number}", days=2.01)

    door.ask(MONDAY)

    # Forty in four weeks are ten a week: no more than the quota.
    assert set(Decision.objects.values_list("probability", flat=True)) == {1.0}


def test_a_quota_follows_how_many_could_be_asked_of_late(ana: Member) -> None:
    trigger = asking(ana, quota=10)
    earlier = [MONDAY - timedelta(days=3, minutes=number) for number in range(80)]
    Decision.objects.bulk_create(
        Decision(
            survey=trigger.survey, customer_id="x", opened=at, at=at, probability=1.0,
            is_asked=number % 2 == 0, reason="" if number % 2 == 0 else "not_drawn",
        )
        for number, at in enumerate(earlier)
    )  # fmt: skip
    customer("ana")
    delivered("ana")

    door.ask(MONDAY)

    # Eighty in four weeks are twenty a week, twice the quota.
    assert Decision.objects.get(customer_id="ana").probability == 0.5


def test_who_is_held_out_is_never_asked(ana: Member) -> None:
    asking(ana)
    ContactPolicy.objects.update(hold_out=1.0)
    customer("ana")
    delivered("ana")

    assert door.ask(MONDAY) == 0
    assert reasons() == {"ana": "held_out"}


def test_an_open_complaint_only_puts_a_review_invitation_off(ana: Member) -> None:
    rule = {"after": "order.delivered", "wait": "2 d", "window": "30 d"}
    asking(ana, kind="review", rule=rule, share=0.1)
    customer("ana")
    delivered("ana")
    record("complaint.opened", customer_id="ana", at=MONDAY, case_id="k", event_id="o")

    assert door.ask(MONDAY) == 0
    assert reasons() == {}
    record("complaint.closed", customer_id="ana", at=MONDAY, case_id="k", event_id="c")
    assert door.ask(MONDAY + timedelta(days=3)) == 1
    assert Decision.objects.get().probability == 1.0


def test_a_review_invitation_that_looks_at_scores_asks_nobody(ana: Member) -> None:
    rule = {"after": {"activity": "survey.answered", "where": {"score": {"at_least": 9}}}}
    unsound = asking(ana, kind="review", rule=rule)
    asking(ana)
    customer("ana")
    delivered("ana")
    record("survey.answered", customer_id="ana", at=MONDAY, score=9, scale="nps_0_10")

    # It keeps no other from asking.
    assert door.ask(MONDAY) == 1
    assert not Decision.objects.filter(survey=unsound.survey).exists()
    with pytest.raises(ByFeeling):
        unsound.parsed()


def test_two_who_decide_at_once_do_not_both_ask(
    ana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(ana)
    customer("ana")
    delivered("ana")
    read = door.reaching.consents

    def meanwhile(*given: object) -> object:
        ContactPolicy.objects.update(looked_at=MONDAY)  # another decided after we looked
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(door.reaching, "consents", meanwhile)

    with pytest.raises(door.DecidedMeanwhile):
        door.ask(MONDAY)
    assert not Invitation.objects.exists()
    assert not sent()


def test_two_customers_who_are_one_person_are_asked_as_one(ana: Member) -> None:
    asking(ana)
    one, other = customer("ana"), customer("bob")
    merge(one, other, evidence="same card")
    delivered("ana", days=2.5)
    delivered("bob")

    assert door.ask(MONDAY) == 1
    assert sorted(Decision.objects.values_list("customer_id", "reason")) == [
        ("ana", ""),
        ("ana", "same_kind"),
    ]


def test_an_occasion_is_decided_once_whatever_happens(ana: Member) -> None:
    asking(ana)
    customer("ana")
    delivered("ana")
    door.ask(MONDAY)
    decision = Decision.objects.get()

    decision.pk = None
    decision.invitation = None
    with pytest.raises(IntegrityError):
        decision.save(force_insert=True)


def test_others_ask_the_policy_before_they_invite(ana: Member) -> None:
    asking(ana)
    customer("ana")
    customer("bob")
    record("review.invited", customer_id="bob", at=MONDAY - timedelta(days=20))

    found = door.may_ask(["bob", "ana", "nobody"], kind="review", now=MONDAY)

    assert found.select("customer_id", "asked", "reason").rows() == [
        ("bob", False, "same_kind"),
        ("ana", True, None),
        ("nobody", False, "unreachable"),
    ]
