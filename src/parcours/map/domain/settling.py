"""What of a draft is valid: faults by element and field, and the canvas it amounts to."""

from dataclasses import dataclass
from typing import Any, Final

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas import InvalidCanvas
from parcours.core.written.problem import Path
from parcours.map.domain.drafting import INSIDE, PARTS, ROOT, WORDS, Draft, children, nested
from parcours.map.domain.notation import UNREAD, unreadable


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field of an element; with the element itself where it is empty."""

    element: str
    field: str
    message: str


def faults(draft: Draft) -> list[Fault]:
    """Return all that is wrong with *draft*, in the reader's language."""
    unread = [
        Fault(element, field, message)
        for element, each in draft["elements"].items()
        for field, value in each["fields"].items()
        if (message := unreadable(field, value))
    ]
    known = {(fault.element, fault.field) for fault in unread}
    found = _invalid(draft, Choice())
    return unread + [fault for fault in found if (fault.element, fault.field) not in known]


def settle(draft: Draft, *, edited: str = "", before: dict[str, Any] | None = None) -> Drawing:
    """Return the canvas that *draft* amounts to: always a valid one.

    An element that is not valid counts as it was when it last was, or not at all.

    Args:
        edited: the element just changed; its fields *before* are kept if they were valid.
    """
    _keep(draft, edited, before)
    choice = Choice()
    while found := _invalid(draft, choice):
        if not sum(choice.give_way(draft, fault) for fault in found):
            raise Unsettled(found)
    return Drawing.of(choice.data(draft)[0])


def _keep(draft: Draft, edited: str, before: dict[str, Any] | None) -> None:
    wrong = {fault.element for fault in faults(draft)}
    for element, each in draft["elements"].items():
        if element not in wrong:
            each.pop("kept", None)
    element = draft["elements"].get(edited)
    if edited in wrong and before is not None and "kept" not in element:
        earlier = {**element, "fields": before}
        was = {**draft, "elements": {**draft["elements"], edited: earlier}}
        if edited not in {fault.element for fault in faults(was)}:
            element["kept"] = before


class Unsettled(Exception):
    """No part of a draft could give way any more, and it is still no canvas."""


_STAND_INS: Final = {"canvas": "canvas", "title": "…"}


class Choice:
    """Which elements count as they are, which as they last were valid, and which not."""

    def __init__(self) -> None:
        self.as_kept: set[str] = set()
        self.left_out: set[str] = set()
        self.fields_left_out: set[tuple[str, str]] = set()

    def give_way(self, draft: Draft, fault: Fault) -> bool:
        """Count the element of *fault* less; say whether it could be."""
        element, before = fault.element, self._size
        if "kept" in draft["elements"][element] and element not in self.as_kept:
            self.as_kept.add(element)
        elif element == ROOT:
            self.fields_left_out.add((element, fault.field.partition(".")[0]))
        else:
            self.left_out.add(element)
        return self._size > before

    @property
    def _size(self) -> int:
        return len(self.as_kept) + len(self.left_out) + len(self.fields_left_out)

    def data(self, draft: Draft) -> tuple[dict[str, Any], dict[Path, str]]:
        """Return the plain data of what counts, and the element at each path."""
        paths: dict[Path, str] = {}
        data = self._data(draft, ROOT, path=(), paths=paths)
        # A canvas needs these: without them it would be no canvas, whatever is left out.
        for field, stand_in in _STAND_INS.items():
            if (ROOT, field) in self.fields_left_out:
                data[field] = stand_in
        return data, paths

    def _data(
        self, draft: Draft, element: str, *, path: Path, paths: dict[Path, str]
    ) -> dict[str, Any]:
        paths[path] = element
        found = draft["elements"][element]
        data = nested(
            {
                name: value
                for name, value in self._fields(element, found).items()
                if not (isinstance(value, dict) and UNREAD in value)
                and (element, name.partition(".")[0]) not in self.fields_left_out
            }
        )
        for kind, (around, field) in INSIDE.items():
            if around == found["kind"]:
                inside = [c for c in children(draft, element, kind) if c not in self.left_out]
                data[field] = [
                    self._data(draft, child, path=(*path, field, n), paths=paths)
                    for n, child in enumerate(inside)
                ]
        return data

    def _fields(self, element: str, found: dict[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = found["kept" if element in self.as_kept else "fields"]
        return fields


def _invalid(draft: Draft, choice: Choice) -> list[Fault]:
    data, paths = choice.data(draft)
    try:
        Drawing.of(data)
    except InvalidCanvas as error:
        return [_fault(problem.at, problem.message, paths) for problem in error.problems]
    return []


def _fault(at: Path, message: str, paths: dict[Path, str]) -> Fault:
    around = next(at[:n] for n in range(len(at), -1, -1) if at[:n] in paths)
    steps = at[len(around) :]
    names = [str(step) for step in steps[:2]]
    deep = len(steps) > 1 and isinstance(steps[1], str) and steps[0] in (*PARTS, *WORDS)
    return Fault(paths[around], ".".join(names if deep else names[:1]), str(message))
