"""What was felt by those who wrote and gave no score, as those who gave both teach it."""

from typing import Any, Final

import polars as pl

from parcours.core.events import Events
from parcours.core.inferred import ERROR, INFERRED, SPREAD
from parcours.core.kernel import Log, run
from parcours.core.scale import rescale
from parcours.core.text.felt import Inference, calibrate
from parcours.listen.domain.verbatims.reading import frame
from parcours.listen.models import Gathering
from parcours.people.domain import identity

SCHEMA: Final = {
    "customer_id": pl.String, "event_id": pl.String, INFERRED: pl.Float64, ERROR: pl.Float64,
    SPREAD: pl.Float64,
}  # fmt: skip
_ANSWER: Final = ("customer_id", "answer")
_ANSWERED: Final = "survey.answered"
_known: dict[tuple[Any, ...], pl.DataFrame] = {}


def inferred(log: Log) -> pl.DataFrame:
    """Return customer_id, event_id and felt on 1 to 5 of words whose author gave no score.

    Beside it how far that may be off: ``error`` and ``spread``, as `core.inferred` has them.

    A score in another question of the same answer is theirs too. Words of which the coder is
    not sure infer nothing; none do where fewer than 200 gave both, or where their words teach
    nothing of their scores.

    Args:
        log: where the scores are; customers are named as it names them.
    """
    state = Gathering.objects.filter(pk=1).values_list("lineage", "revision").first()
    if state is None:
        return pl.DataFrame(schema=SCHEMA)
    key = (log.version, *state)
    found = _known.get(key)
    if found is None:
        found = _inferred(said(log))
        _known.clear()
        _known[key] = found
    return found


def calibration(log: Log) -> dict[str, Any]:
    """Return what scores teach of words: a question for results.

    Returns:
        ``pairs`` who gave both, ``alone`` who gave words only, and ``taught``, an
        `Inference` as plain values, null where nothing can be inferred.
    """
    rows = said(log)
    found = taught(rows)
    return {
        "pairs": rows["felt"].count(),
        "alone": rows["felt"].null_count(),
        "taught": found.to_dict() if found else None,
    }


def _inferred(rows: pl.DataFrame) -> pl.DataFrame:
    found = taught(rows)
    if found is None:
        return pl.DataFrame(schema=SCHEMA)
    alone = rows.filter(pl.col("felt").is_null())
    words = alone["positivity"].to_numpy()
    return alone.with_columns(
        pl.Series(INFERRED, found.infer(words)),
        pl.Series(ERROR, found.errors(words)),
        pl.lit(found.spread).alias(SPREAD),
    ).select(*SCHEMA)


def taught(rows: pl.DataFrame) -> Inference | None:
    """Return what those teach who gave both, of the rows of `said`."""
    both = rows.filter(pl.col("felt").is_not_null())
    # Drawn, so that those set aside are not of one season or language.
    drawn = both.sample(fraction=1.0, shuffle=True, seed=0)
    return calibrate(drawn["positivity"].to_numpy(), drawn["felt"].to_numpy())


def said(log: Log) -> pl.DataFrame:
    """Return all words the coder is sure of, each with the score of its answer, if any."""
    told = frame(
        ["customer_id", "event_id", "at", "activity", "felt", "sentiment", "positivity"]
    )
    sure = (
        told.drop_nulls(["sentiment", "positivity"])
        .with_columns(
            pl.col("customer_id").replace(identity.aliases()),
            pl.col("felt", "positivity").cast(pl.Float64),
            answer=_answer(),
        )
        .unique(["customer_id", "event_id"], keep="first", maintain_order=True)
    )
    scores = _scores(log)
    both = sure.join(scores, on=_ANSWER, how="left", maintain_order="left")
    return both.with_columns(felt=pl.coalesce("felt", "given"))


def _scores(log: Log) -> pl.DataFrame:
    """Return the mean felt of each answer to a survey."""

    def kernel(events: Events) -> pl.DataFrame:
        given = events.frame.filter(
            pl.col("activity").cast(pl.String) == _ANSWERED, pl.col("score").is_not_null()
        )
        return (
            given.with_columns(
                pl.col("activity").cast(pl.String),
                given=rescale(pl.col("score"), pl.col("scale")),
            )
            .group_by("customer_id", answer=_answer())
            .agg(pl.col("given").mean())
        )

    parts = run(log, kernel, columns=["activity", "event_id", "score", "scale"])
    nothing = pl.DataFrame(
        schema={"customer_id": pl.String, "answer": pl.String, "given": pl.Float64}
    )
    return pl.concat([nothing, *parts])


def _answer() -> pl.Expr:
    """Return the answer that an event is of: ``RESPONSE`` of ``RESPONSE:question``."""
    is_answer = pl.col("activity").cast(pl.String) == _ANSWERED
    whole = pl.col("event_id").str.replace(r":[^:]*$", "")
    return pl.when(is_answer).then(whole).otherwise("event_id")
