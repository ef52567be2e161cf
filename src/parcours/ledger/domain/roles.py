"""What each column of a file is for, as a person chooses it, and the mapping that says so.

A mapping can say more than these choices: what they leave alone stays as it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from parcours.core.sources import mapping as written_mapping
from parcours.core.sources.mapping import EventMapping, Moment, Source, template_columns
from parcours.core.sources.mapping import Mapping as FileMapping

IDENTITIES: Final = ("email", "phone", "card")
PROPERTIES: Final = ("property", "number")
THEME: Final = "theme"
MOMENT, CLOCK, IGNORED = "at", "clock", ""
_FIELDS: Final = {
    "customer": "customer_id",
    "case": "case_id",
    "event": "event_id",
    "activity": "activity",
    "due": "due_at",
    "channel": "channel",
    "score": "score",
    "scale": "scale",
    "amount": "amount",
    "currency": "currency",
    "seconds": "seconds",
    "text": "text",
    "language": "language",
}
_WHOSE: Final = ("customer", "case", "event")
_OPINION: Final = ("score", "scale", "text")
_ANSWERS: Final = ("survey.answered", "review.posted")

Pairs = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column is for.

    ``word`` is the activity that a moment tells, or the scale of a score; ``form`` the format
    of a moment, several separated by a bar.
    """

    role: str = IGNORED
    word: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What each column is for, and what holds for all rows."""

    columns: Mapping[str, Column]
    time_zone: str = "UTC"
    decimal: str = "."
    currency: str = ""
    channel: str = ""
    source: str = ""
    day: str = ""

    @property
    def identities(self) -> dict[str, str]:
        """Which columns tell who someone is, and how."""
        return {
            name: each.role for name, each in self.columns.items() if each.role in IDENTITIES
        }

    def of(self, *roles: str) -> list[str]:
        """Return the columns that have one of *roles*."""
        return [name for name, each in self.columns.items() if each.role in roles]


def choices(
    mapping: FileMapping, header: Iterable[str], identities: Mapping[str, str]
) -> Choices:
    """Return the choices that a mapping stands for."""
    found: dict[str, Column] = {}
    for event in mapping.events:
        for name, column in _columns_of(event):
            found.setdefault(name, column)
    for name, kind in identities.items():
        found[name] = Column(role=kind)
    first = mapping.events[0] if mapping.events else None
    return Choices(
        columns={name: found.get(name, Column()) for name in header},
        time_zone=mapping.time_zone,
        decimal=mapping.decimal,
        currency=_constant(first.currency if first else None),
        channel=_constant(first.channel if first else None),
        source=mapping.source or "",
        day=_constant(first.at if first else None),
    )


def _columns_of(event: EventMapping) -> Iterator[tuple[str, Column]]:
    yield from _moment_of(event)
    for role, field in _FIELDS.items():
        source = getattr(event, field)
        if source is None or not source.column:
            continue
        word = _constant(event.scale) if role == "score" else ""
        form = " | ".join(source.format) if isinstance(source, Moment) else ""
        yield source.column, Column(role=role, word=word, form=form)
    for each in event.properties.values():
        for name in each.marked:
            yield name, Column(role=THEME)
        if each.column and each.column != written_mapping.REST:
            yield each.column, Column(role="number" if each.reads == "number" else "property")


def _moment_of(event: EventMapping) -> Iterator[tuple[str, Column]]:
    names = template_columns(event.at.template) if event.at.template else [event.at.column]
    told = Column(role=MOMENT, word=_constant(event.activity), form=" | ".join(event.at.format))
    for name, column in zip(names, (told, Column(role=CLOCK)), strict=False):
        if name:
            yield name, column


def mapping_of(chosen: Choices, before: FileMapping) -> FileMapping:
    """Return *before* with what was chosen; what the choices cannot say stays.

    Raises:
        pydantic.ValidationError: the choices are no mapping, and why.
    """
    pairs = before.as_pairs() | {
        "time_zone": chosen.time_zone,
        "decimal": chosen.decimal,
        "source": chosen.source or None,
    }
    if is_of_questions(before):
        pairs["events"] = [_in_channel(each, chosen.channel) for each in pairs["events"]]
    elif before.events:
        pairs["events"] = _Building(chosen, before).events()
    return FileMapping.model_validate(pairs)


def is_of_questions(mapping: FileMapping) -> bool:
    """Whether a row tells several opinions: more than a choice for each column can say."""
    told = [event for event in mapping.events if event.score or event.text]
    return len(told) > 1


def _in_channel(event: Pairs, channel: str) -> Pairs:
    return event if not channel or "channel" in event else event | {"channel": channel}


class _Building:
    """The events of a mapping, from what the columns are for."""

    def __init__(self, chosen: Choices, before: FileMapping) -> None:
        self.chosen, self.before = chosen, before
        self.kept = dict(_kept(before))

    def events(self) -> list[Pairs]:
        events = self._moments()
        for role in _FIELDS:
            if role in _WHOSE or role == "activity":
                continue
            for name in self.chosen.of(role)[:1]:
                self._event_for(role, events)[_FIELDS[role]] = self._source(role, name)
        self._constants(events)
        properties = self._unsaid() | {
            self._name(name): self._property(name) for name in self.chosen.of(*PROPERTIES)
        }
        if themes := self.chosen.of(THEME):
            properties[self._name(themes[0], THEME)] = {"marked": themes}
        events[0] |= {"properties": properties} if properties else {}
        return events

    def _unsaid(self) -> Pairs:
        """Return the properties that come from no column alone, which no choice shows."""
        return {
            name: written_mapping.written(each)
            for event in self.before.events[:1]
            for name, each in event.properties.items()
            if not each.column and not each.marked
        }

    def _moments(self) -> list[Pairs]:
        """Return an event for each moment; a column of activities names the first."""
        names = self.chosen.of(MOMENT) or [""]
        activity = next(iter(self.chosen.of("activity")), None)
        events = []
        for place, name in enumerate(names):
            word = self.chosen.columns[name].word if name else self._word_before()
            event = {"activity": word, "at": self._moment(name)} | self._whose()
            if activity is not None and place == 0:
                event["activity"] = self._source("activity", activity)
            elif len(names) > 1:
                event["when"] = {name: {"present": True}}
            events.append(event | self._conditions(place, event))
        return events

    def _word_before(self) -> str:
        """Return what rows without a moment of their own tell."""
        return next((_constant(each.activity) for each in self.before.events), "")

    def _conditions(self, place: int, event: Pairs) -> Pairs:
        """Return the conditions of the event before on other columns, which no choice shows."""
        if place >= len(self.before.events):
            return {}
        moments = self.chosen.of(MOMENT)
        when = self.before.events[place].when
        others = {name: each for name, each in when.items() if name not in moments}
        both = event.get("when", {}) | written_mapping.written(others)
        return {"when": both} if both else {}

    def _whose(self) -> Pairs:
        found = {_FIELDS[role]: name for role in _WHOSE for name in self.chosen.of(role)[:1]}
        whose = self.chosen.of("customer", *IDENTITIES) or self.chosen.of("case")
        before = next((each.customer_id for each in self.before.events), None)
        # Nobody is named: each row stays of someone of its own, as it was.
        apart = written_mapping.written(before) if before is not None and before.row else ""
        sources = {
            field: self._source(role, found[field])
            for role, field in _FIELDS.items()
            if role in _WHOSE and field in found
        }
        return {"customer_id": whose[0] if whose else apart} | sources

    def _moment(self, name: str) -> Any:
        if not name and self.chosen.day:
            return {"constant": self.chosen.day}
        formats = _formats(self.chosen.columns[name].form) if name else []
        clock = next(iter(self.chosen.of(CLOCK)), None)
        if clock is not None and name == self.chosen.of(MOMENT)[0]:
            return {"template": f"{{{name}}} {{{clock}}}", "format": formats or ["iso"]}
        return {"column": name} | ({"format": formats} if formats else {})

    def _event_for(self, role: str, events: list[Pairs]) -> Pairs:
        answers = [each for each in events if each["activity"] in _ANSWERS]
        return answers[0] if role in _OPINION and answers else events[0]

    def _constants(self, events: list[Pairs]) -> None:
        chosen, first = self.chosen, events[0]
        if chosen.channel and "channel" not in first:
            first["channel"] = chosen.channel
        if chosen.currency and "amount" in first and "currency" not in first:
            first["currency"] = chosen.currency
        for name in chosen.of("score")[:1]:
            event = self._event_for("score", events)
            if chosen.columns[name].word and "scale" not in event:
                event["scale"] = chosen.columns[name].word

    def _source(self, role: str, name: str) -> Any:
        """Return where a value comes from: as it was, where the column keeps its role."""
        kept = self.kept.get((role, name))
        if role == "due":
            formats = _formats(self.chosen.columns[name].form)
            return {"column": name} | ({"format": formats} if formats else {})
        if kept is not None:
            return written_mapping.written(kept)
        return {"column": name, "others": "word"} if role == "activity" else {"column": name}

    def _name(self, column: str, usual: str = "") -> str:
        names = {
            read: name
            for event in self.before.events
            for name, each in event.properties.items()
            for read in each.columns()
        }
        return names.get(column) or usual or column

    def _property(self, name: str) -> Any:
        is_number = self.chosen.columns[name].role == "number"
        return {"column": name} | ({"as": "number"} if is_number else {})


def _kept(before: FileMapping) -> Iterator[tuple[tuple[str, str], Source]]:
    for event in reversed(before.events):
        for role, field in _FIELDS.items():
            source = getattr(event, field)
            if source is not None and source.column:
                yield (role, source.column), source


def _formats(text: str) -> list[str]:
    return [each.strip() for each in text.split("|") if each.strip()]


def _constant(source: Source | None) -> str:
    return str(source.constant) if source is not None and source.constant is not None else ""
