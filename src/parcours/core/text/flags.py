"""What a text calls for: haste, a goodbye, a grievance, a request, a promise asked for.

The phrases are in `lexicon/flags.*.txt`; docs/reference/drivers.md says when each flag is true.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.evidence import Evidence, Own, Reader, frozen, reader
from parcours.core.text.lexicon import Heard
from parcours.core.text.reason import Reason
from parcours.core.text.tokens import Tokens

FLAGS: Final = ("urgent", "churn", "complaint", "request", "promise")

Flags = NDArray[np.bool_]


def code_flags(
    tokens: Tokens,
    *,
    heard: Heard,
    languages: pl.Series,
    is_displeased: Flags,
    lexicon: Own | None = None,
) -> pl.DataFrame:
    """Return what each text calls for.

    Args:
        tokens: A batch of texts.
        heard: What the sentiment lexicon heard in them.
        languages: ``fr``, ``en`` or anything else, one per text.
        is_displeased: Whether each text is displeased on the whole.
        lexicon: A workspace's own phrases by flag, in the notation of `phrases`.

    Returns:
        One row per text, a Boolean column for each of `FLAGS`.
    """
    return _told(_reader(lexicon).read(tokens, heard, languages), tokens, is_displeased)


def explain_flags(
    tokens: Tokens,
    *,
    heard: Heard,
    languages: pl.Series,
    is_displeased: Flags,
    lexicon: Own | None = None,
) -> list[Reason]:
    """Return the words that raised the flags of *tokens*, in the order of the text."""
    evidence = _reader(lexicon).read(tokens, heard, languages)
    told = _told(evidence, tokens, is_displeased)
    found = evidence.found
    rows = zip(evidence.label, found.start, found.end, evidence.weight, strict=True)
    return [
        Reason(FLAGS[label], int(start), int(end), float(weight), 0)
        for label, start, end, weight in rows
        if told[FLAGS[label]][int(tokens.rows[start])]
    ]


def _told(evidence: Evidence, tokens: Tokens, is_displeased: Flags) -> pl.DataFrame:
    counts = evidence.counts((len(tokens), len(FLAGS)), hints=False) > 0
    urgent, churn, complaint, request, promise = counts.T
    columns = (urgent, churn, complaint & is_displeased, request | promise, promise)
    return pl.DataFrame(dict(zip(FLAGS, columns, strict=True)))


def _reader(lexicon: Own | None) -> Reader:
    return reader("flags", FLAGS, frozen(lexicon))
