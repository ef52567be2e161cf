"""Checking what was written, whole: its form and its rules, all problems at once."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from parcours.core.pattern import Part
from parcours.core.written.explaining import explain
from parcours.core.written.problem import InvalidCanvas, Path
from parcours.core.written.reading import Source

Model = TypeVar("Model", bound=Part)


def checked(
    kind: type[Model], source: Source, rules: Callable[[Any], Iterable[tuple[Path, str]]]
) -> Model:
    """Return what *source* is, a canvas or a survey.

    Args:
        kind: the form that it has to have.
        source: plain data, and where each part of it stands.
        rules: yields, for plain data, the rules it breaks: where, and what is wrong.

    Raises:
        InvalidCanvas: with all that is wrong.
    """
    problems = list(source.problems)
    problems += (source.problem(path, said) for path, said in rules(source.data))
    try:
        found = kind.model_validate(source.data)
    except ValidationError as error:
        problems += explain(error, source, kind)
    if problems:
        raise InvalidCanvas(problems)
    return found
