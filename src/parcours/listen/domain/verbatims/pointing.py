"""Verbatims, for the search of the whole site."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parcours.listen.domain.verbatims import finding
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.showing import shown
from parcours.people.models import Member
from parcours.ui.search import Found

_LONGEST = 90
_FEWEST = 3  # letters: less would find everything


def verbatims(member: Member, words: str, most: int) -> list[Found]:
    """Return the newest verbatims that say *words*."""
    if not member.can("see figures") or len(words.strip()) < _FEWEST:
        return []
    numbers = finding.search(Asked(words=words)).page(size=most).numbers
    return [
        Found(
            kind=_("Verbatims"),
            icon="message-square-quote",
            title=_shortened(each.text),
            url=reverse("verbatims:verbatim", args=[each.verbatim.pk]),
            note=each.kind,
        )
        for each in shown(numbers, member)
    ]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
