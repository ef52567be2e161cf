"""What a survey's answers say wave by wave: the question that the page of waves asks."""

from datetime import date
from typing import Any, Final

import polars as pl
from django.db.models import Count, Q

from parcours.core.figure import Figure
from parcours.core.kernel import Log
from parcours.core.metrics.difference import difference
from parcours.core.survey import Survey as Definition
from parcours.core.survey.results import Part, Result, rate, results
from parcours.listen.domain.surveys.reading import answers_of
from parcours.listen.domain.surveys.resulting import narrowed
from parcours.listen.models import Invitation, Survey
from parcours.map.domain.plain import plain

Plain = dict[str, Any]
Place = tuple[str | None, str | None]

MOST: Final = 24
"""How many waves are shown, the last ones."""


def by_wave(_log: Log, *, survey: int, where: dict[str, str] | None = None) -> Plain | None:
    """Return every question of a survey wave by wave; null where it was never published.

    Args:
        survey: its number.
        where: values of ``resulting.SEGMENTS`` that count.

    Returns:
        ``waves``: of each its first day, ``responses``, ``invited``, the ``response`` rate and
        its changes; ``questions``: of each its ``parts`` (a score, or a row's, else the share
        of an option), each with a figure a wave, minus the one before and minus the first.
    """
    found = Survey.objects.filter(pk=survey).first()
    version = found.current() if found else None
    if found is None or version is None:
        return None
    definition = version.parsed()
    answers = narrowed(answers_of(found), where or {}).filter(pl.col("wave").is_not_null())
    asked = _asked(found)
    waves = sorted({*answers["wave"].unique(), *asked})[-MOST:]
    parts = answers.partition_by("wave", as_dict=True)
    told = [results(definition, parts.get((wave,), answers.clear())) for wave in waves]
    rates = [_rate(asked.get(wave, (0, 0))) for wave in waves]
    return {
        "waves": [
            {
                "wave": wave,
                "responses": parts[(wave,)]["response"].n_unique() if (wave,) in parts else 0,
                "invited": asked.get(wave, (0, 0))[0],
                "response": each,
            }
            for wave, each in zip(waves, _changes(rates), strict=True)
        ],
        "questions": [
            _question(definition, place, [each[place] for each in told])
            for place in range(len(definition.questions))
            if told
        ],
    }


def _asked(survey: Survey) -> dict[str, tuple[int, int]]:
    """Return by wave how many were asked, and how many of them answered."""
    sent = Invitation.objects.filter(survey=survey, wave__isnull=False).exclude(sent_at=None)
    told = sent.values("wave").annotate(
        n=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    return {_iso(each["wave"]): (each["n"], each["answered"]) for each in told.order_by()}


def _iso(wave: date) -> str:
    return wave.isoformat()


def _rate(counts: tuple[int, int]) -> Figure:
    asked, answered = counts
    return rate(answered, asked, definition="response_rate/1")


def _question(definition: Definition, place: int, told: list[Result]) -> Plain:
    by_place = [_parts(each) for each in told]
    places = dict.fromkeys(key for each in by_place for key in each)
    return {
        "question": definition.questions[place].key,
        "answered": [each.answered for each in told],
        "parts": [
            {
                "row": row,
                "option": option,
                "waves": _changes([_raw(each.get((row, option))) for each in by_place]),
            }
            for row, option in places
        ],
    }


def _parts(result: Result) -> dict[Place, Part]:
    """Return the scores of a question, else how often each option was given."""
    shown = result.figures or result.shares
    return {(each.row, each.option): each for each in shown}


def _raw(part: Part | None) -> Figure | None:
    return part.raw if part else None


def _changes(figures: list[Figure | None] | list[Figure]) -> list[Plain]:
    """Return each figure, what changed since the wave before, and since the first of all."""
    first = figures[0] if figures else None
    return [
        {
            "raw": plain(each),
            "before": _minus(each, figures[number - 1] if number else None),
            "first": _minus(each, first if number > 1 else None),
        }
        for number, each in enumerate(figures)
    ]


def _minus(now: Figure | None, before: Figure | None) -> Plain | None:
    if now is None or before is None:
        return None
    changed: Plain = plain(difference(now, before))
    return changed
