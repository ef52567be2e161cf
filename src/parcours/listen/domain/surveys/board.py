"""A survey's draft as the builder shows it: a card a question, with what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.core.language import language
from parcours.core.survey import InvalidSurvey
from parcours.core.survey import Survey as Definition
from parcours.core.survey.page import shipped, shipped_in
from parcours.core.survey.questions import KINDS, OTHER
from parcours.core.written.problem import Problem
from parcours.listen.domain.surveys.drafting import Draft, Part, conditions, languages_of
from parcours.listen.domain.surveys.offered import offered_by, told
from parcours.listen.domain.surveys.untold import language_name, untold
from parcours.listen.models import Survey
from parcours.map.domain.canvases import in_use

_ICONS: Final = {
    "nps": "gauge", "csat": "smile", "ces": "zap", "choice": "circle-check",
    "choices": "list-checks", "matrix": "table", "moments": "route", "text": "message-square",
    "picture": "image", "consent": "check-check",
}  # fmt: skip
_WITH_WORDS: Final = {
    "nps": ("low", "high"), "csat": ("low", "high"), "ces": ("low", "high"),
    "moments": ("low", "high"), "choice": ("other",), "choices": ("other",),
}  # fmt: skip
_LISTS: Final[Mapping[str, Callable[[], str]]] = {
    "options": lambda: _("Write at least one option."),
    "rows": lambda: _("Write at least one row."),
    "columns": lambda: _("Write at least one column."),
    "moments": lambda: _("Choose at least one touchpoint."),
}
_WHERE: Final[Mapping[str, Callable[[], str]]] = {
    "title": lambda: _("Title"),
    "languages": lambda: _("Languages"),
    "theme": lambda: _("Look"),
    "intro": lambda: _("Greeting"),
    "thanks": lambda: _("Thank you"),
    "page": lambda: _("Buttons and messages of the page"),
}


@dataclass(frozen=True)
class Said:
    """A text in one language: the field it is written in, what it says, or else would."""

    name: str
    language: str
    value: str
    otherwise: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text of the survey, with a field for each language."""

    label: str
    texts: list[Said]
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An option, a row or a column: the fields of its key and its words."""

    name: str
    key: str
    texts: list[Said]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list that can be written: its lines, and an empty one to go on with."""

    name: str
    label: str
    lines: list[Line]
    blank: Line


@dataclass(frozen=True, kw_only=True)
class Card:
    """A question as the builder shows it."""

    key: str
    kind: str
    kind_title: str
    icon: str
    title: str
    question: Part
    words: list[Words]
    lists: list[Listed]
    ends: list[Words]
    join: str
    conditions: list[Part] | None
    earlier: list[tuple[str, str]]
    answers: list[str]
    problems: list[str]


@dataclass(frozen=True, kw_only=True)
class Thanking:
    """One thank you: its fields begin with ``inside``; ``conditions`` is null if nested."""

    label: str
    inside: str
    words: list[Words]
    link: str
    join: str
    conditions: list[Part] | None


