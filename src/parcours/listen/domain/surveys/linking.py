"""Links that lead to a survey: open ones that say where they hang, and one person's own."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from parcours.listen.domain.surveys.answering import CONTEXT
from parcours.listen.models import Invitation, Survey
from parcours.people.domain import identity

PLACES: Final = ("shop", "table", "till")
"""Where a code or a tablet can be."""
MOST_PLACES: Final = 1_000
_RANGE: Final = re.compile(
    r"(?P<before>.*?)(?P<first>\d{1,6})\s*(?:-|–|\.\.)\s*(?P<last>\d{1,6})"
)


def link(survey: Survey, *, channel: str = "", **context: str) -> str:
    """Return the whole address of the open link; what it is about comes back with answers.

    Args:
        survey: whose door it is.
        channel: qr, link, sms…; nothing says "link".
        context: what the answers are about, by the names of `answering.CONTEXT`.
    """
    return settings.URL + survey.url + _question(channel=channel, **context)


def kiosk(survey: Survey, **context: str) -> str:
    """Return the whole address of the page for a tablet that stands somewhere."""
    return settings.URL + reverse("kiosk", args=[survey.door]) + _question(**context)


def places(written: str) -> list[str]:
    """Return the places that a list names, one a line, in order, each once.

    A range of numbers stands for each of them; of more than a thousand the first count.

    >>> places("Terrace 1-3\\nBar\\nBar")
    ['Terrace 1', 'Terrace 2', 'Terrace 3', 'Bar']
    """
    named = (name for line in written.splitlines() for name in _named(line.strip()) if name)
    return list(dict.fromkeys(named))[:MOST_PLACES]


@transaction.atomic
def invite(
    survey: Survey,
    customer_id: str,
    *,
    channel: str,
    case_id: str = "",
    context: Mapping[str, Any] | None = None,
    expires_at: datetime | None = None,
) -> Invitation:
    """Return one person's own link to a survey: it can be answered once.

    It is the door of whoever talks to people: a conversation that ends, a text message. The
    same person, case and channel get the same invitation, so a message that is sent again
    carries the same link. Whether the person may be asked now is the contact policy's to
    say: see `asking`. Who sends it records that it was sent.

    Args:
        survey: what is asked; live.
        customer_id: who is asked; one that was merged stands for the person.
        channel: how the link travels: case, chat, sms, whatsapp…
        case_id: the conversation, order… it is about.
        context: more of what it is about; see `answering.CONTEXT`.
        expires_at: until when it can be answered; always, where left out.
    """
    person = identity.aliases().get(customer_id, customer_id)
    about = {**(context or {}), **({"case": case_id} if case_id else {})}
    # One at a time: two programs that end the same conversation make one invitation.
    Survey.objects.select_for_update().get(pk=survey.pk)
    known = Invitation.objects.filter(survey=survey, customer_id=person, channel=channel)
    same = next((each for each in known if each.context.get("case", "") == case_id), None)
    return same or Invitation.objects.create(
        survey=survey,
        customer_id=person,
        channel=channel,
        context={name: str(each) for name, each in about.items() if name in CONTEXT},
        expires_at=expires_at,
    )


def _question(**said: str) -> str:
    told = {name: each for name, each in said.items() if each}
    return f"?{urlencode(told)}" if told else ""


def _named(line: str) -> Iterator[str]:
    found = _RANGE.fullmatch(line)
    first, last = (int(found["first"]), int(found["last"])) if found else (0, -1)
    if found is None or not first <= last < first + MOST_PLACES:
        yield line
        return
    for number in range(first, last + 1):
        yield f"{found['before']}{number}"
