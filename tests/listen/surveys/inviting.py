"""A company of tests that asks after deliveries: its people, its survey, its trigger."""

from datetime import UTC, datetime, timedelta
from typing import Any

from parcours.ledger.domain.recording import record
from parcours.listen.models import ContactPolicy, Survey, Trigger
from parcours.people.models import Claim, Customer, Member
from tests.listen.surveys.asking import published

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)  # noon in Paris
RULE = {"after": "order.delivered", "wait": "2 d"}


def asking(by: Member, name: str = "after-delivery", **fields: Any) -> Trigger:
    """Return a trigger that runs since long ago; nobody is held out."""
    ContactPolicy.current()
    ContactPolicy.objects.update(hold_out=0.0, seed="a seed")
    survey: Survey = published(by, name)
    started = {"started_at": MONDAY - timedelta(days=400), "rule": RULE}
    return Trigger.objects.create(survey=survey, **(started | fields))


def customer(name: str, **fields: Any) -> Customer:
    """Return a customer with an address."""
    made = Customer.objects.create(customer_id=name, name=name.title(), **fields)
    Claim.objects.create(customer=made, kind="email", value=f"{name}@example.org", source="x")
    return made


def delivered(customer_id: str, *, days: float = 2, case: str = "k-1") -> None:
    """Record a delivery so many days before Monday noon."""
    record(
        "order.delivered",
        customer_id=customer_id,
        at=MONDAY - timedelta(days=days),
        case_id=case,
        event_id=f"{customer_id}/{days}",
    )
