"""What the demo's owner watches: what is complained of more, and a survey month by month."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from parcours.core.demo.company import SHOPS
from parcours.listen.domain.surveys import waving
from parcours.listen.domain.verbatims import following, noticing
from parcours.listen.domain.verbatims.asking import SEGMENT
from parcours.listen.models import Following, Survey, WavePlan
from parcours.people.models import Member
from parcours.site.demo.history import LASTS

STRIKE: Final = 35
"""Since how many days a carrier is on strike when the demo's year ends: its news."""
_A_MONTH: Final = timedelta(days=31)


@transaction.atomic
def watch(owner: Member) -> None:
    """Follow some of what customers complain of, once, and look whether it rises."""
    if Following.objects.exists():
        return
    at_once, weekly = Following.Pace.AT_ONCE, Following.Pace.WEEKLY
    following.follow(owner, driver="time", pace=at_once)
    following.follow(owner, facet=f"{SEGMENT}shop", value=SHOPS[0], pace=weekly)
    noticing.look.func()


def compare_months(survey: Survey, owner: Member, until: datetime) -> None:
    """Put what a survey heard into one wave a month, once; whom it asks stays as it was.

    Args:
        owner: who says so.
        until: where the demo's year ends.
    """
    if waving.plan_of(survey) is None:
        began = timezone.localdate(until - LASTS)
        first = (began.replace(day=1) + _A_MONTH).replace(day=1)
        plan = WavePlan(survey=survey, every=WavePlan.Every.MONTH, first=first, is_drawn=False)
        waving.save(plan, by=owner)
