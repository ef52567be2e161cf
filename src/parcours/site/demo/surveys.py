"""The surveys of the demo: two that ask by themselves, and a fortnight of their asking."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F

from parcours.core.survey import template
from parcours.core.survey.policy import read_policy, written
from parcours.core.survey.trigger import read_trigger
from parcours.listen.domain.surveys import asking, publishing, triggering
from parcours.listen.models import ContactPolicy, Invitation, Sending, Survey, Trigger
from parcours.people.models import Member

_POLICY: Final[dict[str, Any]] = {
    "complaint_opens": ["complaint.opened", "conversation.opened", "parcel.damaged"],
    "complaint_closes": [
        "complaint.closed", "conversation.resolved", "parcel.replaced", "goodwill.given",
    ],
    "complaint_lasts": "60 d",
}  # fmt: skip
_FORTNIGHT: Final = 14
_HOUR: Final = 11
_TRIGGERS: Final[dict[str, dict[str, Any]]] = {
    "after-delivery": {"rule": triggering.STARTERS["delivery"], "share": 0.6},
    "journey-nps": {
        "rule": triggering.STARTERS["purchase"],
        "kind": Trigger.Kind.RELATIONSHIP,
        "quota": 40,
    },
}


def make_surveys(owner: Member, until: datetime) -> None:
    """Make the surveys, and ask as they would have in the fortnight before *until*."""
    if Survey.objects.exists():
        return
    policy = ContactPolicy.current()
    ContactPolicy.objects.filter(pk=policy.pk).update(
        rules=written(read_policy(_POLICY)), seed="maison-lutece"
    )
    for name, fields in _TRIGGERS.items():
        survey = publishing.start(template(name), by=owner)
        publishing.publish(survey, owner)
        started = {"started_at": until - timedelta(days=_FORTNIGHT), "changed_by": owner}
        rule = written(read_trigger(fields["rule"]))
        Trigger.objects.create(survey=survey, **(fields | started | {"rule": rule}))
    for day in range(_FORTNIGHT, 0, -1):
        asking.ask(until - timedelta(days=day) + timedelta(hours=_HOUR))
    _sent()


def _sent() -> None:
    """Take the invitations as sent: they are of the past, and reach nobody."""
    Sending.objects.update(state=Sending.State.SENT, tries=1)
    Invitation.objects.filter(sent_at=None).update(sent_at=F("made_at"))
