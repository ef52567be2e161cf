"""Noticing what rises: each is one from its beginning to its end, and told once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from parcours.listen.domain.verbatims import coding, complaining, following, writing
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.finding import search
from parcours.listen.models import Following, Notice, Rise, Topic, Verbatim
from parcours.listen.models.alert import TOPIC
from parcours.people.models import Member

CALM: Final = timedelta(days=7)
"""A rise that was not found for so long has ended: one on the edge of proof comes and goes."""
KEPT: Final = timedelta(days=365)
QUOTES: Final = 3
_LOOKED_AT: Final = 20  # verbatims, for three that are not alike
_HOUR: Final = time(8)
_MONDAY: Final = 7
_Row = dict[str, Any]


@task()
def look() -> None:
    """Find what rises now, and tell whoever follows it.

    While texts are coded again, some are read by the new way and some by the old: what seems
    to rise then may be the coder's.
    """
    if writing.progress().coder not in ("", coding.version()):
        return
    rows = [*complaining.raised(Asked(), most=None, also=following.watched()), *_topics()]
    with transaction.atomic():
        now = timezone.now()
        fresh = list(_kept(rows, now))
        _end(now)
        for member in Member.objects.filter(followings__isnull=False).distinct():
            _tell(member, fresh, now)
    Rise.objects.filter(ended_at__lt=now - KEPT).delete()


def due_at(pace: str, now: datetime) -> datetime:
    """Return when who follows is told of what is found *now*: next Monday, or at once."""
    if pace != Following.Pace.WEEKLY:
        return now
    today = timezone.localdate(now)
    zone = timezone.get_current_timezone()
    monday = today - timedelta(days=today.weekday())
    due = datetime.combine(monday, _HOUR, zone)
    return due if due > now else datetime.combine(monday + timedelta(_MONDAY), _HOUR, zone)


def _topics() -> list[_Row]:
    risen = Topic.objects.filter(merged_into=None, rise__isnull=False)
    return [
        {"driver": each.driver, "facet": TOPIC, "value": each.key, "quotes": each.quotes}
        | (each.rise or {})
        for each in risen
    ]


def _kept(rows: list[_Row], now: datetime) -> Iterator[Rise]:
    """Write down what is found, and yield what was not known to last."""
    lasting = {rise.key: rise for rise in Rise.objects.lasting().select_for_update()}
    for row in rows:
        key = (row["driver"], row["facet"], row["value"])
        numbers = {name: row[name] for name in complaining.NUMBERS}
        if key in lasting:
            Rise.objects.filter(pk=lasting[key].pk).update(numbers=numbers, stood_at=now)
            continue
        yield Rise.objects.create(
            **dict(zip(("driver", "facet", "value"), key, strict=True)),
            numbers=numbers,
            quotes=row["quotes"] if "quotes" in row else _quotes(row),
            began_at=now,
            stood_at=now,
        )


def _end(now: datetime) -> None:
    Rise.objects.lasting().filter(stood_at__lt=now - CALM).update(ended_at=now)


def _tell(member: Member, fresh: list[Rise], now: datetime) -> None:
    paces = [
        (rise, min(due_at(each.pace, now) for each in wanting))
        for rise in fresh
        if (wanting := [each for each in member.followings.all() if each.wants(rise)])
    ]
    Notice.objects.bulk_create(
        [Notice(member=member, rise=rise, due_at=due) for rise, due in paces],
        ignore_conflicts=True,
    )


def _quotes(row: _Row) -> list[int]:
    """Return three verbatims that say it worst, as unlike each other as there are."""
    asked = replace(complaining.words_of(row, Asked()), order="worst")
    numbers = search(asked).page(size=_LOOKED_AT).numbers
    found = Verbatim.objects.in_bulk(numbers)
    apart = {found[number].likeness: number for number in reversed(numbers) if number in found}
    return sorted(numbers, key=lambda each: each not in apart.values())[:QUOTES]
