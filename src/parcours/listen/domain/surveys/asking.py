"""Asking: what is due is decided by the policy and the draw, and written down as it is."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from parcours.core.refusal import Refused
from parcours.core.survey import drawing, history
from parcours.core.survey.deciding import Decided, decide
from parcours.core.survey.drawing import WEEKS
from parcours.core.survey.policy import REVIEW, Rule
from parcours.core.survey.rehearsal import Given, Plan, prepared
from parcours.core.survey.trigger import OCCASIONS
from parcours.ledger.domain.reading import CurrentLog, current_log
from parcours.ledger.domain.recording import record
from parcours.listen.domain.surveys import occasions, reaching, waving
from parcours.listen.models import ContactPolicy, Decision, Invitation, Sending, Trigger
from parcours.people.models import Claim

_log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Decisions a transaction."""
_LAST_CALL: Final = timedelta(minutes=30)
"""Before it is too late to ask: several looks fit in."""


class DecidedMeanwhile(Refused):
    """Someone else decided whom to ask in the meantime: look again."""


@task()
def look() -> None:
    """Ask whom there is to ask now."""
    ask(timezone.now())


def ask(now: datetime) -> int:
    """Decide every occasion that is due, invite those who are asked; return how many.

    Decisions, invitations and their events are written together, some hundreds at a time.
    Killed in between, the rest is decided at the next look; nothing is decided twice.

    Raises:
        DecidedMeanwhile: another did so at the same time.
    """
    policy = ContactPolicy.current()
    triggers = {each.pk: each for each in Trigger.objects.running() if _is_sound(each)}
    if not triggers or not occasions.is_open(policy.parsed(), now):
        return 0
    log = current_log()
    events, due = occasions.due(log, list(triggers.values()), policy.parsed(), now=now)
    found = [
        _candidates(log, triggers[key], policy, found=each, now=now)
        for key, each in due.items()
        if each.height
    ]
    if not found:
        waving.drawn(triggers.values(), now)
        return 0
    candidates = pl.concat(found)
    people = candidates["customer_id"].unique().to_list()
    given = candidates.with_columns(at=pl.lit(now).cast(pl.Datetime("us", "UTC")))
    consents = reaching.consents(people)
    rules = policy.parsed()
    given = _each_wave(
        given, triggers, could=lambda own: decide(events, rules, own, consents=consents)
    )
    decided = decide(events, rules, given, consents=consents)
    asked = _write(decided, triggers, policy, now=now)
    waving.drawn(triggers.values(), now)
    return asked


def may_ask(
    customer_ids: Collection[str],
    *,
    kind: str = REVIEW,
    channel: str = "email",
    now: datetime | None = None,
) -> pl.DataFrame:
    """Return of each person whether the policy lets them be asked now, and why not.

    For who asks for something else than a survey, and records so (``review.invited``).

    Returns:
        In the order given: ``customer_id``, ``asked``, ``reason``, ``earliest``.
    """
    policy = ContactPolicy.current()
    now = now or timezone.now()
    log = current_log()
    ids = [log.aliases.get(each, each) for each in customer_ids]
    rules = policy.parsed()
    reached = reaching.addresses(channel, ids)
    candidates = pl.DataFrame(
        {"customer_id": ids}, schema={"customer_id": pl.String()}
    ).with_columns(
        at=pl.lit(now).cast(pl.Datetime("us", "UTC")),
        survey=pl.lit(kind),
        kind=pl.lit(kind),
        is_reachable=pl.Series([each in reached for each in ids], dtype=pl.Boolean),
        is_held_out=pl.Series(
            drawing.held_out(policy.seed, pl.Series(ids, dtype=pl.String), policy.hold_out)
        ),
    )
    events = log.of(ids, sorted(history.columns_needed(rules)))
    found = decide(events, rules, candidates, consents=reaching.consents(ids)).decisions
    return found.select("customer_id", "asked", "reason", "earliest")


def _is_sound(trigger: Trigger) -> bool:
    """Return whether a trigger can be read; one that cannot keeps no other from asking."""
    try:
        trigger.parsed()
    except Refused as refused:
        _log.warning("survey %s asks nobody: %s", trigger.survey.slug, refused)
        return False
    return True


def _candidates(
    log: CurrentLog,
    trigger: Trigger,
    policy: ContactPolicy,
    *,
    found: pl.DataFrame,
    now: datetime,
) -> pl.DataFrame:
    """Return a trigger's occasions as ``decide`` wants them, with whose and until when."""
    people = found["customer_id"].unique().to_list()
    reached = list(reaching.addresses(trigger.channel, people))
    given = Given(seed=policy.seed, hold_out=policy.hold_out, reachable=reached)
    told = prepared(found.select(*OCCASIONS), trigger.plan, given)
    drawn = _probability(log, trigger, policy, now=now)
    return told.with_columns(
        probability=pl.lit(drawn, dtype=pl.Float64),
        trigger=pl.lit(trigger.pk, dtype=pl.Int64),
        until=found["until"],
    )


def _probability(
    log: CurrentLog, trigger: Trigger, policy: ContactPolicy, *, now: datetime
) -> float:
    """Return with which probability people are drawn now, so that the quota holds."""
    plan: Plan = trigger.plan
    if plan.quota is None or trigger.started_at is None or plan.trigger.waves is not None:
        return plan.share
    weeks = min((now - trigger.started_at) / timedelta(weeks=1), WEEKS)
    if weeks < 1:
        if trigger.expected is None:
            trigger.expected = occasions.expected(log, trigger, policy.parsed(), now=now)
            trigger.save(update_fields=["expected"])
        return drawing.probability(plan.share, plan.quota, trigger.expected)
    since = now - timedelta(weeks=weeks)
    eligible = Decision.objects.eligible().filter(survey=trigger.survey_id, at__gte=since)
    return drawing.probability(plan.share, plan.quota, eligible.count() / weeks)


