"""Questions as a page shows them: in a language, with places filled, and what is chosen."""

import random
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from parcours.core.survey import Survey as Definition
from parcours.core.survey import piping
from parcours.core.survey import questions as ask
from parcours.core.survey.condition import Condition
from parcours.core.survey.page import word
from parcours.core.survey.questions import OTHER, Asked, Option, offered_by, rows_of
from parcours.core.words import Words
from parcours.listen.domain.surveys import answering
from parcours.listen.models import Response
from parcours.people.models import Customer

_PARTS: Final = {
    "nps": "scale",
    "csat": "scale",
    "ces": "scale",
    "choice": "options",
    "choices": "options",
    "matrix": "grid",
    "moments": "moments",
}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing to choose: its value in the form, its words, whether it is chosen."""

    value: str
    title: str
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a question: its key, its words, what can be chosen."""

    key: str
    title: str
    marks: tuple[Mark, ...]
    is_empty: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A question as a page shows it."""

    question: Asked
    title: str
    help: str
    low: str
    high: str
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    value: Any
    mistake: str = ""
    leads: bool = False
    """Whether what is asked further down depends on it."""

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def template(self) -> str:
        """The include that shows it."""
        return f"listen/answering/_{_PARTS.get(self.question.kind, self.question.kind)}.html"

    @property
    def other_words(self) -> str:
        """What was written beside "other"."""
        several = self.value if isinstance(self.value, list) else [self.value]
        return next((each[OTHER] for each in several if isinstance(each, Mapping)), "")


class Speech:
    """The words of a survey for one reader: their language, their name, their answers."""

    def __init__(
        self,
        definition: Definition,
        language: str,
        *,
        context: Mapping[str, str],
        values: Mapping[str, Any],
    ) -> None:
        self.definition, self.language = definition, language
        self._context, self._values = context, values

    def say(self, words: Words | None) -> str:
        """Return *words* in the reader's language, their places filled."""
        return piping.fill(self.definition.say(words, self.language), self._known)

    def _known(self, place: piping.Place) -> str:
        if place.question is None:
            return self._context.get(place.name, "")
        question = self.definition.question(place.question)
        value = self._values.get(place.question)
        return "" if question is None or value is None else self.answer(question, value)

    def answer(self, question: Asked, value: Any) -> str:
        """Return an answer in words."""
        if isinstance(value, list):
            return ", ".join(self.answer(question, each) for each in value)
        if isinstance(value, Mapping) and rows_of(question):
            rows = {each.key: self.say(each.title) for each in rows_of(question)}
            told = ((rows[key], self.answer(question, each)) for key, each in value.items())
            return ", ".join(f"{row} {words}" for row, words in told)
        if isinstance(value, Mapping):
            return str(value.get(OTHER, ""))
        if isinstance(value, bool):
            return word("yes") if value else word("no")
        titles = {each.key: each.title for each in offered_by(question)}
        return self.say(titles[value]) if value in titles else str(value)


def said(response: Response, *, without: Container[str] = ()) -> list[tuple[str, str]]:
    """Return the questions that were answered, and each answer in words.

    Args:
        response: whose answers.
        without: kinds of questions to leave out.
    """
    definition, values = response.version.parsed(), answering.values_of(response)
    speech = Speech(definition, response.language, context=response.context, values=values)
    return [
        (speech.say(each.title), speech.answer(each, values[each.key]))
        for each in definition.questions
        if each.key in values and each.kind not in without
    ]


def name_of(customer_id: str) -> str:
    """Return the name of a customer, empty where nobody knows it."""
    found = Customer.objects.filter(customer_id=customer_id).first()
    return found.name if found else ""


def show(
    questions: Iterable[Asked],
    speech: Speech,
    *,
    values: Mapping[str, Any],
    mistakes: Mapping[str, str],
    order: str,
) -> list[Shown]:
    """Return *questions* as a page shows them.

    Args:
        questions: those to show.
        speech: says their words.
        values: what is answered, or was sent and refused.
        mistakes: why an answer was refused, by question key.
        order: what shuffled options are drawn with.
    """
    leads = _leading(speech.definition)
    return [
        Shown(
            question=each,
            leads=each.key in leads,
            title=speech.say(each.title),
            help=speech.say(each.help),
            low=speech.say(getattr(each, "low", None)),
            high=speech.say(getattr(each, "high", None)),
            marks=_marks(each, speech, values.get(each.key), order=order),
            rows=_rows(each, speech, values.get(each.key), order=order),
            value=values.get(each.key),
            mistake=mistakes.get(each.key, ""),
        )
        for each in questions
    ]


def _leading(definition: Definition) -> set[str]:
    """Return the keys of the questions that others depend on."""
    conditions = [each.show_if for each in definition.questions]
    return {key for each in conditions for key in _named(each)}


def _named(condition: Condition | None) -> set[str]:
    if condition is None:
        return set()
    several = [*(condition.all or ()), *(condition.any or ())]
    found = {key for each in several for key in _named(each)}
    return found | ({condition.question} if condition.question else set())


def _marks(question: Asked, speech: Speech, value: Any, *, order: str) -> tuple[Mark, ...]:
    match question:
        case ask.Moments() | ask.Matrix():
            return ()
        case ask.Scored():
            return _scores(question, value)
        case ask.Chosen():
            chosen = value if isinstance(value, list) else [value]
            keys = [OTHER if isinstance(each, Mapping) else each for each in chosen]
            other = () if question.other is None else (Option(key=OTHER, title=question.other),)
            offered = (*_ordered(question, question.options, order), *other)
            return tuple(
                Mark(value=each.key, title=speech.say(each.title), is_chosen=each.key in keys)
                for each in offered
            )
    return ()


def _scores(question: Asked, value: Any) -> tuple[Mark, ...]:
    low, high = question.ends or (0, 0)
    chosen = str(value)
    return tuple(
        Mark(value=str(score), title=str(score), is_chosen=str(score) == chosen)
        for score in range(low, high + 1)
    )


def _rows(question: Asked, speech: Speech, value: Any, *, order: str) -> tuple[Row, ...]:
    given = value if isinstance(value, Mapping) else {}
    return tuple(
        Row(
            key=row.key,
            title=speech.say(row.title),
            marks=_scores(question, given.get(row.key))
            if question.scale
            else tuple(
                Mark(
                    value=each.key,
                    title=speech.say(each.title),
                    is_chosen=given.get(row.key) == each.key,
                )
                for each in offered_by(question)
            ),
            is_empty=row.key not in given,
        )
        for row in _ordered(question, rows_of(question), order)
    )


def _ordered(question: Asked, options: tuple[Option, ...], order: str) -> tuple[Option, ...]:
    if not getattr(question, "shuffle", False):
        return options
    drawn = random.Random(f"{order} {question.key}")
    return tuple(drawn.sample(options, len(options)))
