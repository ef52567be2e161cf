"""Who is told of what rises: chosen by each, by driver and place, and ended with a click."""

from collections.abc import Callable, Iterable
from typing import Final

from django.core import signing
from django.db import transaction
from django.utils import timezone

from parcours.listen.domain.verbatims import naming
from parcours.listen.domain.verbatims.asking import SEGMENT
from parcours.listen.domain.verbatims.complaining import TOUCHPOINT
from parcours.listen.models import Following, Notice, Rise
from parcours.map.domain.blind import hidden_from
from parcours.map.domain.canvases import in_use
from parcours.people.models import Member

_SALT: Final = "alerts"


@transaction.atomic
def follow(
    member: Member, *, driver: str = "", facet: str = "", value: str = "", pace: str
) -> Following:
    """Tell *member* from now on what rises; what lasts already is on the page.

    Args:
        driver: empty for all.
        facet: ``touchpoint:3`` or ``segment.shop``, empty for everywhere.
        value: the touchpoint or the value of the segment.
        pace: of `Following.Pace`; following the same again changes this alone.
    """
    return Following.objects.update_or_create(
        member=member, driver=driver, facet=facet, value=value, defaults={"pace": pace}
    )[0]


def stop(member_pk: int, numbers: Iterable[int]) -> None:
    """Tell a member no more of what they follow by these numbers. Twice is once."""
    Following.objects.filter(member=member_pk, pk__in=list(numbers)).delete()


def token(member: Member, followed: Iterable[Following]) -> str:
    """Return what a link holds that ends what a mail came from, without signing in."""
    return signing.dumps([member.pk, [each.pk for each in followed]], salt=_SALT)


def behind(told: str) -> tuple[int, list[int]] | None:
    """Return the member and the numbers that a link holds; null where it is none of ours."""
    try:
        member_pk, numbers = signing.loads(told, salt=_SALT)
    except signing.BadSignature:
        return None
    return member_pk, numbers


def watched() -> set[str]:
    """Return the properties of verbatims that someone follows, as ``shop``."""
    facets = Following.objects.filter(facet__startswith=SEGMENT).values_list("facet", flat=True)
    return {each.removeprefix(SEGMENT) for each in facets}


def sees(member: Member) -> Callable[[Rise], bool]:
    """Return what says of a rise whether *member* may know it.

    Nobody is told of a touchpoint of which they are still asked what they believe.
    """
    if not member.can("see figures"):
        return lambda _rise: False
    hidden = {
        (f"{TOUCHPOINT}{canvas.pk}", name)
        for canvas in in_use(member)
        for name in hidden_from(canvas, member)
    }
    there = naming.touchpoints(member)

    def is_seen(rise: Rise) -> bool:
        if not rise.facet.startswith(TOUCHPOINT):
            return True
        place = f"{rise.facet.removeprefix(TOUCHPOINT)}:{rise.value}"
        return place in there and (rise.facet, rise.value) not in hidden

    return is_seen


def unread(member: Member) -> list[Notice]:
    """Return what *member* was told and has not looked at, and may know now.

    The newest comes first; of what was found at once, the surest.
    """
    due = Notice.objects.filter(member=member, read_at=None, due_at__lte=timezone.now())
    found = list(due.select_related("rise").order_by("-due_at", "pk"))
    is_seen = sees(member) if found else bool
    return [each for each in found if is_seen(each.rise)]


def read(member: Member, rise: Rise | None = None) -> None:
    """Remember that *member* looked at what they were told, of one rise or of all."""
    told = Notice.objects.filter(member=member, read_at=None, due_at__lte=timezone.now())
    (told.filter(rise=rise) if rise else told).update(read_at=timezone.now())
