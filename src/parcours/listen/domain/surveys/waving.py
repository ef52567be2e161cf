"""Waves as people set them up: kept, asked in, and what each answer belongs to."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from parcours.core.survey.policy import Policy
from parcours.core.survey.rehearsal import microseconds
from parcours.core.survey.trigger import Clockwork
from parcours.core.survey.trigger import Trigger as Rule
from parcours.listen.models import Invitation, Response, Survey, Trigger, WavePlan
from parcours.people.domain.auditing import note
from parcours.people.models import Member

_OPEN: Final = timedelta(days=11)  # a window's three days after quiet hours in a row
_AT_ONCE: Final = 500
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def plan_of(survey: Survey) -> WavePlan | None:
    """Return the survey's waves, null where it has none."""
    return WavePlan.objects.filter(survey=survey).first()


def wave_at(survey: Survey, at: datetime) -> date | None:
    """Return the first day of the wave that a moment lies in, null where in none."""
    plan = plan_of(survey)
    return plan.of(at) if plan else None


def told(survey: Survey, at: datetime) -> dict[str, str]:
    """Return what an event says of its wave."""
    wave = wave_at(survey, at)
    return {"wave": wave.isoformat()} if wave else {}


@transaction.atomic
def save(plan: WavePlan, *, by: Member) -> None:
    """Keep when waves begin; answers that lie in none of them any more are put in their own."""
    plan.changed_at, plan.changed_by, plan.drawn_at = timezone.now(), by, None
    plan.save()
    Trigger.objects.filter(survey=plan.survey).update(expected=None)
    _sort(plan)
    note(by, "waves.changed", f"survey/{plan.survey.slug}")


@transaction.atomic
def remove(survey: Survey, *, by: Member) -> None:
    """Run a survey without waves; its answers belong to none any more."""
    if WavePlan.objects.filter(survey=survey).delete()[0]:
        Invitation.objects.filter(survey=survey).update(wave=None)
        Response.objects.filter(survey=survey).update(wave=None)
        note(by, "waves.changed", f"survey/{survey.slug}")


def since(trigger: Trigger) -> datetime:
    """Return from which moment on waves count: the day on which the trigger was started."""
    started = timezone.localtime(trigger.started_at)
    return timezone.make_aware(datetime.combine(started.date(), time())).astimezone(UTC)


def begun(trigger: Trigger, rule: Rule, policy: Policy, *, now: datetime) -> list[datetime]:
    """Return the beginnings of waves in which somebody may still have to be asked."""
    plan, clock = trigger.waves, Clockwork(rule, policy.time_zone)
    found = clock.waves(microseconds(now - _OPEN), microseconds(now) + 1)
    moments = [_EPOCH + timedelta(microseconds=each) for each in found]
    after = plan.drawn_at if plan else None
    return [each for each in moments if after is None or each > after]


def drawn(triggers: Iterable[Trigger], now: datetime) -> None:
    """Note that everyone was decided for the waves begun: whoever comes later waits."""
    for trigger in triggers:
        if trigger.waves is not None:
            WavePlan.objects.filter(survey=trigger.survey_id).update(drawn_at=now)


def _sort(plan: WavePlan) -> None:
    """Put what was asked, and answered, into the wave in which it was asked, or began."""
    asked = Invitation.objects.filter(survey=plan.survey)
    _put(asked, plan, list(asked.values_list("pk", "wave", "made_at")))
    begun = Response.objects.filter(survey=plan.survey)
    by_invitation = Coalesce("invitation__made_at", "started_at")
    _put(begun, plan, list(begun.values_list("pk", "wave", by_invitation)))


def _put(
    rows: QuerySet[Any], plan: WavePlan, told: list[tuple[int, date | None, datetime]]
) -> None:
    """Put each row into the wave of its moment, unless it is in a wave that there still is."""
    waves, by_wave = plan.parsed(), dict[date | None, list[int]]()
    for pk, held, at in told:
        if held is None or waves.of(held) != held:
            by_wave.setdefault(plan.of(at), []).append(pk)
    for wave, keys in by_wave.items():
        for start in range(0, len(keys), _AT_ONCE):
            rows.filter(pk__in=keys[start : start + _AT_ONCE]).update(wave=wave)
