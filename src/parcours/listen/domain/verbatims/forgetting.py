"""What is kept here of customers: their words, the index of them, what was read in them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from parcours.listen.domain.verbatims import full_text, table, writing
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import Lesson, Verbatim
from parcours.people.domain.keeping import Keeper


def _export(customer_ids: Collection[str]) -> Iterator[tuple[str, Any]]:
    found = []
    for part in writing.parts(list(customer_ids)):
        theirs = Verbatim.objects.filter(customer_id__in=part).order_by("at", "pk")
        found += [_told(each) for each in theirs.prefetch_related("corrections")]
    yield "verbatims.json", found


def _told(verbatim: Verbatim) -> dict[str, Any]:
    corrections = [
        {"at": each.at, "undone_at": each.undone_at, **_coding(Coding.of(each))}
        for each in verbatim.corrections.all()
    ]
    return {
        "event_id": verbatim.event_id,
        "at": verbatim.at,
        "text": verbatim.text,
        "language": verbatim.language,
        "read_by_machine": _coding(Coding.of(verbatim)),
        "read_by_people": corrections,
    }


def _coding(said: Coding) -> dict[str, Any]:
    return {
        "sentiment": said.sentiment,
        "drivers": dict(said.drivers),
        "flags": list(said.flags),
    }


def _erase(customer_ids: Collection[str]) -> None:
    for part in writing.parts(list(customer_ids)):
        theirs = Verbatim.objects.filter(customer_id__in=part)
        writing.remove(list(theirs.values_list("pk", flat=True)))
    # What it learned may hold their words. The worker learns again from all others.
    Lesson.objects.all().delete()
    # Also where nobody of theirs was left: an erasure that was killed ends here.
    full_text.index().forget()
    table.forget()


VERBATIMS = Keeper(
    key="verbatims",
    title=_("Verbatims: words of customers, and what was read in them"),
    why=_(
        "To hear what customers say and to answer it (legitimate interest in improving the "
        "service). The words are those of the event log."
    ),
    export=_export,
    erase=_erase,
)
