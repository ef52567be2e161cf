"""The label queue: which verbatim is worth a person's word next, and to whom it is given.

Half are drawn by chance, whatever was said of them before: they tell how often the coder
errs. The other half are those it is least sure of: they teach it most. One in ten goes to
two people, to see how far people agree. Nobody gets what another is at.
"""

import random
from datetime import timedelta
from typing import Final

import polars as pl
from django.db import transaction
from django.utils import timezone

from parcours.listen.domain.verbatims import correcting
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.domain.verbatims.table import current
from parcours.listen.models import Correction, Draw, Gathering
from parcours.people.models import Member

HELD: Final = timedelta(minutes=30)
CHANCE_SHARE: Final = 0.5
AGREEMENT_SHARE: Final = 0.1
_DOUBTFUL: Final = 200  # of the least sure, one is drawn: near twins stand side by side
_CHANCE, _DOUBT, _AGREEMENT = Draw.Reason.CHANCE, Draw.Reason.DOUBT, Draw.Reason.AGREEMENT
_luck: Final = random.SystemRandom()


def next_for(member: Member, luck: random.Random = _luck) -> Draw | None:
    """Return what *member* should label next: what they have not finished, else a new draw.

    Null where there is nothing left to label.
    """
    held = Draw.objects.filter(member=member, skipped_at=None, at__gt=timezone.now() - HELD)
    said = Correction.objects.filter(by=member).values("verbatim")
    open_one = held.exclude(verbatim__in=said).select_related("verbatim").first()
    return open_one or _draw(member, luck)


def label(draw: Draw, said: Coding, *, by: Member) -> Correction:
    """Write down what a person says of what was drawn for them."""
    return correcting.correct(draw.verbatim, said, by=by, drawn=draw.reason)


def skip(draw: Draw) -> None:
    """Leave one out: the person does not get it again."""
    Draw.objects.filter(pk=draw.pk).update(skipped_at=timezone.now())


def done(member: Member) -> int:
    """Return how many verbatims of the queue *member* has labelled."""
    return Correction.objects.standing().filter(by=member).exclude(drawn="").count()


@transaction.atomic
def _draw(member: Member, luck: random.Random) -> Draw | None:
    # Two who ask at once: the second sees what the first was given.
    list(Gathering.objects.select_for_update().filter(pk=1))
    share = luck.random()
    wanted = [_CHANCE, _DOUBT]
    if share < AGREEMENT_SHARE:
        wanted = [_AGREEMENT, _CHANCE, _DOUBT]
    elif share < AGREEMENT_SHARE + (1 - AGREEMENT_SHARE) * (1 - CHANCE_SHARE):
        wanted = [_DOUBT, _CHANCE]
    for reason in wanted:
        number = _number(reason, member, luck)
        if number is not None:
            return Draw.objects.create(verbatim_id=number, member=member, reason=reason)
    return None


def _number(reason: str, member: Member, luck: random.Random) -> int | None:
    if reason == _AGREEMENT:
        return _said_by_another(member, luck)

    taken = _taken(member, reason)
    rows = current().frame.select("id", "doubt", "is_corrected", "likeness")
    left = rows.filter(~pl.col("id").is_in(taken))
    if reason == _DOUBT:
        left = _doubtful(left)
    if left.is_empty():
        return None
    return int(left["id"][luck.randrange(left.height)])


def _doubtful(rows: pl.DataFrame) -> pl.DataFrame:
    unsaid = rows.filter(~pl.col("is_corrected"), pl.col("doubt").is_not_null())
    return unsaid.top_k(_DOUBTFUL, by="doubt").unique("likeness")


def _taken(member: Member, reason: str) -> list[int]:
    """Return what cannot be drawn: what the member had, what others are at.

    By chance, neither what came by chance before; what was drawn otherwise may come again,
    or the rest would not be a sample of all.
    """
    recent = Draw.objects.filter(at__gt=timezone.now() - HELD)
    mine = Draw.objects.filter(member=member)
    taken = {
        *recent.values_list("verbatim", flat=True),
        *mine.values_list("verbatim", flat=True),
    }
    if reason == _CHANCE:
        drawn = Draw.objects.filter(reason=_CHANCE)
        taken |= set(drawn.values_list("verbatim", flat=True))
    own = Correction.objects.filter(by=member)
    return sorted(taken | set(own.values_list("verbatim", flat=True)))


def _said_by_another(member: Member, luck: random.Random) -> int | None:
    """Return a verbatim of the queue that one other person labelled, and nobody else had."""
    said = Correction.objects.standing().exclude(drawn="").exclude(by=member)
    twice = Draw.objects.filter(reason=_AGREEMENT).values("verbatim")
    mine = Draw.objects.filter(member=member).values("verbatim")
    fitting = said.exclude(verbatim__in=twice).exclude(verbatim__in=mine)
    numbers = sorted(set(fitting.values_list("verbatim", flat=True)))
    return luck.choice(numbers) if numbers else None
