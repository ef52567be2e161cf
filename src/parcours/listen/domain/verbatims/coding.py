"""The coding of texts for the table: what core reads in them, as columns of a verbatim."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from zlib import crc32

import polars as pl

from parcours.core import text as package
from parcours.core.text.coding import Said, code, explain_all
from parcours.core.text.learning import Workspace
from parcours.core.text.private import find_all
from parcours.core.text.searching import indexed
from parcours.listen.domain.verbatims import codes
from parcours.listen.models import Lesson

Span = tuple[int, int, str]

_LEANINGS: Final = ("positive", "negative")
_LOUD: Final = 0.5  # of the loudest word
_WORDS_A_MARK: Final = 6  # a reader sees what decided, not a text underlined
_LETTERS: Final = 16  # of the fingerprint


def version() -> str:
    """Return the version of everything that codes: another means to code again."""
    lesson = _lesson()
    return f"{_of_core()}-{lesson}" if lesson else _of_core()


def coded(texts: pl.Series) -> pl.DataFrame:
    """Return the columns of verbatims that are read in their *texts*.

    Returns:
        ``language``, ``sentiment``, ``probability``, ``positivity``, ``doubt`` (0 to 1, how
        unsure the coder is of what it is least sure of), masks ``present``, ``positive``,
        ``negative``, ``flags``, ``private`` (JSON), ``likeness`` and ``words``.
    """
    found = raw(texts)
    private = _private(texts)
    shown = texts.to_list()
    for row, spans in private.items():
        shown[row] = _without(shown[row], spans)
    return found.select("language", "sentiment", "probability", "positivity").with_columns(
        *codes.masks(found).get_columns(),
        doubt=_doubt(found),
        private=pl.Series([_as_json(private.get(row)) for row in range(len(texts))]),
        likeness=_likeness(texts),
        words=indexed(pl.Series(shown, dtype=pl.String)),
    )


def raw(texts: pl.Series) -> pl.DataFrame:
    """Return what core reads in *texts*, with what corrections taught it."""
    return code(texts, workspace=_workspace(_lesson()))


def deciding(texts: Sequence[str]) -> list[list[Span]]:
    """Return, for each text, where its words decided, and what: start, end, label.

    A label is ``positive``, ``negative``, a driver or a flag. Of each the loudest
    words stand; of those that lean, one word in six, and one at least.
    """
    told = explain_all(texts, workspace=_workspace(_lesson()))
    return [
        _loudest(said, max(1, len(text.split()) // _WORDS_A_MARK))
        for text, said in zip(texts, told, strict=True)
    ]


def without_leanings(spans: Sequence[Span]) -> list[Span]:
    """Return what decided of drivers and flags alone."""
    return [span for span in spans if span[2] not in _LEANINGS]


def _loudest(said: Sequence[Said], most: int) -> list[Span]:
    """Return the loudest words of each label; of those that lean, *most* at most."""
    heard: dict[str, list[Said]] = {}
    for each in sorted(said, key=lambda each: -each.weight):
        leans = each.label in _LEANINGS
        alike = heard.setdefault("" if leans else each.label, [])
        is_loud = not alike or each.weight > _LOUD * alike[0].weight
        if is_loud and not (leans and len(alike) >= most):
            alike.append(each)
    return sorted(
        (each.start, each.end, each.label) for kept in heard.values() for each in kept
    )


def _lesson() -> int | None:
    return Lesson.objects.exclude(taught=None).values_list("pk", flat=True).first()


@lru_cache(maxsize=2)
def _workspace(lesson: int | None) -> Workspace | None:
    if lesson is None:
        return None
    kept = Lesson.objects.filter(pk=lesson).values_list("taught", flat=True).first()
    return Workspace.of(kept) if kept else None


@cache
def _of_core() -> str:
    """Return what differs whenever models, lexicons or rules of core do."""
    folder = Path(str(package.__file__)).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".txt", ".npz"})
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:_LETTERS]


def _private(texts: pl.Series) -> dict[int, list[Span]]:
    """Return where personal data are, by row: start, end, kind."""
    found: dict[int, list[Span]] = {}
    for row, kind, start, end in find_all(texts).iter_rows():
        found.setdefault(row, []).append((start, end, kind))
    return found


def _as_json(spans: list[Span] | None) -> str:
    return json.dumps(spans) if spans else ""


def _without(text: str, spans: list[Span]) -> str:
    """Return *text* with spaces where its personal data were: those are not searched."""
    for start, end, _kind in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _likeness(texts: pl.Series) -> pl.Series:
    """Return a number that is the same for texts of the same words."""
    told = [each.encode() for each in indexed(texts)]
    return pl.Series([len(each) << 32 | crc32(each) for each in told], dtype=pl.Int64)


def _doubt(found: pl.DataFrame) -> pl.Series:
    """Return how much the coder hesitates, where it hesitates most: 0 not at all, 1 evenly."""
    between = [f"sure_{name}" for name in codes.DRIVERS] + ["positivity"]
    return found.select(
        doubt=pl.max_horizontal(
            1 - pl.col("probability"),
            *(1 - (2 * pl.col(name) - 1).abs() for name in between),
        )
    )["doubt"]
