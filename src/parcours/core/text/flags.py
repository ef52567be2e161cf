"""What a text calls for: haste, a goodbye, a grievance, a request, a promise asked for.

The phrases are in `lexicon/flags.*.txt`; docs/reference/drivers.md says when each flag is true.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.evidence import Evidence, Own, Reader, frozen, reader
from parcours.core.text.lexicon import Heard
from parcours.core.text.model import Floats
from parcours.core.text.reason import Reason
from parcours.core.text.tokens import Tokens

FLAGS: Final = ("urgent", "churn", "complaint", "request", "promise")
LONG_ENOUGH: Final = 8  # tokens: a shorter text is a verdict, not a grievance
NOT_PLEASED: Final = 0.6
DISPLEASED: Final = 0.5

Flags = NDArray[np.bool_]


def code_flags(
    tokens: Tokens,
    *,
    heard: Heard,
    languages: pl.Series,
    positivity: Floats,
    drivers: pl.DataFrame,
    lexicon: Own | None = None,
) -> pl.DataFrame:
    """Return what each text calls for.

    Args:
        tokens: A batch of texts.
        heard: What the sentiment lexicon heard in them.
        languages: ``fr``, ``en`` or anything else, one per text.
        positivity: How likely each text is pleased rather than displeased.
        drivers: What `code_drivers` said of them.
        lexicon: A workspace's own phrases by flag, in the notation of `phrases`.

    Returns:
        One row per text, a Boolean column for each of `FLAGS`.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    return _told(evidence, tokens, grieves=_grieves(tokens, positivity, drivers))


def explain_flags(
    tokens: Tokens,
    *,
    heard: Heard,
    languages: pl.Series,
    positivity: Floats,
    drivers: pl.DataFrame,
    lexicon: Own | None = None,
) -> list[Reason]:
    """Return the words that raised the flags of *tokens*, in the order of the text."""
    evidence = _reader(lexicon).read(tokens, heard, languages)
    grieves = _grieves(tokens, positivity, drivers)
    told = _told(evidence, tokens, grieves=grieves)
    found = evidence.found
    rows = zip(evidence.label, found.start, found.end, evidence.weight, strict=True)
    return [
        Reason(FLAGS[label], int(start), int(end), float(weight), 0)
        for label, start, end, weight in rows
        if told[FLAGS[label]][int(tokens.rows[start])]
    ]


@dataclass(frozen=True)
class _Grief:
    """Whether each text tells a grievance without its phrases; and may tell one with them."""

    is_told: Flags
    may_be: Flags


def _grieves(tokens: Tokens, positivity: Floats, drivers: pl.DataFrame) -> _Grief:
    is_long = tokens.lengths >= LONG_ENOUGH
    felt = drivers.select(pl.col("^driver_.*$"))
    some_bad = felt.select(pl.any_horizontal((pl.all() < 0).fill_null(value=False)))
    some_good = felt.select(pl.any_horizontal((pl.all() > 0).fill_null(value=False)))
    only_bad = (some_bad.to_series() & ~some_good.to_series()).to_numpy()
    return _Grief(
        is_told=is_long & only_bad & (positivity < NOT_PLEASED),
        may_be=is_long & (positivity < DISPLEASED),
    )


def _told(evidence: Evidence, tokens: Tokens, *, grieves: _Grief) -> pl.DataFrame:
    raised = np.zeros((len(FLAGS), len(tokens)), np.bool_)
    is_enough = evidence.weight >= 1
    raised[evidence.label[is_enough], evidence.text[is_enough]] = True
    urgent, churn, complaint, request, promise = raised
    complains = grieves.is_told | (complaint & grieves.may_be)
    columns = (urgent, churn, complains, request | promise, promise)
    return pl.DataFrame(dict(zip(FLAGS, columns, strict=True)))


def _reader(lexicon: Own | None) -> Reader:
    return reader("flags", FLAGS, frozen(lexicon, FLAGS))
