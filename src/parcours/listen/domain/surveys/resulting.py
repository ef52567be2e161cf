"""What a survey's answers say: the question that pages ask of results."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl
from django.utils import timezone

from parcours.core.figure import Figure
from parcours.core.kernel import Log
from parcours.core.metrics.difference import difference
from parcours.core.survey import Survey as Definition
from parcours.core.survey import kano
from parcours.core.survey.results import Part, Result, rate, results, trend
from parcours.core.survey.weighting import CannotRake, Raked, rake
from parcours.listen.domain.surveys.reading import answers_of
from parcours.listen.models import Invitation, Response, Survey
from parcours.map.domain.plain import plain

Plain = dict[str, Any]

SEGMENTS: Final = ("shop", "channel", "language", "touchpoint", "table", "till", "wave")
MOST_VALUES: Final = 40


def results_of(
    _log: Log,
    *,
    survey: int,
    since: str | None = None,
    until: str | None = None,
    where: dict[str, str] | None = None,
    by: str = "",
    margins: dict[str, dict[str, float]] | None = None,
) -> Plain | None:
    """Return everything a survey's page of results shows; null where it was never published.

    Args:
        survey: its number.
        since: the first day, ``2026-03-01``.
        until: the last day.
        where: values of SEGMENTS that count.
        by: one of SEGMENTS, or a question whose options part the answers.
        margins: who was to be heard, for weighted figures: column → value → share.
    """
    found = Survey.objects.filter(pk=survey).first()
    version = found.current() if found else None
    if found is None or version is None:
        return None
    definition, where = version.parsed(), where or {}
    everyone = answers_of(found)
    everything = narrowed(everyone, where)
    span = _span(since, until)
    answers = _within(everything, *span)
    # Where only one value of it is shown, a margin has nothing to weigh.
    weighed = {name: shares for name, shares in (margins or {}).items() if name not in where}
    raked, problem = _raked(answers, weighed)
    weights = _weights(answers, raked)
    told = results(definition, answers, weights)
    heard = {name: _heard(everyone, name) for name in SEGMENTS}
    before = results(definition, _within(everything, *_before(*span))) if since else ()
    return {
        "rates": _rates(found, answers, span, wave=where.get("wave")),
        "questions": [_plain(each, before) for each in told],
        "kano": _kano(definition, answers),
        "trends": _trends(definition, answers),
        "split": _split(definition, answers, by),
        "segments": {name: sorted(heard[name]) for name in SEGMENTS},
        "heard": heard,
        "weighting": _told(raked),
        "problem": problem,
        "versions": sorted(answers["version"].drop_nulls().unique().to_list()),
    }


def _span(since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    end = date.fromisoformat(until) + timedelta(days=1) if until else None
    return _begin(date.fromisoformat(since)) if since else None, _begin(end) if end else None


def _begin(day: date) -> datetime:
    zone = ZoneInfo(timezone.get_default_timezone_name())
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _before(
    begin: datetime | None, end: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Return the span of the same length that ends where this one begins."""
    if begin is None:
        return None, None
    return begin - ((end or timezone.now()) - begin), begin


def _within(
    answers: pl.DataFrame, begin: datetime | None, end: datetime | None
) -> pl.DataFrame:
    at = pl.coalesce("completed_at", "started_at")
    if begin is not None:
        answers = answers.filter(at >= begin)
    return answers.filter(at < end) if end is not None else answers


def narrowed(answers: pl.DataFrame, where: Mapping[str, str]) -> pl.DataFrame:
    """Return the answers that have these values of ``SEGMENTS``."""
    for name, value in where.items():
        if name in SEGMENTS:
            answers = answers.filter(pl.col(name) == value)
    return answers


def _raked(answers: pl.DataFrame, margins: Plain) -> tuple[Raked | None, Plain | None]:
    """Return the weights of responses, null without margins or answers, and what hinders."""
    each = answers.unique("response", keep="first", maintain_order=True)
    if not margins or each.is_empty():
        return None, None
    asked = each["probability"].fill_null(1.0).clip(0.001, 1.0)
    try:
        return rake(each, margins, (1 / asked).to_numpy()), None
    except CannotRake as problem:
        return None, asdict(problem.hindrance)


def _weights(answers: pl.DataFrame, raked: Raked | None) -> dict[str, float] | None:
    if raked is None:
        return None
    each = answers.unique("response", keep="first", maintain_order=True)
    return dict(zip(each["response"], raked.weights.tolist(), strict=True))


