"""A survey as text: read with errors that say where, written back, said in a language."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from parcours.core.canvas.canvas import known_language
from parcours.core.canvas.writing import dump
from parcours.core.language import _, ngettext
from parcours.core.pattern import Part
from parcours.core.promise import Name
from parcours.core.refusal import Refused
from parcours.core.survey.condition import NOT_EMPTY, Condition
from parcours.core.survey.page import shipped
from parcours.core.survey.questions import Question
from parcours.core.survey.rules import broken_rules
from parcours.core.words import Words
from parcours.core.written.checking import checked
from parcours.core.written.explaining import RULES
from parcours.core.written.problem import InvalidCanvas, Problem, in_words
from parcours.core.written.reading import Source, decode, read
from parcours.core.written.wording import choose, shown

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_KEY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class InvalidSurvey(Refused):
    """The text is not a survey. ``problems`` holds all that is wrong, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.line, one.column)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        n = len(self.problems)
        head = ngettext("The survey has {n} problem:", "The survey has {n} problems:", n)
        return "\n".join((head.format(n=n), *map(str, self.problems)))


def _colour(code: str) -> str:
    if not _COLOUR.fullmatch(code):
        message = _("`{code}` is not a colour: write it as in #0f766e")
        raise ValueError(message.format(code=code))
    return code.lower()


def _picture(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(_("`{key}` is not the key of a picture").format(key=shown(key)))
    return key


def _known_word(key: str) -> str:
    if key not in shipped():
        message = _("the page says nothing called `{key}`. {hint}")
        raise ValueError(message.format(key=shown(key), hint=choose(key, shipped())))
    return key


class Theme(Part):
    """How the pages look."""

    colour: Annotated[str, AfterValidator(_colour)] | None = None
    """The colour of buttons and marks, as in ``#0f766e``."""
    logo: Annotated[str, AfterValidator(_picture)] | None = None
    """The key of a picture, as the site gave it."""
    font_size: Literal["normal", "large"] = "normal"
    """How large texts are."""


class Intro(Part):
    """What stands before the first question."""

    title: Words
    """A greeting."""
    text: Words | None = None
    """What it is for, how long it takes."""


class Thanks(Part):
    """What stands after the last answer. The first one whose condition holds is shown."""

    title: Words
    """A thank you."""
    text: Words | None = None
    """What happens next."""
    link: str | None = None
    """The address of a page to go on to: https://…"""
    link_title: Words | None = None
    """What the link says."""
    show_if: Condition | None = None
    """Show it only where this holds of the answers."""


class Survey(Part):
    """A whole survey. The first of ``languages`` is the one words fall back to."""

    survey: Name
    """Its id."""
    title: Words
    """Its name, on the page and in lists."""
    languages: Annotated[
        tuple[Annotated[str, AfterValidator(known_language)], ...], NOT_EMPTY
    ] = ("en",)
    """The languages it can be answered in, by their codes."""
    stage: Name | None = None
    """The canvas's stage that it belongs to."""
    touchpoint: Name | None = None
    """The canvas's touchpoint that its questions are about, unless they say another."""
    layout: Literal["screens", "page"] = "screens"
    """One question a screen, or all on one page."""
    anonymous: bool = False
    """Whether answers are kept apart from who gave them."""
    theme: Theme = Theme()
    """How the pages look."""
    intro: Intro | None = None
    """What stands before the first question."""
    questions: tuple[Question, ...] = ()
    """What is asked, in order."""
    thanks: tuple[Thanks, ...] = ()
    """What stands after the last answer."""
    page: dict[Annotated[str, AfterValidator(_known_word)], Words] = Field(default_factory=dict)
    """What the page's own buttons and messages say, where not as shipped: ``next``…"""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        data = self.to_dict()
        broken = [f"{in_words(path, data)}: {said}" for path, said in broken_rules(data)]
        if broken:
            raise PydanticCustomError(RULES, "{broken}", {"broken": "; ".join(broken)})
        return self

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read the survey in the file at *path*.

        Raises:
            InvalidSurvey: with all that is wrong, each with line, column and what to do.
            OSError: when the file cannot be read.
        """
        path = Path(path)
        try:
            text = decode(path.read_bytes(), str(path))
        except InvalidCanvas as error:
            raise InvalidSurvey(error.problems) from None
        return cls.parse(text, name=str(path))

    @classmethod
    def parse(cls, text: str, *, name: str = "survey.yaml") -> Self:
        """Read a survey written in YAML; *name* is what errors call it.

        Raises:
            InvalidSurvey: with all that is wrong, each with line, column and what to do.
        """
        with _of_a_survey():
            return checked(cls, read(text, name), broken_rules)

    @classmethod
    def of(cls, data: Any) -> Self:
        """Return the survey that plain *data* is, as YAML would be read.

        Raises:
            InvalidSurvey: with all that is wrong; each problem's ``at`` says where in *data*.
        """
        with _of_a_survey():
            return checked(cls, Source("", data), broken_rules)

    def to_dict(self) -> dict[str, Any]:
        """Return the survey as plain data, defaults left out: `of` reads it back."""
        data = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {name: _whole(value) for name, value in data.items()}

    def to_yaml(self) -> str:
        """Return the survey as YAML; comments are not kept."""
        return dump(self.to_dict())

    def question(self, key: str) -> Question | None:
        """Return the question with this *key*, if there is one."""
        return next((each for each in self.questions if each.key == key), None)

    def say(self, words: Words | None, language: str) -> str:
        """Return *words* in *language*, else the survey's first, else any; "" for none."""
        if words is None or isinstance(words, str):
            return words or ""
        wanted = (language, *self.languages)
        return next((words[code] for code in wanted if code in words), None) or next(
            iter(words.values())
        )

    def touchpoint_of(self, question: Question) -> str | None:
        """Return the touchpoint that *question* is about."""
        return question.touchpoint or self.touchpoint


@contextmanager
def _of_a_survey() -> Iterator[None]:
    """Say of a survey what is said of whatever is written."""
    try:
        yield
    except InvalidCanvas as error:
        raise InvalidSurvey(error.problems) from None


def _whole(value: Any) -> Any:
    """Return plain data with numbers as they were written: 6, not 6.0."""
    match value:
        case dict():
            return {name: _whole(each) for name, each in value.items()}
        case list():
            return [_whole(each) for each in value]
        case float() if value.is_integer():
            return int(value)
    return value