@dataclass(frozen=True, kw_only=True)
class Board:
    """The whole draft: its cards, its other texts, and what is wrong with these.

    ``asked`` is what a condition can be about at the end, ``answers`` what it can name;
    ``untold`` the languages that lack texts, and how many.
    """

    draft: Draft
    languages: list[str]
    cards: list[Card]
    whole: list[Words]
    thanks: list[Thanking]
    page: list[Words]
    asked: list[tuple[str, str]]
    answers: list[str]
    untold: list[tuple[str, int]]
    problems: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many things there are to put right."""
        return len(self.problems) + sum(len(each.problems) for each in self.cards)


def kinds() -> list[tuple[str, str, str]]:
    """Return each kind of question: its name, its words, its pictogram."""
    told = {
        "nps": _("Recommendation (NPS)"),
        "csat": _("Satisfaction (CSAT)"),
        "ces": _("Effort (CES)"),
        "choice": _("One choice"),
        "choices": _("Several choices"),
        "matrix": _("Table"),
        "moments": _("Moments of the journey"),
        "text": _("Their own words"),
        "picture": _("Picture"),
        "consent": _("Consent"),
    }
    return [(kind, told[kind], _ICONS[kind]) for kind in KINDS]


def board(survey: Survey) -> Board:
    """Return the draft of *survey* as the builder shows it."""
    draft: Draft = survey.draft
    problems = _problems(draft)
    cards = [
        _card(draft, place, [_said(each, draft) for each in problems if _is_at(each, place)])
        for place, _question in enumerate(draft.get("questions", ()))
    ]
    rest = [
        _said(each, draft)
        for each in problems
        if each.at[:1] != ("questions",) or len(each.at) < 2
    ]
    return Board(
        draft=draft,
        languages=languages_of(draft),
        cards=cards,
        whole=_whole(draft),
        thanks=_thanks(draft),
        page=_page(draft),
        asked=_earlier(draft, len(cards)),
        answers=_answers(draft, len(cards)),
        untold=[(language_name(code), count) for code, count in untold(draft)],
        problems=rest,
    )


def touchpoints() -> dict[str, Any]:
    """Return the words of each touchpoint of the canvases in use, by its id."""
    return {
        point.touchpoint: point.title
        for canvas in in_use()
        for _stage, point in canvas.parsed().touchpoints()
    }


def stages() -> dict[str, Any]:
    """Return the words of each stage of the canvases in use, by its id."""
    return {
        stage.stage: stage.title
        for canvas in in_use()
        for stage, _point in canvas.parsed().touchpoints()
    }


def texts(part: Part, name: str, languages: Sequence[str], *, inside: str = "") -> list[Said]:
    """Return the fields of one text of *part*, one per language."""
    words = part.get(name)
    if isinstance(words, str):
        words = {languages[0]: words}
    held = words or {}
    return [Said(f"{inside}{name}.{code}", code, str(held.get(code, ""))) for code in languages]


def _page(draft: Draft) -> list[Words]:
    """Return what the page itself says, each word with what it says unless worded here."""
    languages, held = languages_of(draft), draft.get("page") or {}
    return [
        Words(
            label=shipped_in(key, language()) or shipped_in(key, "en"),
            texts=[
                replace(each, otherwise=shipped_in(key, each.language))
                for each in texts(held, key, languages, inside="page.")
            ],
        )
        for key in shipped()
    ]


def _problems(draft: Draft) -> tuple[Problem, ...]:
    try:
        Definition.of(draft)
    except InvalidSurvey as error:
        return error.problems
    return ()


def _said(problem: Problem, draft: Draft) -> str:
    """Return what is wrong in the builder's words, where a file would name its fields."""
    at = problem.at
    if len(at) == 3 and at[0] == "questions" and at[2] in _LISTS:
        question: Part = draft["questions"][at[1]]
        if not question.get(str(at[2])):
            return _LISTS[str(at[2])]()
    where = _WHERE.get(str(at[0]) if at else "")
    if where is None:
        return problem.message
    return _("%(where)s: %(what)s") % {"where": where(), "what": problem.message}


def _is_at(problem: Problem, place: int) -> bool:
    return problem.at[:2] == ("questions", place)


def _card(draft: Draft, place: int, problems: list[str]) -> Card:
    question: Part = draft["questions"][place]
    languages, kind = languages_of(draft), str(question.get("kind", ""))
    shown = conditions(question, draft)
    title = next((each.value for each in texts(question, "title", languages) if each.value), "")
    return Card(
        key=str(question.get("key", "")),
        kind=kind,
        kind_title=next((words for name, words, _icon in kinds() if name == kind), kind),
        icon=_ICONS.get(kind, "circle-help"),
        title=title,
        question=question,
        words=[
            Words(label=_label(name), texts=texts(question, name, languages))
            for name in ("title", "help")
        ],
        lists=[_listed(question, name, languages) for name in _lists_of(kind)],
        ends=[
            Words(label=_label(name), texts=texts(question, name, languages))
            for name in _WITH_WORDS.get(kind, ())
        ],
        join=shown[0] if shown else "all",
        conditions=shown[1] if shown else None,
        earlier=_earlier(draft, place),
        answers=_answers(draft, place),
        problems=problems,
    )


