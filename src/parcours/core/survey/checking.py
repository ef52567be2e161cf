"""Whether a value is an answer to a question; where it is not, what to do about it.

Values are plain: a score is a whole number; a choice the key of an option, or
``{"other": words}``; choices a list of these; a matrix and moments one value a row, by key;
a text its words; a picture its key; a consent ``true`` or ``false``.
"""

from collections.abc import Mapping
from typing import Any

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.survey import questions as ask
from parcours.core.survey.page import word
from parcours.core.survey.questions import OTHER, Asked, offered_by, rows_of
from parcours.core.written.wording import shown

Value = Any
"""An answer as plain data; null is none."""


class NotAnAnswer(Refused):
    """The value does not answer the question; the message is for whoever answers."""


def check(question: Asked, value: Value) -> Value:
    """Return *value* as it is kept; null where nothing is answered.

    Raises:
        NotAnAnswer: it is no answer to *question*, with what to do.

    >>> from parcours.core.survey import template
    >>> check(template("journey-nps").questions[0], "9")
    9
    """
    if value is None or (isinstance(value, str | list | dict) and not value):
        return None
    match question:
        case ask.Moments():
            return _by_row(question, value, lambda given: _score(question, given))
        case ask.Matrix():
            return _by_row(question, value, lambda given: _option(question, given))
        case ask.Scored():
            return _score(question, value)
        case ask.Choices():
            return _several(question, value)
        case ask.Choice():
            return _option(question, value)
        case ask.Consent():
            return _yes(value)
        case ask.Text(most=most):
            return _words(value, most)
    return _words(value, ask.MOST_LETTERS)


def _score(question: Asked, value: Value) -> int | None:
    low, high = question.ends or (0, 0)
    if value in (None, ""):
        return None
    try:
        score = float(value)
    except (TypeError, ValueError):
        score = float("nan")
    if isinstance(value, bool) or not score.is_integer() or not low <= score <= high:
        raise NotAnAnswer(word("choose_a_number", low=low, high=high))
    return int(score)


def _option(question: Asked, value: Value) -> Value:
    if isinstance(value, Mapping):
        return _other(question, value)
    if value in (None, ""):
        return None
    if value == OTHER and _has_other(question):
        return {OTHER: ""}
    if value not in [each.key for each in offered_by(question)]:
        raise NotAnAnswer(word("choose_what_is_shown"))
    return value


def _other(question: Asked, value: Mapping[str, Any]) -> Value:
    if set(value) != {OTHER} or not _has_other(question):
        raise NotAnAnswer(word("choose_what_is_shown"))
    return {OTHER: _words(value[OTHER], ask.MOST_LETTERS) or ""}


def _has_other(question: Asked) -> bool:
    return isinstance(question, ask.Chosen) and question.other is not None


def _several(question: ask.Choices, value: Value) -> Value:
    given = value if isinstance(value, list | tuple) else [value]
    found: dict[str, Value] = {}
    for each in given:
        option = _option(question, each)
        key = OTHER if isinstance(option, Mapping) else option
        if key is not None:
            found[key] = option
    order = [*(each.key for each in question.options), OTHER]
    chosen = [found[key] for key in order if key in found]
    if not chosen:
        return None
    _how_many(question, len(chosen))
    return chosen


def _how_many(question: ask.Choices, n: int) -> None:
    least, most = question.at_least or 0, question.at_most
    if n < least:
        key = "choose_one_at_least" if least == 1 else "choose_at_least"
        raise NotAnAnswer(word(key, n=least))
    if most is not None and n > most:
        key = "choose_one_at_most" if most == 1 else "choose_at_most"
        raise NotAnAnswer(word(key, n=most))


def _by_row(question: Asked, value: Value, one: Any) -> Value:
    if not isinstance(value, Mapping):
        raise NotAnAnswer(word("answer_row_by_row"))
    keys = [each.key for each in rows_of(question)]
    unknown = next((key for key in value if key not in keys), None)
    if unknown is not None:
        message = _("There is no row `{row}` in this question.")
        raise NotAnAnswer(message.format(row=shown(unknown)))
    given = {key: one(value[key]) for key in keys if key in value}
    return {key: each for key, each in given.items() if each is not None} or None


def _yes(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "1", "on", 1):
        return True
    if value in ("false", "0", 0):
        return False
    raise NotAnAnswer(word("tick_or_leave"))


def _words(value: Value, most: int) -> str | None:
    if not isinstance(value, str):
        raise NotAnAnswer(word("answer_in_words"))
    # Half of a pair that makes one letter is none, and no database takes it.
    whole = value.encode("utf-8", "replace").decode()
    words = whole.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > most:
        raise NotAnAnswer(word("too_long", n=most, more=len(words) - most))
    return words or None
