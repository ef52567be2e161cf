"""What a text calls for: haste, a goodbye, a grievance, a request, a promise asked for.

Phrases (`lexicon/flags.*.txt`) and a small network; docs/reference/drivers.md says when
each flag is true.
"""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.text.evidence import Evidence, Own, Reader, frozen, reader
from parcours.core.text.judge import leaning, likely, loudest, shipped
from parcours.core.text.lexicon import Heard
from parcours.core.text.model import Floats
from parcours.core.text.reason import Reason
from parcours.core.text.tokens import Tokens

FLAGS: Final = ("urgent", "churn", "complaint", "request", "promise")
LEAST: Final = 0.4  # the probability from which a flag is raised
MOST: Final = 2  # findings beyond the second add nothing
LENGTHS: Final = (4, 8, 20)  # tokens: a short text is a verdict, not a grievance


def code_flags(
    tokens: Tokens,
    *,
    meant: Floats,
    heard: Heard,
    languages: pl.Series,
    positivity: Floats,
    lexicon: Own | None = None,
) -> pl.DataFrame:
    """Return what each text calls for.

    Args:
        tokens: A batch of texts.
        meant: Their `meaning`.
        heard: What the sentiment lexicon heard in them.
        languages: ``fr``, ``en`` or anything else, one per text.
        positivity: How likely each text is pleased rather than displeased.
        lexicon: A workspace's own phrases by flag, in the notation of `phrases`.

    Returns:
        One row per text, a Boolean column for each of `FLAGS`.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    return _raised(evidence, tokens, meant=meant, positivity=positivity)


def explain_flags(
    tokens: Tokens,
    *,
    meant: Floats,
    heard: Heard,
    languages: pl.Series,
    positivity: Floats,
    lexicon: Own | None = None,
) -> list[Reason]:
    """Return the words that raised the flags of *tokens*, in the order of the text.

    Phrases; where a flag is raised without any, the word that speaks for it most.
    """
    evidence = _reader(lexicon).read(tokens, heard, languages)
    unexplained = _raised(evidence, tokens, meant=meant, positivity=positivity).to_numpy(
        writable=True
    )
    found = evidence.found
    reasons = [
        Reason(FLAGS[label], int(start), int(end), float(weight), 0)
        for label, start, end, weight, text in zip(
            evidence.label, found.start, found.end, evidence.weight, evidence.text,
            strict=True,
        )
        if unexplained[text, label]
    ]  # fmt: skip
    unexplained[evidence.text, evidence.label] = False
    reasons += [
        Reason(FLAGS[label], at, at + 1, weight, 0)
        for _, label, at, weight in loudest("flags", tokens, unexplained)
    ]
    return sorted(reasons, key=lambda each: (each.start, each.end, each.label))


def findings(evidence: Evidence, tokens: Tokens, positivity: Floats) -> Floats:
    """Return what the model is told besides words: findings, sentiment, length."""
    counts = np.minimum(evidence.counts(len(tokens), len(FLAGS)), MOST)
    long = np.stack([tokens.lengths >= least for least in LENGTHS], axis=1)
    return np.hstack([counts, leaning(positivity), long]).astype(np.float32)


def _raised(
    evidence: Evidence, tokens: Tokens, *, meant: Floats, positivity: Floats
) -> pl.DataFrame:
    """Return the flags: what the model hears, and whatever a workspace's own phrases say."""
    found = findings(evidence, tokens, positivity)
    odds = shipped("flags").odds(tokens, meant=meant, found=found, silenced=evidence.silenced)
    raised = (likely(evidence.assured(odds)) >= LEAST) & (tokens.lengths > 0)[:, None]
    request, promise = FLAGS.index("request"), FLAGS.index("promise")
    raised[:, request] |= raised[:, promise]
    return pl.DataFrame(raised, schema=FLAGS)


def _reader(lexicon: Own | None) -> Reader:
    return reader("flags", FLAGS, frozen(lexicon, FLAGS))
