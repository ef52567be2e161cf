"""Exports of survey and help-desk tools: known by their columns, read question by question."""

import re
from typing import Any, Final

import polars as pl

from parcours.core.language import _
from parcours.core.sources.column import Column
from parcours.core.sources.guessed import Guess
from parcours.core.sources.identity import EMAIL_LIKE, key
from parcours.core.sources.questions import free_text, question_scale
from parcours.core.sources.survey_tools import GOOGLE_FORMS, WITH_SIGNS, Tool

_MOST_CHOICES: Final = 30
_SHORT: Final = 60  # letters of a choice
_CODED: Final = re.compile(r"^[A-Za-z]\w*(?:\[\w+\])?\.\s+")  # "G01Q02. How was it?"


def read_export(sample: pl.DataFrame, *, survey: str, day_first: bool | None) -> Guess | None:
    """Guess what an export of a survey tool tells; nothing where it is none.

    Each question that asks an opinion, and each that is answered freely, is one event.

    Args:
        sample: its first rows.
        survey: what the survey is called.
        day_first: whether dates have the day first, where they leave a doubt.
    """
    columns = [Column(each.name, each, day_first) for each in sample]
    tool = _tool_of(columns)
    return _Answers(tool, columns, survey).guess() if tool else None


def _names(column: Column) -> set[str]:
    """Return what a column may be called: LimeSurvey writes code and text, both or one."""
    code, dot, text = column.name.partition(". ")
    return {column.key} | ({key(code), key(text)} if dot else set())


def _tool_of(columns: list[Column]) -> Tool | None:
    known = {name for each in columns for name in _names(each)}
    for tool in WITH_SIGNS:
        if any(signs <= known for signs in tool.signs):
            return tool
    first, *others = columns
    asks = any("?" in each.name or each.key.count("_") >= 2 for each in others)
    is_form = first.key in GOOGLE_FORMS.answered and first.is_moment and asks
    is_alone = not any(each.is_moment for each in others)
    return GOOGLE_FORMS if is_form and is_alone else None


