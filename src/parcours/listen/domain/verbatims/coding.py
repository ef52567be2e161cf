"""The coding of texts for the table: what core reads in them, as columns of a verbatim."""

import json
from typing import Final
from zlib import crc32

import polars as pl

from parcours.core.text.private import find_all
from parcours.core.text.searching import indexed
from parcours.listen.domain.verbatims import codes

_NOTHING: Final = {
    "language": pl.String, "sentiment": pl.Int8, "probability": pl.Float32,
    "positivity": pl.Float32,
    **{f"driver_{name}": pl.Int8 for name in codes.DRIVERS},
    **{f"sure_{name}": pl.Float32 for name in codes.DRIVERS},
    **dict.fromkeys(codes.FLAGS, pl.Boolean),
}  # fmt: skip
_EVEN: Final = 0.5

Span = tuple[int, int, str]


def version() -> str:
    """Return the version of everything that codes: another means to code again."""
    return "0"


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
    """Return what core reads in *texts*, probabilities included."""
    return pl.DataFrame(schema=_NOTHING).clear(len(texts))


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
    """Return how close the least sure probability is to even: 1 where the coder abstains."""
    sure = pl.max_horizontal(
        1 - (pl.col(f"sure_{name}") - _EVEN).abs() * 2 for name in codes.DRIVERS
    )
    least = 1 / len(codes.SENTIMENTS)
    unsure = 1 - (pl.col("probability") - least) / (1 - least)
    unread = pl.col("sentiment").is_null()
    return found.select(
        doubt=pl.when(unread).then(1.0).otherwise(pl.max_horizontal(sure, unsure)).clip(0, 1)
    )["doubt"]


def deciding(text: str) -> list[Span]:
    """Return where words of *text* decided, and what: start, end, label.

    A label is ``positive``, ``negative``, a driver or a flag.
    """
    return []