def _whole(draft: Draft) -> list[Words]:
    languages, intro = languages_of(draft), draft.get("intro") or {}
    return [
        Words(label=_("Title"), texts=texts(draft, "title", languages)),
        Words(label=_("Greeting"), texts=texts(intro, "title", languages, inside="intro.")),
        Words(
            label=_("What it is for, how long it takes"),
            texts=texts(intro, "text", languages, inside="intro."),
        ),
    ]


def _thanks(draft: Draft) -> list[Thanking]:
    """Return each thank you, and an empty one to go on with."""
    held = [each for each in draft.get("thanks") or () if isinstance(each, dict)]
    return [_thanking(each, n, draft) for n, each in enumerate([*held, {}])]


def _thanking(part: Part, place: int, draft: Draft) -> Thanking:
    inside, shown = f"thanks.{place}.", conditions(part, draft)
    told = {
        "title": _("Thank you"),
        "text": _("What happens next"),
        "link_title": _("What the link says"),
    }
    return Thanking(
        label=_("Thanks, the first whose condition holds") if part else _("Other thanks"),
        inside=inside,
        words=[
            Words(label=label, texts=texts(part, name, languages_of(draft), inside=inside))
            for name, label in told.items()
        ],
        link=str(part.get("link", "")),
        join=shown[0] if shown else "all",
        conditions=shown[1] if shown else None,
    )


def _lists_of(kind: str) -> tuple[str, ...]:
    if kind == "matrix":
        return ("rows", "columns")
    return ("options",) if kind in {"choice", "choices"} else ()


def _listed(question: Part, name: str, languages: Sequence[str]) -> Listed:
    held = [each for each in question.get(name, ()) if isinstance(each, dict)]
    lines = [_line(each, f"{name}.{n}.", languages) for n, each in enumerate(held)]
    return Listed(
        name=name,
        label=_label(name),
        lines=lines,
        blank=_line({}, f"{name}.{len(lines)}.", languages),
    )


def _line(option: Part, inside: str, languages: Sequence[str]) -> Line:
    found = texts(option, "title", languages, inside=inside)
    return Line(name=f"{inside}key", key=str(option.get("key", "")), texts=found)


def _earlier(draft: Draft, place: int) -> list[tuple[str, str]]:
    """Return what a condition can be about: earlier questions, and their rows."""
    languages = languages_of(draft)
    found: list[tuple[str, str]] = []
    for question in draft.get("questions", ())[:place]:
        key = str(question.get("key", ""))
        title = _in_short(texts(question, "title", languages), key)
        rows = [*question.get("rows", ()), *question.get("moments", ())]
        found += [
            (f"{key}/{row['key']}", f"{title} – {_in_short(texts(row, 'title', languages))}")
            for row in rows
            if isinstance(row, dict) and "key" in row
        ] or [(key, title)]
    return found


def _answers(draft: Draft, place: int) -> list[str]:
    """Return what the questions before *place* offer, in words that a condition can name."""
    asked = [
        each for each in draft.get("questions", ())[:place] if each.get("kind") != "matrix"
    ]
    told_of = [(offered, set(offered.values())) for offered in map(offered_by, asked)]
    every = (told(kept, offered) for offered, values in told_of for kept in values)
    return sorted(set(every))


def _in_short(said: Iterable[Said], otherwise: str = "") -> str:
    text = next((each.value for each in said if each.value), otherwise)
    return text if len(text) <= 50 else f"{text[:49]}…"


def _label(name: str) -> str:
    return {
        "title": _("Question"),
        "help": _("A line below it"),
        "low": _("At the lowest score"),
        "high": _("At the highest score"),
        OTHER: _("A last option, with a field to say which"),
        "options": _("Options"),
        "rows": _("Rows"),
        "columns": _("Columns"),
    }[name]
