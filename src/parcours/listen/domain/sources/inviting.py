"""Inviting everyone eligible to write a review: the contact policy decides, never a score."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.duration import Duration
from parcours.core.occurrence.bucket import NEVER, Bucket
from parcours.core.survey.policy import REVIEW, SURVEYS, Rule
from parcours.core.survey.rehearsal import microseconds
from parcours.core.survey.trigger import Trigger as When
from parcours.core.survey.trigger import columns_needed, occasions
from parcours.ledger.domain.reading import CurrentLog, current_log
from parcours.ledger.domain.recording import record
from parcours.listen.domain.sources import review_mail
from parcours.listen.domain.surveys import reaching
from parcours.listen.domain.surveys.asking import may_ask
from parcours.listen.domain.surveys.occasions import is_open
from parcours.listen.models import ContactPolicy, Invited, ReviewInvitation
from parcours.people.domain.auditing import note
from parcours.people.models import Consent, Customer, Member

CLAIM: Final = timedelta(minutes=10)
_QUIET: Final = timedelta(days=8)  # more than any quiet hours in a row


@task()
def invite_due() -> None:
    """Invite whom there is to invite now, while people may be written to."""
    now = timezone.now()
    policy = ContactPolicy.current().parsed()
    running = ReviewInvitation.objects.exclude(started_at=None).exclude(source__write_url="")
    if is_open(policy, now):
        for each in running.select_related("source"):
            invite(each, now=now)


def invite(invitation: ReviewInvitation, *, now: datetime) -> int:
    """Decide every occasion that is due, and invite those who may be; return how many.

    An open complaint puts an invitation off and does not take it away: to invite only those
    who do not complain would choose by what people feel.

    Raises:
        ByFeeling: its rule looks at what people feel.
    """
    contact = ContactPolicy.current()
    found = _due(current_log(), invitation, now=now)
    if found.is_empty():
        return 0
    told = may_ask(found["customer_id"].to_list(), kind=REVIEW, now=now)
    rows = [
        row
        for row in found.hstack(told.select("asked", "reason")).iter_rows(named=True)
        if row["asked"] or row["reason"] != Rule.COMPLAINT
    ]
    return _write(invitation, rows, seen=contact.looked_at, now=now)


@transaction.atomic
def _write(
    invitation: ReviewInvitation, rows: list[dict[str, Any]], *, seen: datetime, now: datetime
) -> int:
    """Write what was decided, unless someone else decided whom to ask in the meantime."""
    mine = ContactPolicy.objects.filter(pk=1, looked_at=seen)
    if not mine.update(looked_at=timezone.now()):
        return 0
    asked = 0
    for row in rows:
        invited, is_new = Invited.objects.get_or_create(
            invitation=invitation,
            customer_id=row["customer_id"],
            opened=row["opened"],
            defaults={
                "case_id": row["case_id"] or "",
                "at": now,
                "is_asked": row["asked"],
                "reason": row["reason"] or "",
            },
        )
        if is_new and invited.is_asked:
            _record(invited)
            deliver.enqueue(invited.pk)
            asked += 1
    return asked


@task()
def deliver(invited: int) -> None:
    """Send a mail, at most once: one that may have gone out already is never sent again."""
    now = timezone.now()
    mine = Invited.objects.filter(pk=invited, is_asked=True, claimed_at=None)
    if not mine.update(claimed_at=now):
        return
    found = Invited.objects.select_related("invitation__source").get(pk=invited)
    try:
        problem = _unwanted(found) or review_mail.send(found)
    except OSError as error:
        problem = f"{type(error).__name__}: {error}"
    sent_at = None if problem else timezone.now()
    Invited.objects.filter(pk=invited).update(sent_at=sent_at, problem=problem)


def failed(invitation: ReviewInvitation) -> QuerySet[Invited]:
    """Return the mails that did not go out, or perhaps did: whoever sent them was killed."""
    unsent = Invited.objects.filter(invitation=invitation, is_asked=True, sent_at=None)
    lost = Q(claimed_at__lt=timezone.now() - CLAIM)
    return unsent.filter(~Q(problem="") | lost)


@transaction.atomic
def send_again(invited: Invited, *, by: Member) -> bool:
    """Let a mail that failed, or perhaps did, go out again: a person decided so."""
    again = failed(invited.invitation).filter(pk=invited.pk)
    if not again.update(claimed_at=None, problem=""):
        return False
    deliver.enqueue(invited.pk)
    note(by, "invitation.sent-again", f"customer/{invited.customer_id}")
    return True


def _unwanted(invited: Invited) -> str:
    """Return why a mail should not go out any more, empty where it may."""
    told = reaching.consents([invited.customer_id]).filter(purpose=SURVEYS)
    is_given = told.sort("at")["is_given"]
    return _("They asked not to be asked.") if told.height and not is_given[-1] else ""


@transaction.atomic
def start(invitation: ReviewInvitation, *, by: Member) -> None:
    """Invite from now on."""
    invitation.parsed()
    if ReviewInvitation.objects.filter(pk=invitation.pk, started_at=None).update(
        started_at=timezone.now()
    ):
        note(by, "review-invitation.started", f"review-invitation/{invitation.pk}")


@transaction.atomic
def stop(invitation: ReviewInvitation, *, by: Member) -> None:
    """Invite nobody any more."""
    running = ReviewInvitation.objects.filter(pk=invitation.pk).exclude(started_at=None)
    if running.update(started_at=None):
        note(by, "review-invitation.stopped", f"review-invitation/{invitation.pk}")


@transaction.atomic
def opt_out(invited: Invited) -> None:
    """Ask this person for nothing more: no review, no survey. Twice is once."""
    customer = Customer.objects.filter(customer_id=invited.customer_id).first()
    theirs = Consent.objects.filter(
        customer=customer, source=f"review invitation {invited.key}", is_given=False
    )
    if customer is None or theirs.exists():
        return
    Consent.objects.create(
        customer=customer,
        purpose=Consent.Purpose.SURVEYS,
        is_given=False,
        source=f"review invitation {invited.key}",
    )
    record(
        "consent.withdrawn",
        customer_id=invited.customer_id,
        event_id=f"{invited.key}:stopped",
        channel="email",
        properties={"purpose": "surveys"},
        source="reviews",
    )


def rule_of(
    after: str | list[str], *, days: float, where: dict[str, list[str]]
) -> dict[str, Any]:
    """Return the rule that asks some days after an event, as core reads it."""
    wait = Duration(days, "d")
    rule: dict[str, Any] = {"after": after, "wait": str(wait), "time_of_day": "10:00"}
    return rule | ({"where": where} if where else {})


def _due(log: CurrentLog, invitation: ReviewInvitation, *, now: datetime) -> pl.DataFrame:
    """Return the occasions that are due and were not decided yet, one a customer."""
    rule, policy = invitation.parsed(), ContactPolicy.current().parsed()
    since = now - timedelta(seconds=rule.window.seconds) - _QUIET
    people = _touched(log, rule, first=since, last=now)
    if not people or invitation.started_at is None:
        return pl.DataFrame()
    bucket = Bucket(log.of(people, sorted(columns_needed(rule))), NEVER)
    begin = microseconds(max(since, invitation.started_at))
    until = microseconds(now) + 1
    found = occasions(bucket, rule, policy.time_zone, since=begin, until=until)
    window = round(rule.window.seconds * 1_000_000)
    ends = policy.calendar.opening(found["at"].to_physical().to_numpy()) + window
    decided = set(
        Invited.objects.filter(invitation=invitation).values_list("customer_id", "opened")
    )
    keys = zip(found["customer_id"], found["opened"], strict=True)
    is_new = pl.Series([key not in decided for key in keys], dtype=pl.Boolean)
    fresh = found.filter(is_new & pl.Series(ends >= until - 1, dtype=pl.Boolean))
    return fresh.unique("customer_id", keep="last", maintain_order=True)


def _touched(
    log: CurrentLog, rule: When, *, first: datetime, last: datetime
) -> Collection[str]:
    """Return those to whom what the rule waits for happened at the right time."""
    wait = timedelta(seconds=rule.wait.seconds) + timedelta(days=1)
    meant = pl.col("at").is_between(first - wait, last) & pl.col("activity").cast(
        pl.String
    ).is_in(rule.after.activity)
    columns = ["customer_id", "at", "activity"]
    parts = (log.lake.scan(columns), log.recent.select(columns).lazy())
    return {who for each in parts for who in each.filter(meant).collect()["customer_id"]}


def _record(invited: Invited) -> None:
    record(
        "review.invited",
        customer_id=invited.customer_id,
        at=invited.at,
        event_id=f"{invited.key}:invited",
        case_id=invited.case_id or None,
        channel="email",
        properties={"kind": REVIEW, "site": invited.invitation.source.kind},
        source="reviews",
    )
