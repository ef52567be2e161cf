"""Answers as a form sends them, read as plain values."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from parcours.core.survey import questions as ask
from parcours.core.survey.questions import OTHER, Asked, rows_of


def name_of(key: str, row: str = "") -> str:
    """Return what the field of a question is called, or of a row of it."""
    return f"v-{key}.{row}" if row else f"v-{key}"


def read(
    asked: Sequence[Asked], sent: QueryDict, files: MultiValueDict[str, Any]
) -> dict[str, Any]:
    """Return what was sent, by question key: plain values, for a picture its file.

    A picture that was not sent again stays what it was: it is left out.
    """
    pictures = {each.key for each in asked if isinstance(each, ask.Picture)}
    given = {each.key: files.get(name_of(each.key)) for each in asked if each.key in pictures}
    return {key: file for key, file in given.items() if file is not None} | {
        each.key: _value(each, sent) for each in asked if each.key not in pictures
    }


def _value(question: Asked, sent: QueryDict) -> Any:
    name = name_of(question.key)
    match question:
        case ask.Consent():
            return sent.get(name) is not None
        case ask.Matrix() | ask.Moments():
            rows = {
                row.key: sent.get(name_of(question.key, row.key)) for row in rows_of(question)
            }
            return {key: value for key, value in rows.items() if value}
        case ask.Choices():
            return [_worded(question, each, sent) for each in sent.getlist(name)]
        case ask.Choice():
            return _worded(question, sent.get(name), sent)
    return sent.get(name)


def _worded(question: Asked, option: str | None, sent: QueryDict) -> Any:
    if option != OTHER:
        return option
    return {OTHER: sent.get(name_of(question.key, OTHER), "")}
