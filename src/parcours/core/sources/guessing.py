"""A first mapping for a table, from its headers and a sample of its values."""

from typing import Any, Final

import polars as pl

from parcours.core.language import _
from parcours.core.schema import CHANNELS, COLUMNS, MOMENT
from parcours.core.sources import vocabulary
from parcours.core.sources.column import Column
from parcours.core.sources.dating import dated, dated_with_clock
from parcours.core.sources.guessed import Guess
from parcours.core.sources.marks import is_of_marks
from parcours.core.sources.opinion import is_opinion, question, scale_of
from parcours.core.sources.said import language_of, parts_of, words_of
from parcours.core.sources.wording import activity_word, channel_word

_MOST_WORDS: Final = 60  # activities that are listed one by one in a mapping
_FEWEST_MARKS: Final = 3  # columns of marks that are themes; fewer are yes or no
_SAID: Final = ("survey.answered", "review.posted", "message.received")


def guess(sample: pl.DataFrame, *, day_first: bool | None = None) -> Guess:
    """Guess what the rows of *sample* tell.

    A column of activities makes one event a row; without one, every column of dates makes
    an event of its own; with a single one, the other columns say what happened then.
    """
    return _Guessing([Column(each.name, each, day_first) for each in sample]).guess()


class _Guessing:
    def __init__(self, columns: list[Column]) -> None:
        self.columns = columns
        self.taken: set[str] = set()
        self.made = Guess()

    def guess(self) -> Guess:
        names = {each.name for each in self.columns}
        if {"customer_id", "at", "activity"} <= names <= set(COLUMNS):
            self.made.events.append({each.name: self._own(each) for each in self.columns})
            return self.made
        whose = self._whose()
        activity = self._take(vocabulary.ACTIVITY)
        dues = [each for each in self._moments() if vocabulary.DUE & set(each.words)]
        self.taken |= {each.name for each in dues}
        event: dict[str, Any] = {}
        if activity is None and len(self._moments()) > 1:
            self._wide(whose, dues)
        else:
            event = {"activity": self._activity(activity), "at": self._at(), **whose}
            self.made.events.append(event)
            if dues:
                event["due_at"] = dated(dues[0], self.made)
        self._details()
        self._look_back()
        return self.made

    def _own(self, column: Column) -> Any:
        """Take a column that has the log's own name as it is."""
        if column.name == "properties":
            return {"properties": {"column": "properties", "as": "members"}}
        return (
            dated(column, self.made)
            if COLUMNS[column.name] == MOMENT
            else {"column": column.name}
        )

    def _take(self, names: list[str], wanted: str = "") -> Column | None:
        """Return the column best named so, if it is what is *wanted*, for this use only."""
        by_key = {
            each.key: each for each in reversed(self.columns) if each.name not in self.taken
        }
        for name in names:
            column = by_key.get(name)
            if column is not None and (not wanted or getattr(column, wanted)):
                self.taken.add(column.name)
                return column
        return None

    def _moments(self) -> list[Column]:
        return [each for each in self.columns if each.name not in self.taken and each.is_moment]

    def _whose(self) -> dict[str, Any]:
        """Say whose events these are, and what ties them together."""
        case = self._take(vocabulary.CASE)
        customer = self._take(vocabulary.CUSTOMER) or self._take(vocabulary.REACHED)
        event_id = (
            self._take(vocabulary.EVENT_ID)
            or self._take(vocabulary.REFERENCE, "is_name")
            or self._take(self._own_ids(), "is_name")
        )
        found = {"customer_id": customer or case, "case_id": case, "event_id": event_id}
        names = {name: column.name for name, column in found.items() if column is not None}
        if customer is None and case is not None:
            self.made.notes.append(
                _("no column names the customer: each {column!r} counts as one").format(
                    column=case.name
                )
            )
        elif customer is None and self._is_said():
            return names | {"customer_id": self._apart(event_id)}
        elif customer is None:
            self.made.missing.append(_("who: say which column names the customer"))
        elif customer.is_identity:
            self.made.notes.append(
                _(
                    "{column!r} holds addresses; a pseudonym enters the log in their place"
                ).format(column=customer.name)
            )
        return {"customer_id": "", **names}

    def _own_ids(self) -> list[str]:
        """Return the columns that are called the id of something: ``Comment ID``."""
        ids = set(vocabulary.REFERENCE)
        return [each.key for each in self.columns if each.words[-1] in ids]

    def _is_said(self) -> bool:
        return bool(self._opinions()) or words_of(self._free()) is not None

    def _apart(self, event_id: Column | None) -> Any:
        """Make each row of someone of its own: what was said by nobody who is named."""
        self.made.notes.append(
            _("no column names the customer: each row counts as someone of its own")
        )
        return {"row": "anonymous"} if event_id is None else event_id.name

    def _free(self) -> list[Column]:
        return [each for each in self.columns if each.name not in self.taken]

    def _activity(self, column: Column | None) -> Any:
        if column is None:
            return self._told_by_columns()
        words = column.texts.unique(maintain_order=True).to_list()
        plain = {each: activity_word(each) for each in words}
        if all(name == word for name, word in plain.items()):
            return {"column": column.name}
        listed = {"values": plain} if len(words) <= _MOST_WORDS else {}
        return {"column": column.name, **listed, "others": "word"}

    def _told_by_columns(self) -> str:
        """Say what a row without activity tells, by the other columns it has."""
        keys = {each.key for each in self.columns}
        if self._opinions():
            return (
                "review.posted" if any("review" in each for each in keys) else "survey.answered"
            )
        if keys & {each for each in vocabulary.CASE if "order" in each or "command" in each}:
            return "order.placed"
        if keys & set(vocabulary.AMOUNT):
            return "order.placed"
        if keys & set(vocabulary.TEXT) or words_of(self._free()):
            words = {word for each in self.columns for word in each.words}
            return "survey.answered" if words & vocabulary.ANSWERS else "message.received"
        self.made.missing.append(_("what: say what a row tells, such as order.placed"))
        return ""

    def _at(self) -> Any:
        column = self._take(vocabulary.AT, "is_moment") or next(iter(self._moments()), None)
        if column is None:
            self.made.missing.append(
                _("when: no column holds dates; say which one, and how they are written")
            )
            return ""
        self.taken.add(column.name)
        clock = self._take(vocabulary.CLOCK)
        has_clock = any("%H" in each or "%I" in each for each in column.dates[0])
        if clock is None or has_clock or not clock.texts.str.contains(r"^\d{1,2}:\d\d").all():
            return dated(column, self.made)
        return dated_with_clock(column, clock, self.made)

    def _wide(self, whose: dict[str, Any], dues: list[Column]) -> None:
        """Make an event of each date; what was promised belongs to the first."""
        for column in self._moments():
            self.taken.add(column.name)
            told = happened(column) or self._told_by_columns()
            event = {"activity": told, "at": dated(column, self.made), **whose}
            # What names the row ties its events together.
            named = event.pop("event_id", None)
            if named is not None:
                event.setdefault("case_id", named)
            self.made.events.append(event | {"when": {column.name: {"present": True}}})
        if dues:
            self.made.events[0]["due_at"] = dated(dues[0], self.made)

    def _details(self) -> None:
        """Fill the other columns of the first event; an opinion belongs to its answer."""
        event = self.made.events[0]
        answers = [each for each in self.made.events if each["activity"] == "survey.answered"]
        answer = answers[0] if answers else event
        self._channel(event)
        self._score(answer)
        self._words(answer)
        for name, names in (("amount", vocabulary.AMOUNT), ("seconds", vocabulary.SECONDS)):
            if column := self._take(names, "is_number"):
                event[name] = column.name
        if column := self._take(vocabulary.CURRENCY):
            event["currency"] = {"column": column.name}
        elif "amount" in event and self._is_in_euros(event["amount"]):
            event["currency"] = "EUR"
        if column := self._take(vocabulary.LANGUAGE) or language_of(self._free()):
            self.taken.add(column.name)
            event["language"] = {"column": column.name}
        self._lifecycle(event)
        parts = self._parts(answer)
        self._rest(event)
        self.made.events += parts

    def _words(self, event: dict[str, Any]) -> None:
        is_said = event["activity"] in _SAID
        if column := self._take(vocabulary.TEXT) or (is_said and words_of(self._free())):
            self.taken.add(column.name)
            event["text"] = column.name

    def _parts(self, answer: dict[str, Any]) -> list[dict[str, Any]]:
        """Make an answer of its own of each mark for a part, beside one for the whole."""
        parts = parts_of(self._free()) if "score" in answer else []
        if len(parts) < 2:
            return []
        self.taken.update(column.name for column, _name in parts)
        self.made.notes.append(
            _("a mark for each part is an answer of its own: {parts}").format(
                parts=", ".join(name for _column, name in parts)
            )
        )
        return [_part(answer, column.name, name) for column, name in parts]

    def _channel(self, event: dict[str, Any]) -> None:
        for name in vocabulary.CHANNEL:
            column = next((each for each in self.columns if each.key == name), None)
            if column is None or column.name in self.taken:
                continue
            words = {each: channel_word(each) for each in column.texts.unique().sort()}
            known = {name: word for name, word in words.items() if word in CHANNELS}
            if known and (len(known) == len(words) or column.key != "source"):
                self.taken.add(column.name)
                event["channel"] = {"column": column.name, "values": known, "others": "empty"}
                return

    def _score(self, event: dict[str, Any]) -> None:
        column = next((each for each in self._opinions() if each.is_number), None)
        if column is None:
            return
        self.taken.add(column.name)
        event["score"] = column.name
        scale = self._take(vocabulary.SCALE)
        name = None if scale else scale_of(column)
        if scale:
            event["scale"] = {"column": scale.name}
        elif name:
            event["scale"] = name
            if name.endswith("_0_10"):
                self.made.notes.append(
                    _("{column!r} is read as {scale}: NPS counts nps_0_10 and no other").format(
                        column=column.name, scale=name
                    )
                )
        else:
            read = column.numbers.drop_nulls().to_list()
            low, high = min(read, default=1), max(read, default=5)
            self.made.missing.append(
                _(
                    "scale of {column!r}: its values go from {low:g} to {high:g}; write one "
                    "such as csat_{low:g}_{high:g}"
                ).format(column=column.name, low=low, high=high)
            )

    def _opinions(self) -> list[Column]:
        """Return the columns of scores, the best named first."""
        order = {name: place for place, name in enumerate(vocabulary.SCORE)}
        return sorted(
            filter(is_opinion, self._free()),
            key=lambda each: order.get(question(each), len(order)),
        )

    def _is_in_euros(self, name: str) -> bool:
        column = next(each for each in self.columns if each.name == name)
        return bool(column.texts.str.contains("€|EUR").any())

    def _lifecycle(self, event: dict[str, Any]) -> None:
        column = self._take(vocabulary.LIFECYCLE)
        if column is None:
            return
        ends = [each for each in column.texts.unique().sort() if each.lower() == "complete"]
        if ends:
            event["when"] = {column.name: ends}
            self.made.notes.append(
                _("only completed activities enter ({column} = complete)").format(
                    column=column.name
                )
            )

    def _rest(self, event: dict[str, Any]) -> None:
        """Keep the other columns as properties, but for those that tell who someone is."""
        kept, hidden = dict[str, Any](), list[str]()
        marks = [each.name for each in self._free() if is_of_marks(each.values)]
        if len(marks) >= _FEWEST_MARKS:
            self.taken.update(marks)
            kept["theme"] = {"marked": marks}
        for column in self._free():
            if column.is_identity:
                hidden.append(column.name)
                continue
            name = column.key or column.name
            is_text = column.values.dtype == pl.String
            is_clock = bool(column.texts.str.contains(":", literal=True).any())
            is_number = is_text and column.is_number and not column.is_code and not is_clock
            kept[name] = {"column": column.name} | ({"as": "number"} if is_number else {})
        if kept:
            event["properties"] = kept
        if hidden:
            self.made.notes.append(
                _("left out, for they tell who someone is: {columns}").format(
                    columns=", ".join(hidden)
                )
            )

    def _look_back(self) -> None:
        moments = [each for each in self.columns if each.is_moment]
        if any(each.is_naive for each in moments):
            self.made.notes.append(_("times do not say their time zone; set it to yours"))


def happened(column: Column) -> str:
    """Return what a column of dates tells, by its name: ``CLOSED_DT`` is request.closed.

    Nothing for a name that only says it is a date.
    """
    if vocabulary.OPINIONS & set(column.words):
        is_answer = vocabulary.ANSWERS & set(column.words)
        return "survey.answered" if is_answer else "survey.sent"
    for activity, words in vocabulary.MOMENTS:
        if set(words.split()) & set(column.words):
            return activity
    rest = [word for word in column.words if word not in vocabulary.DATE_WORDS]
    return activity_word("_".join(rest)) if rest else ""


def _part(answer: dict[str, Any], column: str, name: str) -> dict[str, Any]:
    """Return the event of a mark for a part of what was answered as a whole."""
    row = answer.get("event_id")
    return {
        **{each: answer[each] for each in ("activity", "at", "customer_id")},
        **({"event_id": {"template": f"{{{row}}}:{name}"}} if row else {}),
        "when": {column: {"at_least": 1}},
        "score": column,
        "scale": "csat_1_5",
        "properties": {"question": {"constant": name}},
    }
