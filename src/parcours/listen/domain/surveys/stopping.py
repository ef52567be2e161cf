"""Opting out of surveys: one click, for good, and the log knows."""

from django.db import transaction
from django.utils import timezone

from parcours.ledger.domain.recording import record
from parcours.listen.models import Invitation
from parcours.people.models import Consent, Customer

SOURCE = "survey invitation"


def has_stopped(invitation: Invitation) -> bool:
    """Return whether this person said no to surveys, and did not say yes since."""
    newest = Consent.objects.filter(
        customer__customer_id=invitation.customer_id, purpose=Consent.Purpose.SURVEYS
    ).first()
    return newest is not None and not newest.is_given


@transaction.atomic
def stop(invitation: Invitation) -> None:
    """Ask this person for nothing more. Stopping twice is stopping once."""
    if has_stopped(invitation):
        return
    customer = (
        Customer.objects.select_for_update().filter(customer_id=invitation.customer_id).first()
    )
    now = timezone.now()
    if customer is not None:
        Consent.objects.create(
            customer=customer,
            purpose=Consent.Purpose.SURVEYS,
            is_given=False,
            source=f"{SOURCE} {invitation.key}",
            at=now,
        )
    record(
        "consent.withdrawn",
        customer_id=invitation.customer_id,
        at=now,
        event_id=f"{invitation.key}:stopped",
        channel=invitation.channel,
        properties={"purpose": "surveys", "survey": invitation.survey.slug},
        source="surveys",
    )
