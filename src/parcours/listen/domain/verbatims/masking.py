"""The words of a verbatim as one may see them: in pieces, personal data covered or not."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, cast

from parcours.core.text.private import Kind, label
from parcours.listen.domain.verbatims import codes, naming
from parcours.listen.domain.verbatims.coding import Span

_LETTERS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a text: what decided what there, and whether something is covered."""

    text: str
    labels: tuple[str, ...] = ()
    title: str = ""
    is_covered: bool = False

    @property
    def kind(self) -> str:
        """How it is marked: by its sentiment where it decided that, else driver or flag."""
        for name in ("negative", "positive"):
            if name in self.labels:
                return name
        return "flag" if set(self.labels) <= set(codes.FLAGS) else "driver"


def private(told: str, text: str, names: Iterable[str] = ()) -> list[Span]:
    """Return where personal data are: those that were found, and *names* known to us."""
    found: list[Span] = [(each[0], each[1], each[2]) for each in json.loads(told or "[]")]
    words = {word for name in names for word in name.split() if len(word) >= _LETTERS}
    if words:
        known = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        row = rf"\b(?:{known})(?:[\s-]+(?:{known}))*\b"
        for match in re.finditer(row, text, re.IGNORECASE):
            found.append((match.start(), match.end(), "name"))
    return _apart(found)


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return *text* with personal data covered by what they are.

    >>> masked("Appelez le 06 12 34 56 78", [(11, 25, "phone")])
    'Appelez le [phone]'
    """
    for start, end, kind in sorted(spans, reverse=True):
        text = f"{text[:start]}[{kind_name(kind)}]{text[end:]}"
    return text


def pieces(text: str, deciding: Sequence[Span], covered: Sequence[Span] = ()) -> list[Piece]:
    """Return *text* in pieces, each with the labels that its words decided.

    Args:
        deciding: where words decided, and what.
        covered: personal data that the reader may not see.
    """
    edges = {0, len(text), *(edge for span in (*deciding, *covered) for edge in span[:2])}
    found: list[Piece] = []
    hidden: set[int] = set()
    names = _names()
    for start, end in pairwise(sorted(edges)):
        cover = next((each for each in covered if each[0] <= start < each[1]), None)
        if cover is not None:
            if cover[0] not in hidden:
                hidden.add(cover[0])
                found.append(Piece(text=kind_name(cover[2]), is_covered=True))
            continue
        decided = tuple(
            dict.fromkeys(label for begin, until, label in deciding if begin <= start < until)
        )
        title = ", ".join(names.get(each, each) for each in decided)
        found.append(Piece(text=text[start:end], labels=decided, title=title))
    return found


def _names() -> dict[str, str]:
    """Return what words can decide, in words."""
    return {
        "positive": naming.sentiment(codes.POSITIVE),
        "negative": naming.sentiment(codes.NEGATIVE),
        **naming.drivers(),
        **naming.flags(),
    }


def kind_name(kind: str) -> str:
    """Return in words what kind of personal data something is."""
    return label(cast("Kind", kind))


def _apart(spans: list[Span]) -> list[Span]:
    """Return spans that do not overlap: the first of two stays."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
