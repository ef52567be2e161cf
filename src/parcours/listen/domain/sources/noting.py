"""Notes of interviews and visits, and the customers' words marked in them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.refusal import Refused
from parcours.ledger.domain import moving
from parcours.ledger.domain.recording import record
from parcours.listen.domain.sources.touchpoints import NOWHERE, Place
from parcours.listen.models import Note, Quote
from parcours.people.domain.auditing import note as note_down
from parcours.people.models import Customer, Member


class NotInTheNote(Refused):
    """Words are not in a note, so they cannot be a quote of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a quote is about: a touchpoint, a driver, and how it was meant."""

    place: Place = NOWHERE
    driver: str = ""
    sentiment: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note's text, inside a quote or between two."""

    text: str
    quote: Quote | None = None


@transaction.atomic
def write(note: Note, *, person: Customer | None, by: Member) -> None:
    """Keep a new note, and record that it was written; its text stays here."""
    note.customer, note.is_anonymous, note.by = person, person is None, by
    note.text = _lines(note.text)
    note.save()
    record(
        "note.written",
        customer_id=note.speaker,
        at=note.at,
        event_id=f"note:{note.key.hex}",
        channel=note.channel,
        source="notes",
        properties=_where(note),
    )


@transaction.atomic
def rewrite(note: Note, text: str, *, title: str) -> None:
    """Change a note; its quotes move with their words.

    Raises:
        NotInTheNote: the words of a quote are gone from the text.
    """
    text = _lines(text)
    quotes = list(note.quotes.all())
    for quote in quotes:
        quote.start, quote.end = find(text, quote.text, near=quote.start)
    Quote.objects.bulk_update(quotes, ["start", "end"])
    note.text, note.title = text, title
    note.save(update_fields=["text", "title"])


@transaction.atomic
def quote(note: Note, words: str, *, near: int = 0, about: About, by: Member) -> Quote:
    """Mark words of a note as a customer's, and record them. Marking twice is marking once.

    Args:
        words: as they stand in the note.
        near: where about, for words that stand there more than once.

    Raises:
        NotInTheNote: they do not stand there.
    """
    Note.objects.select_for_update().get(pk=note.pk)
    start, end = find(note.text, words, near=near)
    known = note.quotes.filter(start=start, end=end).first()
    if known is not None:
        return known
    made = note.quotes.create(
        start=start,
        end=end,
        text=note.text[start:end],
        canvas=about.place.canvas,
        touchpoint=about.place.touchpoint,
        driver=about.driver,
        sentiment=about.sentiment,
        event_id=f"quote:{uuid.uuid4().hex}",
        by=by,
    )
    _record(note, made)
    return made


@transaction.atomic
def unquote(quote: Quote) -> None:
    """Take a quote away: also from the log, for it was no customer's word."""
    take_back.enqueue([quote.event_id])
    quote.delete()


@transaction.atomic
def remove(note: Note, *, by: Member) -> None:
    """Delete a note and all that it told."""
    told = [f"note:{note.key.hex}", *note.quotes.values_list("event_id", flat=True)]
    take_back.enqueue(told)
    note_down(by, "note.removed", f"note/{note.pk}")
    note.delete()


@task()
def take_back(event_ids: list[str]) -> None:
    """Take events out of the log. May be run again."""
    moving.delete(event_ids)


def find(text: str, words: str, *, near: int = 0) -> tuple[int, int]:
    """Return where *words* stand in *text*, nearest to a place.

    Raises:
        NotInTheNote: they do not.

    >>> find("ça va, ça va", "ça va", near=6)
    (7, 12)
    """
    wanted = _lines(words).strip()
    places = _places(text, wanted) if wanted else []
    if not places:
        raise NotInTheNote(
            _("“{words}” does not stand in the note like this.").format(words=wanted[:80])
        )
    start = min(places, key=lambda each: abs(each - near))
    return start, start + len(wanted)


def pieces(note: Note, quotes: Collection[Quote]) -> list[Piece]:
    """Return a note's text cut where its quotes begin and end; an overlap shows the first."""
    found, place = [], 0
    for each in sorted(quotes, key=lambda each: (each.start, -each.end)):
        if each.start < place:
            continue
        found += [Piece(note.text[place : each.start])] if each.start > place else []
        found.append(Piece(note.text[each.start : each.end], each))
        place = each.end
    return [*found, Piece(note.text[place:])] if place < len(note.text) else found


def sentences(text: str) -> list[str]:
    """Return the sentences of a note, to choose one without a mouse.

    >>> sentences("Il attend. « Dix minutes ! » dit-il\\nPuis il part.")
    ['Il attend.', '« Dix minutes ! »', 'dit-il', 'Puis il part.']
    """
    found, start = [], 0
    for place, letter in enumerate(text):
        is_end = letter == "\n" or letter == "»"
        is_stop = letter in ".!?…" and text[place + 1 : place + 2] in {"", " ", "\n"}
        if is_end or (is_stop and "«" not in text[start:place]):
            found.append(text[start : place + 1].strip())
            start = place + 1
    return [each for each in [*found, text[start:].strip()] if each]


def _places(text: str, words: str) -> list[int]:
    places, place = [], text.find(words)
    while place >= 0:
        places.append(place)
        place = text.find(words, place + 1)
    return places


def _lines(text: str) -> str:
    # A browser sends other line ends than it counts.
    return text.replace("\r\n", "\n").replace("\0", "")


def _where(note: Note) -> dict[str, Any]:
    about = {"note": note.key.hex, "kind": note.kind, "shop": note.shop}
    return {name: value for name, value in about.items() if value}


def _record(note: Note, quote: Quote) -> None:
    if not note.speaker:
        return
    about = {"touchpoint": quote.touchpoint, "driver": quote.driver}
    about |= {} if quote.sentiment is None else {"sentiment": str(quote.sentiment)}
    record(
        "note.quoted",
        customer_id=note.speaker,
        at=note.at,
        event_id=quote.event_id,
        channel=note.channel,
        source="notes",
        text=quote.text,
        language=note.language,
        properties=_where(note) | {name: value for name, value in about.items() if value},
    )
