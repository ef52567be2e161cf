"""Answers as rows, one per field value, and back: what is kept, counted and exported.

A row names what it answers by identities that stay: question, row, option. A score has a
number; a chosen option the number 1, with words where it is "other"; a row of a matrix the
option chosen; a text and a picture their text; a consent 1 or 0.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from parcours.core.survey import questions as ask
from parcours.core.survey.definition import Survey
from parcours.core.survey.questions import OTHER, Asked


class Field(NamedTuple):
    """One field value of an answer. ``row`` and ``option`` are "" where there is none."""

    question: str
    row: str = ""
    option: str = ""
    number: float | None = None
    text: str = ""


def exploded(survey: Survey, values: Mapping[str, Any]) -> list[Field]:
    """Return *values* as rows, in the survey's order.

    >>> from parcours.core.survey import template
    >>> exploded(template("journey-nps"), {"recommend": 9, "liked": "The bell."})
    ... # doctest: +NORMALIZE_WHITESPACE
    [Field(question='recommend', row='', option='', number=9.0, text=''),
     Field(question='liked', row='', option='', number=None, text='The bell.')]
    """
    return [
        field
        for question in survey.questions
        if values.get(question.key) is not None
        for field in _fields(question, values[question.key])
    ]


def gathered(survey: Survey, fields: Iterable[Field]) -> dict[str, Any]:
    """Return the values that *fields* are of, for the questions that *survey* has."""
    by_question: dict[str, list[Field]] = {}
    for each in fields:
        by_question.setdefault(each.question, []).append(each)
    return {
        question.key: _value(question, by_question[question.key])
        for question in survey.questions
        if question.key in by_question
    }


def _fields(question: Asked, value: Any) -> Iterator[Field]:
    key = question.key
    match question:
        case ask.Matrix():
            yield from (Field(key, row, option, 1.0) for row, option in value.items())
        case ask.Moments():
            yield from (Field(key, row, number=float(score)) for row, score in value.items())
        case ask.Scored() | ask.Consent():
            yield Field(key, number=float(value))
        case ask.Choices():
            yield from (_chosen(key, each) for each in value)
        case ask.Choice():
            yield _chosen(key, value)
        case _:
            yield Field(key, text=value)


def _chosen(key: str, value: Any) -> Field:
    if isinstance(value, Mapping):
        return Field(key, option=OTHER, number=1.0, text=value[OTHER])
    return Field(key, option=value, number=1.0)


def _value(question: Asked, fields: list[Field]) -> Any:
    first = fields[0]
    match question:
        case ask.Matrix():
            return {each.row: each.option for each in fields}
        case ask.Moments():
            return {each.row: int(each.number or 0) for each in fields}
        case ask.Consent():
            return first.number == 1
        case ask.Scored():
            return int(first.number or 0)
        case ask.Choices():
            return [_option(each) for each in fields]
        case ask.Choice():
            return _option(first)
    return first.text


def _option(field: Field) -> Any:
    return {OTHER: field.text} if field.option == OTHER else field.option
