"""Reminding: who was invited by mail and did not answer is written to once more, if they may.

A reminder is decided as asking is, by the contact policy, and written down with its reasons.
Only the invitation that it reminds of does not speak against it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django_tasks import task

from parcours.core.events import Events
from parcours.core.survey import history
from parcours.core.survey.deciding import decide
from parcours.core.survey.policy import REMINDER
from parcours.ledger.domain.reading import CurrentLog, current_log
from parcours.ledger.domain.recording import record
from parcours.listen.domain.surveys import occasions, reaching
from parcours.listen.domain.surveys.asking import AT_ONCE, DecidedMeanwhile, by_candidate
from parcours.listen.models import ContactPolicy, Decision, Invitation, Sending, Trigger
from parcours.people.models import Claim

_BY_MAIL: Final = "email"


@task()
def look() -> None:
    """Remind whom there is to remind now."""
    remind(timezone.now())


def remind(now: datetime) -> int:
    """Decide the reminders that are due, one a person; return how many go out.

    Raises:
        DecidedMeanwhile: someone else decided whom to ask at the same time.
    """
    policy = ContactPolicy.current()
    if not occasions.is_open(policy.parsed(), now):
        return 0
    due = _due(now)
    if not due:
        return 0
    log = current_log()
    candidates = _candidates(log, due, now=now)
    people = candidates["customer_id"].to_list()
    past = _without_own(log, people, policy, due=due)
    consents = reaching.consents(people)
    decided = decide(past, policy.parsed(), candidates, consents=consents)
    spoke = by_candidate(decided.spoke)
    addresses = reaching.addresses(_BY_MAIL, people)
    rows = [
        (due[number], row | {"spoke": spoke.get(number, [])})
        for number, row in enumerate(decided.decisions.iter_rows(named=True))
    ]
    sent, seen = 0, policy.looked_at
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        seen, more = _write(part, addresses, seen=seen)
        sent += more
    return sent


def _due(now: datetime) -> list[Invitation]:
    """Return the invitations to remind of, the longest silent of each person first."""
    found: dict[str, Invitation] = {}
    for trigger in Trigger.objects.running().filter(reminders__gt=0, channel=_BY_MAIL):
        before = now - timedelta(days=trigger.remind_after)
        silent = (
            Invitation.objects.filter(survey=trigger.survey_id, channel=_BY_MAIL)
            .filter(
                Q(expires_at=None) | Q(expires_at__gt=now),
                answered_at=None,
                sent_at__lte=before,
            )
            .annotate(
                decided=Count("decisions"),
                reminded=Count("decisions", filter=Q(decisions__reminder__gt=0)),
                last=Max("decisions__at"),
            )
            .filter(decided__gt=0, reminded__lt=trigger.reminders, last__lte=before)
        )
        for each in silent.select_related("survey").order_by("sent_at", "pk"):
            found.setdefault(each.customer_id, each)
    return list(found.values())


def _candidates(log: CurrentLog, due: list[Invitation], *, now: datetime) -> pl.DataFrame:
    people = [log.aliases.get(each.customer_id, each.customer_id) for each in due]
    reached = reaching.addresses(_BY_MAIL, people)
    surveys = [each.survey.slug for each in due]
    return pl.DataFrame(
        {"customer_id": people, "survey": surveys},
        schema={"customer_id": pl.String(), "survey": pl.String()},
    ).with_columns(
        at=pl.lit(now).cast(pl.Datetime("us", "UTC")),
        kind=pl.lit(REMINDER),
        is_reachable=pl.Series([each in reached for each in people], dtype=pl.Boolean),
    )


def _without_own(
    log: CurrentLog, people: list[str], policy: ContactPolicy, *, due: list[Invitation]
) -> Events:
    """Return the past of *people*, without the mails of the invitations to remind of."""
    events = log.of(people, sorted(history.columns_needed(policy.parsed())))
    own = [f"{each.key}:{what}" for each in due for what in ("sent", *_names(each))]
    return Events(events.frame.filter(~pl.col("event_id").is_in(own)))


def _names(invitation: Invitation) -> list[str]:
    """Return the ends of the names of the reminders' events so far."""
    return [f"reminded-{number}" for number in range(1, _number(invitation))]


def _number(invitation: Invitation) -> int:
    """Return which reminder comes next: 1 for the first."""
    reminded: int = invitation.reminded  # type: ignore[attr-defined]
    return reminded + 1


@transaction.atomic
def _write(
    rows: list[tuple[Invitation, dict[str, Any]]],
    addresses: Mapping[str, Claim],
    *,
    seen: datetime,
) -> tuple[datetime, int]:
    """Write some decisions and the mails that follow from them, unless another was first."""
    now = timezone.now()
    if not ContactPolicy.objects.filter(pk=1, looked_at=seen).update(looked_at=now):
        raise DecidedMeanwhile("contact policy")
    sent = 0
    for invitation, row in rows:
        first = Decision.objects.filter(invitation=invitation, reminder=0).get()
        decision = Decision.objects.create(
            survey=invitation.survey,
            customer_id=invitation.customer_id,
            opened=first.opened,
            event_id=first.event_id,
            at=row["moment"],
            is_asked=row["asked"],
            reason=row["reason"] or "",
            spoke=row["spoke"],
            earliest=row["earliest"],
            probability=first.probability,
            invitation=invitation,
            reminder=_number(invitation),
        )
        if decision.is_asked:
            _send(decision, invitation, addresses.get(row["customer_id"]))
            sent += 1
    return now, sent


def _send(decision: Decision, invitation: Invitation, address: Claim | None) -> None:
    Sending.objects.create(
        invitation=invitation,
        reminder=decision.reminder,
        address=address,
        wanted_at=decision.at,
        again_at=decision.at,
    )
    record(
        "survey.reminded",
        customer_id=invitation.customer_id,
        at=decision.at,
        event_id=f"{invitation.key}:reminded-{decision.reminder}",
        case_id=invitation.context.get("case"),
        channel=invitation.channel,
        properties={
            "survey": invitation.survey.slug,
            "kind": REMINDER,
            "invitation": str(invitation.key),
            "reminder": decision.reminder,
        },
        source="surveys",
    )
