"""Decisions as a page shows them: whose, why, because of what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, QuerySet

from parcours.core.report import numbers
from parcours.core.survey.policy import Rule
from parcours.core.survey.rehearsal import ASKED
from parcours.listen.domain.surveys.asked_charts import said
from parcours.listen.models import Decision, Invitation, Sending, Survey
from parcours.people.domain.finding import found
from parcours.people.models import Customer, Member

_MOST = 200
"""How many people a search may mean."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A rule that spoke: in words, since which event, until when."""

    words: str
    since: datetime | None
    until: datetime | None
    survey: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A decision, who it is about, every rule that spoke, how far the invitation came."""

    decision: Decision
    name: str
    spoke: tuple[Said, ...]
    sending: Sending | None

    @property
    def chance(self) -> str:
        """With which chance the person was drawn."""
        return numbers.percent(self.decision.probability)


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """What became of a survey's occasions, and how many it invited by other ways.

    ``why_not`` is what `why_not` returns; ``last`` is when the last of the ``others`` was sent.
    """

    occasions: int
    asked: int
    why_not: list[tuple[str, str, str]]
    others: int
    last: datetime | None


def so_far(survey: Survey) -> SoFar:
    """Return what a survey's asking came to until now."""
    first = Decision.objects.first_ones().filter(survey=survey)
    counted = first.order_by().values_list("reason").annotate(n=Count("pk"))
    counts = {reason or ASKED: n for reason, n in counted}
    sent = Invitation.objects.filter(survey=survey).exclude(sent_at=None)
    others = sent.filter(sendings=None).aggregate(n=Count("pk"), last=Max("sent_at"))
    return SoFar(
        occasions=sum(counts.values()),
        asked=counts.get(ASKED, 0),
        why_not=why_not(counts),
        others=others["n"],
        last=others["last"],
    )


def why_not(counts: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Return why occasions asked nobody, most first: in words, how many, which share of all.

    Args:
        counts: how many occasions, by reason (of ``Rule``, or ``asked``).
    """
    total = sum(counts.values())
    return [
        (said(reason), numbers.count(n), numbers.percent(n / total))
        for reason, n in sorted(counts.items(), key=lambda each: -each[1])
        if reason != ASKED
    ]


def chosen(
    decisions: QuerySet[Decision], *, q: str, survey: str, reason: str, sending: str
) -> QuerySet[Decision]:
    """Return the decisions that are meant.

    Args:
        q: of a customer: a name, an address, a card, a pseudonym.
        survey: its slug.
        reason: of ``Rule``, or ``asked``.
        sending: a state of ``Sending``.
    """
    if q.strip():
        people = list(found(q).values_list("customer_id", flat=True)[:_MOST])
        decisions = decisions.filter(customer_id__in=[*people, q.strip()])
    if survey:
        decisions = decisions.filter(survey__slug=survey)
    if reason == ASKED:
        decisions = decisions.filter(is_asked=True)
    elif reason:
        decisions = decisions.filter(reason=reason)
    if sending:
        theirs = {"invitation__sendings__reminder": F("reminder")}
        decisions = decisions.filter(invitation__sendings__state=sending, **theirs)
    told = decisions.select_related("survey", "invitation")
    return told.prefetch_related("invitation__sendings")


def told(decisions: Iterable[Decision]) -> list[Row]:
    """Return decisions with names and words."""
    rows = list(decisions)
    names = _names(each.customer_id for each in rows)
    return [
        Row(
            decision=each,
            name=names.get(each.customer_id) or each.customer_id,
            spoke=tuple(_said(rule) for rule in each.spoke),
            sending=_sending(each),
        )
        for each in rows
    ]


def latest(
    rehearsed: dict[str, Any], survey: str, member: Member
) -> list[tuple[str, str, datetime, str]]:
    """Return whom the last occasions of a rehearsal were about, and what came of each.

    Args:
        rehearsed: what ``rehearsing.rehearsed`` returned.
        member: nothing is told to who may not see customers.

    Returns:
        ``customer_id``, name, moment, reason in words (or that they were asked).
    """
    rows = rehearsed["latest"].get(survey, []) if member.can("see customers") else []
    names = _names(each["customer_id"] for each in rows)
    return [
        (
            each["customer_id"],
            names.get(each["customer_id"]) or each["customer_id"],
            datetime.fromisoformat(each["at"]),
            said(each["reason"]),
        )
        for each in rows
    ]


def _names(customer_ids: Iterable[str]) -> dict[str, str]:
    known = Customer.objects.filter(customer_id__in=list(customer_ids))
    return dict(known.values_list("customer_id", "name"))


def _sending(decision: Decision) -> Sending | None:
    """Return the mail that followed from a decision."""
    mails = decision.invitation.sendings.all() if decision.invitation else ()
    return next((each for each in mails if each.reminder == decision.reminder), None)


def _said(rule: dict[str, Any]) -> Said:
    moments = (rule.get(name) for name in ("since", "until"))
    since, until = (datetime.fromisoformat(each) if each else None for each in moments)
    words = str(Decision.REASONS[Rule(rule["rule"])])
    return Said(words=words, since=since, until=until, survey=rule.get("survey", ""))
