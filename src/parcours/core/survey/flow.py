"""Which questions show, given what was answered: branches, what counts, what comes next.

Answers are plain values by question key, as `checking.check` returns them. An answer counts
only while its question shows: what was answered on a branch later left counts no more, and
leads nowhere.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from parcours.core.survey.condition import Condition
from parcours.core.survey.definition import Survey, Thanks
from parcours.core.survey.questions import OTHER, Asked, Consent, Matrix

Values = Mapping[str, Any]


def shown(survey: Survey, values: Values) -> tuple[Asked, ...]:
    """Return the questions that show given *values*, each once, in the survey's order."""
    return _walk(survey, values)[0]


def counted(survey: Survey, values: Values) -> dict[str, Any]:
    """Return the *values* whose questions show, in the survey's order."""
    return _walk(survey, values)[1]


def missing(survey: Survey, values: Values) -> tuple[Asked, ...]:
    """Return the questions that show, must be answered, and are not."""
    return tuple(
        each for each in shown(survey, values) if each.required and not answers(each, values)
    )


def answers(question: Asked, values: Values) -> bool:
    """Return whether *values* answer *question* as one that is required wants it.

    A consent with a yes, a matrix in all its rows.
    """
    value = values.get(question.key)
    if isinstance(question, Consent):
        return value is True
    if isinstance(question, Matrix):
        return isinstance(value, Mapping) and len(value) == len(question.rows)
    return value is not None


def after(survey: Survey, values: Values, key: str | None) -> Asked | None:
    """Return the question that shows after the one called *key*; none after the last.

    Args:
        survey: what is asked.
        values: what is answered so far.
        key: null is before the first. Where that question no longer shows, what follows its
            place in the survey comes next.
    """
    visible = {each.key for each in shown(survey, values)}
    keys = [each.key for each in survey.questions]
    start = keys.index(key) + 1 if key in keys else 0
    return next((each for each in survey.questions[start:] if each.key in visible), None)


def before(survey: Survey, values: Values, key: str | None) -> Asked | None:
    """Return the question that shows before the one called *key*; null is after the last."""
    visible = {each.key for each in shown(survey, values)}
    keys = [each.key for each in survey.questions]
    end = keys.index(key) if key in keys else len(keys)
    earlier = reversed(survey.questions[:end])
    return next((each for each in earlier if each.key in visible), None)


def thanks(survey: Survey, values: Values) -> Thanks | None:
    """Return the thanks to show: the first whose condition holds, if the survey has one."""
    known = counted(survey, values)
    return next(
        (each for each in survey.thanks if holds(each.show_if, known)),
        None,
    )


def holds(condition: Condition | None, values: Values) -> bool:
    """Return whether *condition* holds of *values*; no condition always does."""
    if condition is None:
        return True
    if condition.all is not None:
        return all(holds(each, values) for each in condition.all)
    if condition.any is not None:
        return any(holds(each, values) for each in condition.any)
    value = values.get(condition.question or "")
    if condition.row is not None:
        value = value.get(condition.row) if isinstance(value, Mapping) else None
    return _meets(condition, value)


def _meets(condition: Condition, value: Any) -> bool:
    if condition.answered is not None:
        return (value is not None) is condition.answered
    if value is None:
        return False
    if condition.is_ is not None:
        return any(each in condition.is_ for each in _keys(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = condition.at_least, condition.at_most
    return (low is None or value >= low) and (high is None or value <= high)


def _keys(value: Any) -> Sequence[Any]:
    """Return what was chosen: keys of options, "other" among them, a number, a yes."""
    if isinstance(value, list | tuple):
        return [key for each in value for key in _keys(each)]
    return [OTHER] if isinstance(value, Mapping) else [value]


def _walk(survey: Survey, values: Values) -> tuple[tuple[Asked, ...], dict[str, Any]]:
    visible: list[Asked] = []
    known: dict[str, Any] = {}
    for question in survey.questions:
        if holds(question.show_if, known):
            visible.append(question)
            if values.get(question.key) is not None:
                known[question.key] = values[question.key]
    return tuple(visible), known
