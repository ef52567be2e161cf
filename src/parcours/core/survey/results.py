"""What a survey's answers say, question by question: each number with n and interval."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.figure import Figure
from parcours.core.interval import wilson
from parcours.core.survey import questions as ask
from parcours.core.survey.definition import Survey
from parcours.core.survey.questions import OTHER, Asked, offered_by, rows_of
from parcours.core.survey.weighting import kish, weighted

Floats = NDArray[np.float64]
Kind = Literal["share", "points", "score"]


class Measure(NamedTuple):
    """How values become a figure: its unit, its definition, the ends of its scale."""

    unit: Kind
    definition: str
    within: tuple[float, float] = (0.0, 1.0)


MEASURES: Final[Mapping[type[Asked], Measure]] = {
    ask.Nps: Measure("points", "nps/1"),
    ask.Csat: Measure("share", "csat/1"),
    ask.Ces: Measure("score", "ces/2", (1.0, 7.0)),
    ask.Moments: Measure("score", "felt/1", (1.0, 5.0)),
    ask.Consent: Measure("share", "agreed/1"),
}
CHOSEN: Final = Measure("share", "chosen/1")


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a question: ``row`` and ``option`` are null where it has none.

    ``weighted`` and ``effective``, how many answers of equal weight it is worth, are null
    where answers have no weights.
    """

    row: str | None
    option: str | None
    count: int
    raw: Figure
    weighted: Figure | None
    effective: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answers to one question.

    ``figures`` are its scores, one per row where it has rows; ``shares`` how often each
    score or option was given, among those who answered the question, or the row.
    """

    question: str
    kind: str
    answered: int
    figures: tuple[Part, ...]
    shares: tuple[Part, ...]


def results(
    survey: Survey, answers: pl.DataFrame, weights: Mapping[str, float] | None = None
) -> tuple[Result, ...]:
    """Return the result of each question, in the survey's order.

    Questions, options and rows are told apart by their keys, whatever words they had when
    they were answered; an option that this definition no longer offers comes last.

    Args:
        survey: the definition whose questions are wanted.
        answers: response, customer_id (null where unknown), question, row, option, number;
            a row per field value.
        weights: by response; without one an answer does not take part in weighted figures.
    """
    customer = pl.coalesce(pl.col("customer_id"), pl.col("response"))
    weight = pl.col("response").replace_strict(
        dict(weights or {}), default=None, return_dtype=pl.Float64
    )
    told = answers.with_columns(weight=weight, customer=customer.rank("dense").cast(pl.Int64))
    by_question = told.partition_by("question", as_dict=True)
    return tuple(
        _result(question, by_question.get((question.key,), told.clear()))
        for question in survey.questions
    )


def rate(part: int, whole: int, *, definition: str) -> Figure:
    """Return a response or completion rate: *part* of *whole*.

    >>> found = rate(30, 120, definition="response_rate/1")
    >>> f"{found.value} {found.low:.3f} {found.high:.3f}"
    '0.25 0.181 0.334'
    """
    if not whole:
        return Figure(value=None, n=0, unit="share", definition=definition)
    low, high = wilson(part, whole)
    return Figure(
        value=part / whole, low=low, high=high, n=whole, unit="share", definition=definition
    )


def trend(
    survey: Survey,
    answers: pl.DataFrame,
    question: str,
    *,
    every: Literal["1w", "1mo", "1q"] = "1mo",
    zone: str = "UTC",
) -> list[tuple[Any, Result]]:
    """Return the result of one question for each period that has answers, in order.

    Args:
        survey: the definition.
        answers: those of `results`, with completed_at; what was not completed is left out.
        question: its key.
        every: the length of a period; weeks begin on Monday.
        zone: the time zone of its days.
    """
    own = answers.filter(pl.col("question") == question, pl.col("completed_at").is_not_null())
    start = pl.col("completed_at").dt.convert_time_zone(zone).dt.date().dt.truncate(every)
    periods = own.with_columns(start=start).sort("start").partition_by("start", as_dict=True)
    place = [each.key for each in survey.questions].index(question)
    return [
        (begin, results(survey, part.drop("start"))[place])
        for (begin,), part in periods.items()
    ]


def _result(question: Asked, told: pl.DataFrame) -> Result:
    rows: list[str | None] = [each.key for each in rows_of(question)] or [None]
    parts = [(row, told if row is None else told.filter(row=row)) for row in rows]
    measure = MEASURES.get(type(question))
    return Result(
        question=question.key,
        kind=question.kind,
        answered=told["response"].n_unique(),
        figures=tuple(
            _part(_valued(question, part["number"]), part, measure, row=row)
            for row, part in parts
            if measure is not None
        ),
        shares=tuple(share for row, part in parts for share in _shares(question, row, part)),
    )


def _valued(question: Asked, numbers: pl.Series) -> Floats:
    """Return what each score counts: −1, 0 or 1 for NPS, whether it is on top for CSAT."""
    scores = numbers.to_numpy().astype(np.float64)
    match question:
        case ask.Nps():
            return np.where(scores >= 9, 1.0, np.where(scores <= 6, -1.0, 0.0))
        case ask.Csat():
            return (scores >= 4).astype(np.float64)
    return scores


def _shares(question: Asked, row: str | None, part: pl.DataFrame) -> Iterator[Part]:
    """Yield how often each score or option was given, by who answered the row at all."""
    whole = part.unique("response", keep="first", maintain_order=True)
    for option, is_given in _offered(question, part):
        given = part.filter(is_given)["response"]
        values = whole["response"].is_in(given.implode()).to_numpy().astype(np.float64)
        yield _part(values, whole, CHOSEN, row=row, option=option)


def _offered(question: Asked, part: pl.DataFrame) -> Iterator[tuple[str, pl.Expr]]:
    """Yield each score, or each option, and which answers give it."""
    if question.ends:
        low, high = question.ends
        yield from ((str(score), pl.col("number") == score) for score in range(low, high + 1))
        return
    offered = [each.key for each in offered_by(question)]
    if isinstance(question, ask.Chosen) and question.other:
        offered.append(OTHER)
    gone = part["option"].drop_nulls().unique().sort().to_list()
    for option in dict.fromkeys(offered and [*offered, *gone]):
        yield option, pl.col("option") == option


def _part(
    values: Floats,
    part: pl.DataFrame,
    measure: Measure,
    *,
    row: str | None,
    option: str | None = None,
) -> Part:
    weights = part["weight"].to_numpy().astype(np.float64)
    count = len(values) if option is None else int(values.sum())
    raw = _figure(values, np.ones(len(values)), part, by=measure)
    if np.isnan(weights).all():
        return Part(row, option, count, raw, None, None)
    own = _figure(values, np.nan_to_num(weights), part, by=measure)
    return Part(row, option, count, raw, own, kish(np.nan_to_num(weights)))


def _figure(values: Floats, weights: Floats, part: pl.DataFrame, *, by: Measure) -> Figure:
    counted = weights > 0
    return weighted(
        values[counted],
        weights[counted],
        part["customer"].to_numpy()[counted],
        kind=by.unit,
        definition=by.definition,
        within=by.within,
    )