def _each_wave(
    given: pl.DataFrame,
    triggers: Mapping[int, Trigger],
    *,
    could: Callable[[pl.DataFrame], Decided],
) -> pl.DataFrame:
    """Return the candidates of waves with the probability that their quota allows each wave.

    A wave that was begun goes on with the probability it began with.

    Args:
        could: decides candidates without writing anything down.
    """
    for key, trigger in triggers.items():
        own = given.filter(pl.col("trigger") == key)
        if trigger.quota is None or trigger.waves is None or own.is_empty():
            continue
        begun = Decision.objects.first_ones().filter(
            survey=trigger.survey_id, opened__in=own["opened"].unique().to_list()
        )
        found = begun.values_list("probability", flat=True).first()
        if found is None:
            free = own.with_columns(chance=0.0, probability=1.0)
            asked = could(free).decisions.filter("asked").height
            found = drawing.probability(trigger.share, trigger.quota, asked)
        drawn = pl.when(pl.col("trigger") == key).then(pl.lit(found))
        given = given.with_columns(probability=drawn.otherwise("probability"))
    return given


def _write(
    decided: Decided,
    triggers: Mapping[int, Trigger],
    policy: ContactPolicy,
    *,
    now: datetime,
) -> int:
    spoke = by_candidate(decided.spoke)
    rows = [
        row | {"spoke": spoke.get(number, [])}
        for number, row in enumerate(decided.decisions.iter_rows(named=True))
    ]
    final = [row for row in rows if not _may_wait(row, now)]
    invited, seen = 0, policy.looked_at
    for start in range(0, len(final), AT_ONCE):
        part = final[start : start + AT_ONCE]
        seen, asked = _write_part(part, triggers, seen=seen)
        invited += asked
    return invited


@transaction.atomic
def _write_part(
    rows: list[dict[str, Any]], triggers: Mapping[int, Trigger], *, seen: datetime
) -> tuple[datetime, int]:
    """Write some decisions and all that follows from them, unless another was first."""
    now = timezone.now()
    mine = ContactPolicy.objects.filter(pk=1, looked_at=seen)
    if not mine.update(looked_at=now):
        raise DecidedMeanwhile("contact policy")
    addresses = _addresses([row for row in rows if row["asked"]], triggers)
    decisions = [_decision(row, triggers[row["trigger"]]) for row in rows]
    asked = [each for each in decisions if each.is_asked]
    for decision, row in zip(decisions, rows, strict=True):
        if decision.is_asked:
            trigger = triggers[row["trigger"]]
            decision.invitation = _invite(decision, row, trigger, addresses=addresses)
    Decision.objects.bulk_create(decisions)
    return now, len(asked)


def _invite(
    decision: Decision,
    row: dict[str, Any],
    trigger: Trigger,
    *,
    addresses: Mapping[tuple[int, str], Claim],
) -> Invitation:
    invitation = Invitation.objects.create(
        survey=trigger.survey,
        customer_id=decision.customer_id,
        channel=trigger.channel,
        context={"case": row["case_id"]} if row["case_id"] else {},
        probability=decision.probability,
        wave=waving.wave_at(trigger.survey, decision.at),
        made_at=decision.at,
        expires_at=decision.at + timedelta(days=trigger.valid_days),
    )
    address = addresses.get((trigger.pk, decision.customer_id))
    moments = {"wanted_at": decision.at, "again_at": decision.at}
    Sending.objects.create(invitation=invitation, address=address, **moments)
    record(
        "survey.sent",
        customer_id=decision.customer_id,
        at=decision.at,
        event_id=f"{invitation.key}:sent",
        case_id=row["case_id"],
        channel=trigger.channel,
        properties={
            "survey": trigger.survey.slug,
            "kind": trigger.kind,
            "invitation": str(invitation.key),
            "probability": decision.probability,
            **waving.told(trigger.survey, decision.at),
        },
        source="surveys",
    )
    return invitation


def _decision(row: dict[str, Any], trigger: Trigger) -> Decision:
    return Decision(
        survey=trigger.survey,
        customer_id=row["customer_id"],
        opened=row["opened"],
        event_id=row["event_id"] or "",
        at=row["moment"],
        is_asked=row["asked"],
        reason=row["reason"] or "",
        spoke=row["spoke"],
        earliest=row["earliest"],
        probability=row["probability"],
    )


def _may_wait(row: dict[str, Any], now: datetime) -> bool:
    """Return whether someone is looked at again instead of never being asked.

    An open complaint puts a review invitation off and does not take it away: to invite only
    those who do not complain would choose by what people feel.
    """
    is_over = bool(now >= row["until"] - _LAST_CALL)
    return row["kind"] == REVIEW and row["reason"] == Rule.COMPLAINT and not is_over


def _addresses(
    rows: Iterable[dict[str, Any]], triggers: Mapping[int, Trigger]
) -> dict[tuple[int, str], Claim]:
    by_trigger: dict[int, list[str]] = {}
    for row in rows:
        by_trigger.setdefault(row["trigger"], []).append(row["customer_id"])
    return {
        (key, customer_id): claim
        for key, people in by_trigger.items()
        for customer_id, claim in reaching.addresses(triggers[key].channel, people).items()
    }


def by_candidate(spoke: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """Return every rule that spoke, as JSON has it."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in spoke.iter_rows(named=True):
        told = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
            if value is not None and name != "candidate"
        }
        found.setdefault(row["candidate"], []).append(told)
    return found
