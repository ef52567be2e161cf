"""Last year over again: who the triggers would have asked under this policy, month by month."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import polars as pl

from parcours.core.kernel import Log
from parcours.core.survey.policy import read_policy
from parcours.core.survey.rehearsal import ASKED, Given, Plan, by_month, by_reminder, rehearse
from parcours.core.survey.trigger import read_trigger
from parcours.ledger.domain import results
from parcours.listen.domain.surveys import reaching
from parcours.listen.models import ContactPolicy, Trigger

YEAR: Final = timedelta(days=365)
LATEST: Final = 20
"""How many occasions are shown one by one."""


def rehearsed(
    log: Log, *, policy: dict[str, Any], hold_out: float, plans: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return what the last twelve months of the log would have been.

    Args:
        policy: as ``core.survey.policy.written`` has it.
        hold_out: share of people never asked.
        plans: fields of ``core.survey.rehearsal.Plan``, the trigger as plain data.

    Returns:
        ``surveys``: by slug, a list of ``month`` (ISO 8601), ``reason`` (a rule's, or
        ``asked``) and ``n``; ``latest``: likewise the last occasions, ``customer_id``, ``at``
        and ``reason``; ``people``: how many were asked at least once, ``twice`` more than once;
        ``reminders``: by slug, how many reminders by reason, had nobody answered but who did.
    """
    until, rules = log.last_at(), read_policy(policy)
    if until is None:
        return {"surveys": {}, "latest": {}, "people": 0, "twice": 0, "reminders": {}}
    found = rehearse(
        log,
        rules,
        [Plan(**each | {"trigger": read_trigger(each["trigger"])}) for each in plans],
        since=until - YEAR,
        until=until,
        given=Given(
            seed=ContactPolicy.current().seed,
            hold_out=hold_out,
            reachable=reaching.reachable("email"),
            consents=reaching.consents(),
        ),
    )
    surveys: dict[str, list[dict[str, Any]]] = {each["survey"]: [] for each in plans}
    for survey, month, reason, n in by_month(found, rules.time_zone).iter_rows():
        surveys[survey].append({"month": month.isoformat(), "reason": reason, "n": n})
    reminders: dict[str, dict[str, int]] = {}
    for survey, reason, n in by_reminder(found).iter_rows():
        reminders.setdefault(survey, {})[reason] = n
    first = found.filter(pl.col("reminder") == 0)
    times = first.filter("asked").group_by("customer_id").agg(n=pl.len())["n"]
    return {
        "surveys": surveys,
        "latest": {each["survey"]: _latest(first, each["survey"]) for each in plans},
        "people": len(times),
        "twice": int((times > 1).sum()),
        "reminders": reminders,
    }


def rehearsal_of(trigger: Trigger) -> results.Answer | None:
    """Return the rehearsal of a trigger among all that run, null until it is computed."""
    return results.answer(rehearsed, **given(trigger))


def given(trigger: Trigger | None = None) -> dict[str, Any]:
    """Return what the rehearsal is asked for: the policy as it stands, and the triggers."""
    policy = ContactPolicy.current()
    running = {each.pk: each for each in Trigger.objects.running()}
    if trigger is not None:
        running[trigger.pk] = trigger
    ordered = sorted(running.values(), key=lambda each: each.survey.slug)
    return {
        "policy": policy.rules,
        "hold_out": policy.hold_out,
        "plans": [_plain(each) for each in ordered],
    }


def asked_of(told: dict[str, Any], survey: str) -> dict[str, int]:
    """Return how many occasions of a survey ended how: by reason, and ``asked``."""
    counts: dict[str, int] = {ASKED: 0}
    for each in told["surveys"].get(survey, []):
        counts[each["reason"]] = counts.get(each["reason"], 0) + each["n"]
    return counts


def _latest(found: pl.DataFrame, survey: str) -> list[dict[str, Any]]:
    last = found.filter(pl.col("survey") == survey).sort("moment").tail(LATEST).reverse()
    return [
        {"customer_id": customer_id, "at": at.isoformat(), "reason": reason or ASKED}
        for customer_id, at, reason in last.select("customer_id", "moment", "reason").rows()
    ]


def _plain(trigger: Trigger) -> dict[str, Any]:
    plan = trigger.plan
    told = trigger.told
    if "waves" in told:
        told = told | {"waves": told["waves"] | {"is_rehearsed": True}}
    return vars(plan) | {"trigger": told}