class _Answers:
    """The events of one survey, question by question."""

    def __init__(self, tool: Tool, columns: list[Column], survey: str) -> None:
        self.tool, self.columns, self.survey = tool, columns, survey
        self.made = Guess()

    def guess(self) -> Guess:
        answered = self._called(self.tool.answered)
        if answered is None or not answered.is_moment:
            self.made.missing.append(
                _("when: no column holds dates; say which one, and how they are written")
            )
            return self.made
        asked = self._asked()
        shared = self._shared(answered, asked)
        chosen = {key(_question(each)): each.name for each in asked if _is_choice(each)}
        about = self._survey() | {
            name: {"column": column} for name, column in chosen.items() if name
        }
        for number, column in enumerate(asked, 1):
            if told := self._told(column):
                self.made.events.append(shared | self._event(column, number, about) | told)
        self._say_what_it_is(answered)
        return self.made

    def _told(self, column: Column) -> dict[str, Any]:
        """Return what a question's answers are: scores on a scale, words, or neither."""
        scale = question_scale(column, _question(column))
        if scale is not None:
            return {"score": column.name, "scale": scale}
        return {"text": column.name} if free_text(column) else {}

    def _event(self, column: Column, number: int, about: dict[str, Any]) -> dict[str, Any]:
        """Return what the event of a question has of its own."""
        asked = {"question": {"constant": _question(column)}}
        event: dict[str, Any] = {
            "when": {column.name: {"present": True}},
            "properties": asked | about,
        }
        response = self._called(self.tool.response)
        if response is not None:
            name = f"{self.tool.name}:{{{response.name}}}:{number}"
            event["event_id"] = {"template": name}
        return event

    def _called(self, names: tuple[str, ...]) -> Column | None:
        for name in names:
            for column in self.columns:
                if name in _names(column) and (name or column.name == "#"):
                    return column
        return None

    def _asked(self) -> list[Column]:
        """Return the columns of questions."""
        tool = self.tool
        systems = {*tool.answered, *tool.response, *tool.language, *tool.customer, *tool.own}
        return [
            each
            for each in self.columns
            if not _names(each) & (systems - {""})
            and each.name != "#"
            and not each.is_identity
            and not each.is_moment
            and each.key.partition("_")[0] not in {"hidden", "metadata", "calculated", "ttc"}
        ]

    def _shared(self, answered: Column, asked: list[Column]) -> dict[str, Any]:
        """Return what all events of a response have: when, who, which response."""
        formats, is_in_doubt = answered.dates
        at: Any = {"column": answered.name}
        if formats != ("iso",):
            at["format"] = list(formats)
        if answered.key.endswith("_utc"):
            at["time_zone"] = "UTC"
        if is_in_doubt:
            self.made.missing.append(
                _(
                    "format of {column!r}: {value} can be day/month or month/day; write "
                    "{form} or exchange %d and %m"
                ).format(column=answered.name, value=answered.texts[0], form=formats[0])
            )
        shared = {"activity": "survey.answered", "at": at, "source": self.tool.name}
        response = self._called(self.tool.response)
        if response is not None:
            shared["case_id"] = response.name
        shared["customer_id"] = self._customer(answered, response, asked)
        language = self._called(self.tool.language)
        return shared | ({"language": {"column": language.name}} if language else {})

    def _customer(self, answered: Column, response: Column | None, asked: list[Column]) -> Any:
        """Say who answered: an address, the tool's own number; else each response apart."""
        found = [each.name for each in self.columns if _holds_addresses(each)][:1]
        own = self._called(self.tool.customer)
        found += [own.name] if own is not None and len(own.texts) else []
        if response is not None:
            apart: Any = {"template": f"{self.tool.name} {{{response.name}}}"}
        else:
            # Nothing names a response: when it came, and the scores and choices that everyone
            # gave. Never their words, which would stand in the name of a customer.
            always = [each.name for each in asked if _is_given_by_all(each)]
            apart = {"template": " ".join(f"{{{name}}}" for name in [answered.name, *always])}
        return {"first": [*found, apart]} if found else apart

    def _survey(self) -> dict[str, Any]:
        # Without a number an answer is named by all it says, the name of its file too.
        return {"survey": {"constant": self.survey}} if self.tool.response else {}

    def _say_what_it_is(self, answered: Column) -> None:
        if not self.made.events:
            self.made.missing.append(
                _("what: no question of this survey asks an opinion or is answered freely")
            )
        self.made.notes.append(
            _("answers of {tool}: each opinion and each free text is an event").format(
                tool=self.tool.title
            )
        )
        for event in self.made.events:
            if "scale" in event:
                self.made.notes.append(
                    _("{question!r} is read as {scale}").format(
                        question=event["score"], scale=event["scale"]
                    )
                )
        if len(answered.texts) < len(answered.values):
            when = {answered.name: {"present": True}}
            self.made.events = [
                each | {"when": each["when"] | when} for each in self.made.events
            ]
            self.made.notes.append(_("answers without a date were not finished: left out"))
        if answered.is_naive and not answered.key.endswith("_utc"):
            self.made.notes.append(_("times do not say their time zone; set it to yours"))


def _question(column: Column) -> str:
    """Return what was asked, without LimeSurvey's code or Formbricks' number."""
    bare = _CODED.sub("", column.name)
    return re.sub(r"^\d+\.\s+", "", bare).strip() or column.name


def _is_choice(column: Column) -> bool:
    """Whether it was answered by choosing among a few."""
    texts = column.texts
    is_short = len(texts) > 0 and bool((texts.str.len_chars() <= _SHORT).all())
    few = texts.n_unique() <= min(_MOST_CHOICES, max(2, len(texts) // 2))
    return is_short and few and not column.is_number and not free_text(column)


def _is_given_by_all(column: Column) -> bool:
    is_mark = column.is_number or _is_choice(column)
    return is_mark and len(column.texts) == len(column.values)


def _holds_addresses(column: Column) -> bool:
    texts = column.texts
    return len(texts) > 0 and texts.str.contains(EMAIL_LIKE).sum() > len(texts) / 2
