"""Who has a canvas open right now, and which card of it."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from parcours.ledger.domain.announcing import announce
from parcours.map.models import Canvas, Presence
from parcours.people.models import Member

# Pages say that they are still open every ten seconds.
GONE_AFTER: Final = timedelta(seconds=25)


def here(canvas: Canvas, *, by: Member, element: str) -> None:
    """Note that *by* has *canvas* open, and *element* of it; tell the others what is new."""
    found, is_new = Presence.objects.get_or_create(canvas=canvas, member=by)
    has_come = is_new or found.at < timezone.now() - GONE_AFTER
    if has_come or found.element != element:
        announce(f"canvas/{canvas.pk}", present=by.pk)
    found.element, found.at = element, timezone.now()
    found.save()


def others(canvas: Canvas, *, by: Member) -> list[Presence]:
    """Return who else has *canvas* open."""
    since = timezone.now() - GONE_AFTER
    found = canvas.present.filter(at__gte=since).exclude(member=by)
    return list(found.select_related("member").order_by("member__name"))