def _told(raked: Raked | None) -> Plain | None:
    if raked is None:
        return None
    return {name: value for name, value in asdict(raked).items() if name != "weights"}


def _rates(
    survey: Survey,
    answers: pl.DataFrame,
    span: tuple[datetime | None, datetime | None],
    *,
    wave: str | None,
) -> Plain:
    """Return how many answered, of those asked and of those who began."""
    begin, end = span
    asked = Invitation.objects.filter(survey=survey).exclude(sent_at=None)
    begun = Response.objects.filter(survey=survey).exclude(state=Response.State.ASIDE)
    if wave:
        asked, begun = asked.filter(wave=wave), begun.filter(wave=wave)
    if begin is not None:
        asked, begun = asked.filter(sent_at__gte=begin), begun.filter(started_at__gte=begin)
    if end is not None:
        asked, begun = asked.filter(sent_at__lt=end), begun.filter(started_at__lt=end)
    answered = asked.exclude(answered_at=None).count()
    complete = begun.filter(state=Response.State.COMPLETE).count()
    return {
        "responses": answers["response"].n_unique(),
        "aside": Response.objects.filter(survey=survey, state=Response.State.ASIDE).count(),
        "invited": asked.count(),
        "response": plain(rate(answered, asked.count(), definition="response_rate/1")),
        "completion": plain(rate(complete, begun.count(), definition="completion_rate/1")),
    }


def _plain(result: Result, before: tuple[Result, ...]) -> Plain:
    earlier = next((each for each in before if each.question == result.question), None)
    past = {each.row: each.raw for each in earlier.figures} if earlier else {}
    return {
        "question": result.question,
        "kind": result.kind,
        "answered": result.answered,
        "figures": [_part(each, past.get(each.row)) for each in result.figures],
        "shares": [_part(each, None) for each in result.shares],
    }


def _part(part: Part, before: Figure | None) -> Plain:
    change = difference(part.raw, before) if before is not None else None
    return {
        "row": part.row,
        "option": part.option,
        "count": part.count,
        "raw": plain(part.raw),
        "weighted": plain(part.weighted),
        "effective": part.effective,
        "change": plain(change),
    }


def _trends(definition: Definition, answers: pl.DataFrame) -> Plain:
    zone = timezone.get_default_timezone_name()
    return {
        question.key: [
            [start.isoformat(), plain(result.figures[0].raw)]
            for start, result in trend(definition, answers, question.key, zone=zone)
        ]
        for question in definition.questions
        if question.kind in {"nps", "csat", "ces"}
    }


def _kano(definition: Definition, answers: pl.DataFrame) -> Plain:
    """Return how people class each thing that was asked about with it and without it."""
    return {
        question.key: plain(kano.kano(kano.classed(own)["category"]))
        for question in definition.questions
        if kano.is_pair(question)
        and not (own := answers.filter(pl.col("question") == question.key)).is_empty()
    }


def _split(definition: Definition, answers: pl.DataFrame, by: str) -> list[Plain]:
    """Return the scores of each part of the answers, the largest part first."""
    parted = _parted(answers, by)
    if parted is None:
        return []
    parts = sorted(parted.items(), key=lambda each: -each[1]["response"].n_unique())
    return [
        {
            "value": str(value),
            "responses": part["response"].n_unique(),
            "figures": {
                result.question: plain(result.figures[0].raw)
                for result in results(definition, part)
                if len(result.figures) == 1
            },
        }
        for (value,), part in parts[:MOST_VALUES]
        if value is not None
    ]


def _parted(answers: pl.DataFrame, by: str) -> dict[tuple[Any, ...], pl.DataFrame] | None:
    if by in SEGMENTS:
        return answers.partition_by(by, as_dict=True)
    chosen = answers.filter(pl.col("question") == by, pl.col("option").is_not_null())
    if chosen.is_empty():
        return None
    options = chosen.select("response", part="option").unique()
    return answers.join(options, on="response").partition_by("part", as_dict=True)


def _heard(answers: pl.DataFrame, name: str) -> dict[str, int]:
    """Return how many responses have each value, the most frequent ones only."""
    each = answers.unique("response")[name].drop_nulls()
    return dict(each.value_counts(sort=True)[:MOST_VALUES].rows())
