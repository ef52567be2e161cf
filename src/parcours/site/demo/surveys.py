"""The surveys of the demo: what they ask, and a fortnight of those that ask by themselves."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from parcours.core.survey import Survey as Definition
from parcours.core.survey import template
from parcours.core.survey.policy import read_policy, written
from parcours.core.survey.trigger import read_trigger
from parcours.listen.domain.surveys import asking, publishing, triggering
from parcours.listen.models import (
    ContactPolicy,
    Invitation,
    Sending,
    Survey,
    SurveyVersion,
    Trigger,
    Weighting,
)
from parcours.people.models import Member
from parcours.site.demo.history import LASTS, SURVEYS, VISIT

_POLICY: Final[dict[str, Any]] = {
    "complaint_opens": ["complaint.opened", "conversation.opened", "parcel.damaged"],
    "complaint_closes": [
        "complaint.closed", "conversation.resolved", "parcel.replaced", "goodwill.given",
    ],
    "complaint_lasts": "60 d",
}  # fmt: skip
_FORTNIGHT: Final = 14
_HOUR: Final = 11
_SATISFIED: Final = {
    "key": "satisfied",
    "kind": "csat",
    "title": {
        "fr": "Êtes-vous satisfait de la réponse à votre demande ?",
        "en": "How satisfied are you with the answer to your request?",
    },
    "required": True,
}
_WEBSITE: Final = Path(__file__).with_name("website.yaml")
_TRIGGERS: Final[dict[str, dict[str, Any]]] = {
    "after-delivery": {"rule": triggering.STARTERS["delivery"], "share": 0.6},
    "journey-nps": {
        "rule": triggering.STARTERS["purchase"],
        "kind": Trigger.Kind.RELATIONSHIP,
        "quota": 40,
    },
}


def start_surveys(owner: Member, until: datetime) -> dict[str, Survey]:
    """Publish the surveys before their history begins, once; return them by name."""
    with transaction.atomic():
        if not Survey.objects.exists():
            for name in SURVEYS:
                publishing.publish(publishing.start(_definition(name), by=owner), owner)
            at = until - LASTS - timedelta(days=1)
            Survey.objects.update(created_at=at, changed_at=at)
            SurveyVersion.objects.update(at=at)
    return {each.draft["survey"]: each for each in Survey.objects.all()}


def weigh(surveys: Mapping[str, Survey], owner: Member, shops: dict[str, float]) -> None:
    """Say who was to be heard: of visits, each shop as it sells; of all, as many each language.

    Args:
        surveys: by name.
        owner: who says so.
        shops: the share of each shop.
    """
    margins = {VISIT: {"shop": shops}, "journey-nps": {"language": {"fr": 0.8, "en": 0.2}}}
    for name, wanted in margins.items():
        if all(wanted.values()):
            Weighting.objects.get_or_create(
                survey=surveys[name], defaults={"margins": wanted, "changed_by": owner}
            )


def let_them_ask(surveys: Mapping[str, Survey], owner: Member, until: datetime) -> None:
    """Ask as the surveys would have in the fortnight before *until*."""
    if Trigger.objects.exists():
        return
    policy = ContactPolicy.current()
    ContactPolicy.objects.filter(pk=policy.pk).update(
        rules=written(read_policy(_POLICY)), seed="maison-lutece"
    )
    for name, fields in _TRIGGERS.items():
        started = {"started_at": until - timedelta(days=_FORTNIGHT), "changed_by": owner}
        rule = written(read_trigger(fields["rule"]))
        Trigger.objects.create(survey=surveys[name], **(fields | started | {"rule": rule}))
    for day in range(_FORTNIGHT, 0, -1):
        asking.ask(until - timedelta(days=day) + timedelta(hours=_HOUR))
    _sent()


def _definition(name: str) -> Definition:
    """Return what a survey asks: the template, with what this house asks otherwise."""
    if name == "website":
        return Definition.load(_WEBSITE)
    told = template(name).to_dict()
    if name == "after-case-closed":
        told["questions"] = [_SATISFIED, *told["questions"][1:]]
    # The table's guests booked, and were asked by mail.
    return Definition.of(told | {"anonymous": False})


def _sent() -> None:
    """Take the invitations as sent: they are of the past, and reach nobody."""
    Sending.objects.update(state=Sending.State.SENT, tries=1)
    Invitation.objects.filter(sent_at=None).update(sent_at=F("made_at"))
