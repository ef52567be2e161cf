"""The fields of each element as a form shows them: which there are, how they are read."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from parcours.core.promise import By, Felt, Limit, Never, Promised, Same, Within
from parcours.core.words import slug
from parcours.map.domain.drafting import ROOT, Draft, Fields
from parcours.map.domain.notation import (
    EVENT_FIELDS,
    UNREAD,
    many,
    number,
    read_conditions,
    read_events,
    read_hours,
    write_conditions,
    write_events,
    write_hours,
)

KINDS: Final[dict[str, type[Promised]]] = {
    "within": Within, "by": By, "limit": Limit, "never": Never, "same": Same, "felt": Felt,
}  # fmt: skip
OPTIONS: Final = (
    "where", "match", "openings", "unless", "recovers", "recovery_window", "felt_window",
    "horizon", "segment", "adjust",
)  # fmt: skip
NEW: Final = "new-"
"""How the ids of elements begin that follow their title until they have one."""

_FIELDS: Final = {
    "canvas": (
        "title", "language", "time_zone", "currency", "hours", "holidays.country",
        "holidays.subdivision", "holidays.also", "holidays.open", "journey", "journey_gap",
        "returns", "horizon", "stakes.margin_share", "stakes.avoidable_share", "stakes.contact",
        "stakes.contact_cost", "thresholds.kept", "thresholds.felt",
    ),
    "stage": ("title", "stage"),
    "touchpoint": (
        "title", "need", "icon", "actions", "owner", "channels", "drivers", "aim", "events",
        "touchpoint",
    ),
    "moment": ("title", "picture"),
}  # fmt: skip
_TYPES: Final = {
    **dict.fromkeys(EVENT_FIELDS, "events"),
    **dict.fromkeys(("title", "need"), "words"),
    **dict.fromkeys(("drivers", "channels"), "many"),
    **dict.fromkeys(("adjust", "holidays.also", "holidays.open"), "list"),
    **dict.fromkeys(
        (
            "aim", "at_least", "at_most", "tolerance", "stakes.margin_share",
            "stakes.avoidable_share", "stakes.contact_cost", "thresholds.kept",
            "thresholds.felt",
        ),
        "number",
    ),
    "events": "several events", "where": "conditions", "actions": "lines", "hours": "hours",
    "whole_day": "yes",
}  # fmt: skip


def own_fields(promise_kind: str) -> tuple[str, ...]:
    """Return the fields that only promises of one kind have, ``kind`` left out."""
    if promise_kind not in KINDS:
        return ()
    return tuple(name for name in KINDS[promise_kind].__annotations__ if name != "kind")


def fields_of(kind: str, promise_kind: str = "") -> tuple[str, ...]:
    """Return the names of the fields of an element, in the order of its form."""
    if kind != "promise":
        return _FIELDS[kind]
    return ("kind", "title", "opens", *own_fields(promise_kind), *OPTIONS, "promise")


def type_of(name: str) -> str:
    """Return how a field is written: ``words``, ``number``, ``events``, ``text``…"""
    return _TYPES.get(name, "text")


def languages(draft: Draft) -> list[str]:
    """Return the languages its texts are in, the canvas's own first."""
    own = draft["elements"][ROOT]["fields"].get("language", "en")
    others = {
        name.partition(".")[2]
        for each in draft["elements"].values()
        for name in each["fields"]
        if name.startswith(("title.", "need."))
    }
    return [own, *sorted(others - {own})]


