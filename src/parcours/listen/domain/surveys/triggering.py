"""Triggers: begun, changed, started and stopped by people."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.survey.policy import written
from parcours.core.survey.trigger import Trigger as Rule
from parcours.core.survey.trigger import read_trigger
from parcours.listen.models import ContactPolicy, Survey, Trigger, WavePlan
from parcours.people.domain.auditing import note
from parcours.people.models import Member

STARTERS: Final[dict[str, dict[str, Any]]] = {
    "delivery": {
        "after": "order.delivered", "wait": "2 d", "time_of_day": "10:00",
        "unless": "order.returned", "match": "case",
    },
    "closed": {"after": ["case.closed", "conversation.resolved"], "wait": "1 h"},
    "cart": {
        "after": "product.added", "wait": "4 h", "unless": "order.placed",
        "openings": "last", "window": "1 d",
    },
    "purchase": {"after": "order.placed", "wait": "30 d", "time_of_day": "10:00"},
}  # fmt: skip
"""What surveys most often wait for."""

_OF_SURVEY: Final = {
    "abandoned-cart": "cart",
    "after-case-closed": "closed",
    "journey-nps": "purchase",
}


class NotStartable(Refused):
    """A trigger that cannot ask anyone yet."""


def of(survey: Survey, *, starter: str = "") -> Trigger:
    """Return a survey's trigger, or one not saved yet that begins as its template suggests."""
    known = Trigger.objects.filter(survey=survey).select_related("survey").first()
    if known is not None and not starter:
        return known
    begun = _OF_SURVEY.get(str(survey.draft.get("survey", "")), "delivery")
    chosen = starter if starter in STARTERS else begun
    kind = Trigger.Kind.RELATIONSHIP if chosen == "purchase" else Trigger.Kind.TRANSACTIONAL
    trigger = known or Trigger(survey=survey)
    trigger.rule, trigger.kind = written(read_trigger(STARTERS[chosen])), kind
    return trigger


@transaction.atomic
def save(trigger: Trigger, rule: Rule, *, by: Member) -> None:
    """Keep a trigger as it was changed.

    Raises:
        ByFeeling: it invites to reviews and looks at what people feel.
    """
    trigger.rule = written(rule)
    trigger.parsed()
    trigger.changed_at, trigger.changed_by, trigger.expected = timezone.now(), by, None
    trigger.save()
    note(by, "trigger.changed", f"survey/{trigger.survey.slug}")


@transaction.atomic
def start(trigger: Trigger, *, by: Member) -> None:
    """Let a trigger ask from now on; starting what runs changes nothing.

    Raises:
        NotStartable: the survey cannot be answered yet.
    """
    if trigger.survey.state != "live":
        raise NotStartable(_("Publish the survey first: nobody could answer it."))
    trigger.parsed()
    waiting = Trigger.objects.filter(pk=trigger.pk, started_at=None)
    if waiting.update(started_at=timezone.now()):
        # A wave that began today asks also whom the trigger did not mean before.
        WavePlan.objects.filter(survey=trigger.survey_id).update(drawn_at=None)
        note(by, "trigger.started", f"survey/{trigger.survey.slug}")


@transaction.atomic
def stop(trigger: Trigger, *, by: Member) -> None:
    """Let a trigger ask nobody any more."""
    running = Trigger.objects.filter(pk=trigger.pk, started_at__isnull=False)
    if running.update(started_at=None):
        note(by, "trigger.stopped", f"survey/{trigger.survey.slug}")


@transaction.atomic
def keep_policy(policy: ContactPolicy, rules: dict[str, Any], *, by: Member) -> None:
    """Keep the contact policy as it was changed."""
    policy.rules = rules
    policy.changed_at, policy.changed_by = timezone.now(), by
    policy.save(update_fields=["rules", "hold_out", "changed_at", "changed_by"])
    note(by, "contact-policy.changed", "contact-policy")
