"""Telling people from robots, without anyone's help: stamps, traps, hands, repetition.

What a robot sends is put aside, never thrown away: someone can let it count after all.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from parcours.listen.models import Answer, Response, Survey
from parcours.people.domain import pacing

TRAP: Final = "website"
"""A field that people do not see."""
HAND: Final = "hand"
"""What the page's script adds once somebody touched, typed or clicked."""
FAST: Final = "fast"
LEAST_SECONDS: Final = 0.4
_SALT: Final = "listen.form"
_LASTS: Final = timedelta(days=30)
_MANY_AN_HOUR: Final = 60
_TELLING: Final = 12  # letters: words that two people do not write alike by chance


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a form carries, signed: when it was shown, how someone came, what it is about."""

    token: str
    channel: str
    context: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    """The response's, once it begins: a form sent twice begins one."""
    shown: float = field(default_factory=time.time)

    def sealed(self) -> str:
        """Return it as the form carries it."""
        return signing.dumps(vars(self), salt=_SALT, compress=True)


def opened(sealed: str, token: str) -> Stamp | None:
    """Return the stamp of a form for *token*; none where it is forged, or of long ago."""
    try:
        stamp = Stamp(**signing.loads(sealed, salt=_SALT, max_age=_LASTS))
    except signing.BadSignature:
        return None
    return stamp if stamp.token == token else None


def is_by_hand(request: HttpRequest) -> bool:
    """Return whether someone touched the page: its script says so, or the browser itself."""
    return bool(request.POST.get(HAND)) or request.headers.get("Sec-Fetch-User") == "?1"


def doubt(stamp: Stamp, request: HttpRequest, *, is_first: bool) -> str:
    """Return why what a form sent is probably no person's; empty where it may be one's.

    Haste alone tells nothing: people who know a survey are quick. Only what begins in haste
    and shows no hand is put aside; later forms are not timed, since a second tap sends them.
    """
    if request.POST.get(TRAP):
        return "trap"
    is_hasty = time.time() - stamp.shown < LEAST_SECONDS
    return FAST if is_first and is_hasty and not is_by_hand(request) else ""


def sender(request: HttpRequest, survey: Survey) -> str:
    """Return what stands for an address and a browser, for this survey and this day."""
    agent = request.headers.get("User-Agent", "")
    told = f"{pacing.address(request)} {agent} {timezone.now():%Y-%m-%d} {survey.pk}"
    return salted_hmac("listen.sender", told).hexdigest()[:20]


def repeats(response: Response) -> str:
    """Return why *response*, which came by an open link, is probably not its sender's first."""
    if response.invitation_id is not None or not response.sender:
        return ""
    others = Response.objects.filter(
        survey=response.survey_id, sender=response.sender, completed_at__isnull=False
    ).exclude(pk=response.pk)
    if others.filter(completed_at__gt=timezone.now() - timedelta(hours=1)).count() >= (
        _MANY_AN_HOUR
    ):
        return "many"
    words = set(response.answers.values_list("text", flat=True))
    telling = [text for text in words if len(text) >= _TELLING]
    same = Answer.objects.filter(response__in=others, text__in=telling)
    return "twice" if telling and same.exists() else ""
