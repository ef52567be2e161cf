"""What is wrong with a canvas, said so that its author can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from parcours.core.language import ngettext
from parcours.core.refusal import Refused

Path = tuple[str | int, ...]
"""Keys and positions that lead to a value of the canvas's plain data."""

_IDS: Final = ("key", "stage", "touchpoint", "promise")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: where (line and column from 1), and what to do.

    ``at`` is where in the plain data, for who has no file.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    at: Path = field(default=(), compare=False)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}:{self.column}: {where}{self.message}"


class InvalidCanvas(Refused):
    """The text is not a canvas. ``problems`` holds all that is wrong, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.line, one.column)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        n = len(self.problems)
        head = ngettext(
            "The canvas has {n} problem:", "The canvas has {n} problems:", n
        ).format(n=n)
        return "\n".join((head, *map(str, self.problems)))


def in_words(path: Path, data: Any) -> str:
    """Write *path* with the ids found in *data* in place of positions, counted from 1.

    >>> in_words(("stages", 0, "title"), {"stages": [{"stage": "decision"}]})
    'stages › decision › title'
    """
    words: list[str] = []
    for step in path:
        data = _child(data, step)
        if isinstance(step, str):
            words.append(step)
        else:
            words.append(_id(data) or str(step + 1))
    return " › ".join(word for word in words if word != "touchpoints")


def _child(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def _id(data: Any) -> str | None:
    if not isinstance(data, dict):
        return None
    return next((data[key] for key in _IDS if isinstance(data.get(key), str)), None)
