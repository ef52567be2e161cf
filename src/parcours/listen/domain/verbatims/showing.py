"""Verbatims as a page shows them: words, what was read in them, where they come from."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from parcours.core.report import numbers
from parcours.listen.domain.verbatims import coding, masking, naming
from parcours.listen.domain.verbatims.coding import Span
from parcours.listen.domain.verbatims.correcting import Coding, effective
from parcours.listen.domain.verbatims.masking import Piece
from parcours.listen.models import NAMELESS, Verbatim
from parcours.people.models import Customer, Member
from parcours.ui.channel import channel_icon, channel_name


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A code in words, with the token of its colour."""

    title: str
    colour: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Shown:
    """A verbatim as one member may see it; null is a program."""

    verbatim: Verbatim
    coding: Coding
    member: Member | None
    name: str
    place: str
    deciding: Sequence[Span] = ()

    @property
    def is_open(self) -> bool:
        """Whether the reader may see who it is, and personal data."""
        return self.member is not None and self.member.can("see customers")

    @property
    def who(self) -> str:
        """The customer's name where it is known, else the pseudonym; empty where hidden."""
        return (self.name or self.verbatim.customer_id) if self.is_open else ""

    @property
    def is_nameless(self) -> bool:
        """Whether nobody is behind it whom we could know: who spoke without a name."""
        return bool(NAMELESS.fullmatch(self.verbatim.customer_id))

    @property
    def at(self) -> datetime:
        """When it was said, local."""
        return timezone.localtime(self.verbatim.at)

    @property
    def icon(self) -> str:
        """The pictogram of its channel."""
        return channel_icon(self.verbatim.channel)

    @property
    def channel(self) -> str:
        """Its channel in words."""
        return channel_name(self.verbatim.channel) if self.verbatim.channel else ""

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return naming.source(self.verbatim.source)

    @property
    def kind(self) -> str:
        """What it is: an answer, a review, a message."""
        return naming.value("activity", self.verbatim.activity, {})

    @property
    def felt(self) -> str:
        """The felt score, 1 to 5, in words; empty where none was given."""
        return "" if self.verbatim.felt is None else numbers.decimal(self.verbatim.felt)

    @cached_property
    def private(self) -> list[Span]:
        """Where personal data are."""
        row = self.verbatim
        return masking.private(row.private, row.text, [] if self.is_open else [self.name])

    @cached_property
    def pieces(self) -> list[Piece]:
        """Its words in pieces, with what they decided."""
        text = self.verbatim.text
        covered = [] if self.is_open else self.private
        return masking.pieces(text, self.deciding, covered)

    @property
    def text(self) -> str:
        """Its words as the reader may see them."""
        text = self.verbatim.text
        return text if self.is_open else masking.masked(text, self.private)

    @property
    def sentiment(self) -> Tag:
        """Its sentiment."""
        value = self.coding.sentiment
        colour = "doubt" if value is None else naming.COLOURS[value]
        return Tag(title=naming.sentiment(value), colour=colour)

    @property
    def is_sure(self) -> bool:
        """Whether its sentiment is told."""
        return self.coding.sentiment is not None

    @property
    def drivers(self) -> list[Tag]:
        """The drivers it is about, each in the colour of its polarity."""
        titles = naming.drivers()
        signs = {1: "thumbs-up", -1: "thumbs-down", 0: ""}
        return [
            Tag(title=titles[name], colour=naming.COLOURS[sign], icon=signs[sign])
            for name, sign in self.coding.drivers.items()
        ]

    @property
    def flags(self) -> list[Tag]:
        """What it asks for: a quick answer, to be kept, a promise…"""
        titles = naming.flags()
        return [Tag(title=titles[name], colour="idea") for name in self.coding.flags]


def shown(numbers: Sequence[int], member: Member | None) -> list[Shown]:
    """Return verbatims as *member* may see them, in the order of their *numbers*.

    Args:
        member: null for a program, which sees nobody.
    """
    found = Verbatim.objects.in_bulk(list(numbers))
    rows = [found[number] for number in numbers if number in found]
    said = effective(rows)
    names = _names(row.customer_id for row in rows)
    places = naming.touchpoints(member)
    return [
        Shown(row, said[row.pk], member, names.get(row.customer_id, ""), _place(row, places))
        for row in rows
    ]


def explained(rows: Sequence[Shown]) -> list[Shown]:
    """Return the same with the words that decided: none that lean, where nothing is sure."""
    decided = coding.deciding([row.verbatim.text for row in rows])
    return [
        replace(row, deciding=spans if row.is_sure else coding.without_leanings(spans))
        for row, spans in zip(rows, decided, strict=True)
    ]


def _names(customer_ids: Iterable[str]) -> dict[str, str]:
    known = Customer.objects.filter(customer_id__in=set(customer_ids)).exclude(name="")
    return dict(known.values_list("customer_id", "name"))


def _place(row: Verbatim, places: dict[str, str]) -> str:
    found = (places.get(f"{canvas}:{name}", "") for canvas, name in told(row.places).items())
    return next(filter(None, found), "")


def told(text: str) -> dict[str, Any]:
    """Return what ``places`` or ``segments`` say."""
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