class Sheet:
    """The form of one element, its texts read and written in one language."""

    def __init__(self, draft: Draft, element: str, language: str = "") -> None:
        self.draft, self.element = draft, element
        self.fields: Fields = draft["elements"][element]["fields"]
        self.kind: str = draft["elements"][element]["kind"]
        self.own = draft["elements"][ROOT]["fields"].get("language", "en")
        self.language = language or self.own

    def names(self) -> tuple[str, ...]:
        """Return the names of its fields, in order."""
        return fields_of(self.kind, str(self.fields.get("kind", "")))

    def written(self, name: str) -> Any:
        """Return a field as the form shows it: a text, or a list of texts."""
        value = self.fields.get(name)
        match type_of(name):
            case "words":
                return str(self._words(name) or "")
            case "many":
                return many(value)
            case "list":
                return ", ".join(many(value))
            case "lines":
                return "\n".join(self._line(each) for each in _listed(value))
            case "events":
                return write_events(value) if value is not None else ""
            case "several events":
                return "\n".join(write_events(each) for each in _patterns(value))
            case "conditions":
                return write_conditions(value)
            case "hours":
                return write_hours(value)
            case "yes":
                return "yes" if value is True else ""
        return "" if value is None else str(value)

    def read(self, name: str, texts: Sequence[str]) -> Fields:
        """Return the fields to set for what was written in the field *name*."""
        kind, text = type_of(name), texts[0] if texts else ""
        if kind == "words":
            return self._set_words(name, text.strip())
        if kind == "lines":
            return {name: self._set_lines(text) or None}
        if kind == "many":
            return {name: [each for each in texts if each] or None}
        if kind == "yes":
            return {name: True if text else None}
        value = _READERS[kind](text.strip()) if text.strip() else None
        if self.kind == "promise" and name == "kind":
            return {name: value} | self._fields_of_other_kinds(str(value))
        return {name: value}

    def _words(self, name: str) -> Any:
        fields = self.fields
        for key in (f"{name}.{self.language}", name, f"{name}.en"):
            if key in fields:
                return fields[key]
        return next((fields[key] for key in fields if key.startswith(name + ".")), "")

    def _set_words(self, name: str, text: str) -> Fields:
        """Return what writes a text in one language and leaves the others."""
        translated = [key for key in self.fields if key.startswith(name + ".")]
        if not translated and self.language == self.own:
            return {name: text or None} | self._named_after(name, text)
        changed: Fields = {f"{name}.{self.language}": text or None}
        if name in self.fields:
            changed |= {name: None, f"{name}.{self.own}": self.fields[name]}
        return changed

    def _named_after(self, name: str, text: str) -> Fields:
        """Return the id that a new element takes from its title, until a version keeps it."""
        own_name, was = str(self.fields.get(self.kind, "")), slug(str(self._words(name)))
        is_fresh = self.draft["elements"][self.element].get("fresh")
        follows = is_fresh and was and re.fullmatch(f"{was}(-[0-9]+)?", own_name)
        if name != "title" or not slug(text) or not (follows or own_name.startswith(NEW)):
            return {}
        return {self.kind: free_name(self.draft, self.kind, slug(text), but=self.element)}

    def _line(self, value: Any) -> str:
        if not isinstance(value, dict):
            return str(value)
        return str(value.get(self.language) or next(iter(value.values()), ""))

    def _set_lines(self, text: str) -> list[Any]:
        earlier = _listed(self.fields.get("actions"))
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        earlier += [""] * (len(lines) - len(earlier))
        return [self._set_line(was, line) for was, line in zip(earlier, lines, strict=False)]

    def _set_line(self, was: Any, line: str) -> Any:
        if isinstance(was, dict):
            return {**was, self.language: line}
        if self.language == self.own or not was:
            return line
        return {self.own: was, self.language: line}

    def _fields_of_other_kinds(self, kind: str) -> Fields:
        wanted = own_fields(kind)
        others = {name for each in KINDS for name in own_fields(each)} - {*wanted}
        return {name: None for name in sorted(others) if name in self.fields}


def free_name(draft: Draft, kind: str, stem: str, *, but: str = "") -> str:
    """Return an id made of *stem* that no other element of its kind has on the canvas."""
    taken = {
        each["fields"].get(kind)
        for element, each in draft["elements"].items()
        if each["kind"] == kind and element != but
    }
    return next(
        name
        for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
        if name not in taken
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _patterns(value: Any) -> list[Any]:
    """Return several patterns as a list; a list of activities is one pattern each."""
    return _listed(value)


def _read_or_keep(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return reader(text)
        except ValueError:
            return {UNREAD: text}

    return read


def _read_several(text: str) -> list[Any]:
    return [_READERS["events"](line.strip()) for line in text.splitlines() if line.strip()]


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "text": str,
    "number": number,
    "list": lambda text: [each.strip() for each in text.split(",") if each.strip()],
    "events": _read_or_keep(read_events),
    "several events": _read_several,
    "conditions": _read_or_keep(read_conditions),
    "hours": read_hours,
}
