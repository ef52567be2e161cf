"""Showing a dashboard to people outside, and taking it back."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from parcours.map.domain.canvases import in_use
from parcours.measure.domain.asking import Asked
from parcours.measure.models import Share
from parcours.people.domain.auditing import note
from parcours.people.models import Member


@transaction.atomic
def share(made: Share, asked: Asked, *, by: Member) -> Share:
    """Keep *made*, a link to what was *asked*, and write down who shared it until when.

    Args:
        made: with a title and an end.
    """
    made.canvas, made.period, made.where = asked.slug, asked.period, dict(asked.where)
    made.by = by
    made.save()
    note(
        by,
        "dashboard.shared",
        f"share/{made.pk}",
        detail=f"{made.title}, {made.period}, {made.expires_at:%Y-%m-%d}",
    )
    return made


@transaction.atomic
def revoke(made: Share, *, by: Member) -> None:
    """Let the link of *made* open nothing any more. Twice is once."""
    if made.revoke(by):
        note(by, "dashboard.unshared", f"share/{made.pk}", detail=made.title)


def opened(made: Share) -> Asked:
    """Return what *made* shows, and count that somebody looked."""
    Share.objects.filter(pk=made.pk).update(opened=F("opened") + 1, opened_at=timezone.now())
    named = [each for each in in_use() if each.slug == made.canvas]
    return Asked(canvas=next(iter(named), None), period=made.period, where=made.where)
