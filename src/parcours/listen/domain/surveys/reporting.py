"""The results of a survey as a page shows them: titles in the reader's language, changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parcours.core.figure import Figure
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.survey import Survey as Definition
from parcours.core.survey.piping import for_anyone
from parcours.core.survey.questions import OTHER, Asked, offered_by, rows_of
from parcours.core.survey.weighting import Hindrance
from parcours.listen.domain.surveys.board import kinds
from parcours.listen.domain.surveys.segments import segments, values
from parcours.map.domain.plain import figure_of
from parcours.ui.chart import Chart

Plain = Mapping[str, Any]
NAMES: Final = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}


@dataclass(frozen=True, kw_only=True)
class Score:
    """A figure of a question, or of a row of it; ``change`` is null where nothing is proved."""

    title: str
    raw: Figure
    weighted: Figure | None
    effective: float | None
    change: str
    is_better: bool


@dataclass(frozen=True, kw_only=True)
class Share:
    """How often an option, or a score, was given."""

    row: str
    title: str
    count: int
    raw: Figure
    weighted: Figure | None

    @property
    def level(self) -> str:
        """The share as a bar has it, 0 where it may not be shown."""
        is_shown = self.raw.evidence != "too few"
        return f"{self.raw.value or 0:.4f}" if is_shown else "0"


@dataclass(frozen=True, kw_only=True)
class Kano:
    """How people class a thing: what it is to most, how many say what, what it moves."""

    title: str
    is_clear: bool
    counts: list[tuple[str, int]]
    better: Figure
    worse: Figure


@dataclass(frozen=True, kw_only=True)
class Card:
    """A question and what was answered."""

    key: str
    kind: str
    kind_title: str
    title: str
    answered: int
    scores: list[Score]
    shares: list[Share]
    trend: Chart | None
    kano: Kano | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """The scores of a part of the answers, in the order of the headings."""

    title: str
    responses: int
    figures: list[Figure | None]


def cards(definition: Definition, payload: Plain) -> list[Card]:
    """Return each question's card, in the survey's order."""
    words = {name: title for name, title, _icon in kinds()}
    told = {each["question"]: each for each in payload["questions"]}
    return [
        _card(definition, question, told[question.key], words=words, payload=payload)
        for question in definition.questions
        if question.key in told
    ]


def headings(definition: Definition, payload: Plain) -> list[tuple[str, str]]:
    """Return the questions that a part of the answers has a figure of: keys and titles."""
    asked = [key for part in payload["split"] for key in part["figures"]]
    return [
        (each.key, NAMES.get(each.kind, "") or definition.say(each.title, language()))
        for each in definition.questions
        if each.key in asked
    ]


def parts(definition: Definition, payload: Plain, by: str) -> list[Part]:
    """Return the parts of the answers, the largest first."""
    heads = [key for key, _title in headings(definition, payload)]
    question = definition.question(by)
    if question:
        titles = options_of(definition, question)
    else:
        titles = values(by, [each["value"] for each in payload["split"]])
    return [
        Part(
            title=titles.get(each["value"], each["value"]),
            responses=each["responses"],
            figures=[_figure(each["figures"].get(key)) for key in heads],
        )
        for each in payload["split"]
    ]


def hindrance(payload: Plain) -> str:
    """Return why the answers are not weighted, in words; empty where nothing hinders."""
    told = payload["problem"]
    if not told or isinstance(told, str):  # As results of before have it.
        return told or ""
    name = told["name"]
    said = {
        "name": segments().get(name, name),
        "values": (*values(name, told["values"]).values(),),
    }
    return str(Hindrance(**told | said))


def splits(definition: Definition, payload: Plain) -> list[tuple[str, str]]:
    """Return what the answers can be parted by: segments that differ, questions to choose."""
    titles = segments()
    found = [(key, titles[key]) for key, values in payload["segments"].items() if values]
    return found + [
        (each.key, title_of(definition, each))
        for each in definition.questions
        if each.kind in {"choice", "choices"}
    ]


def _card(
    definition: Definition,
    question: Asked,
    told: Plain,
    *,
    words: Mapping[str, str],
    payload: Plain,
) -> Card:
    rows = {each.key: definition.say(each.title, language()) for each in rows_of(question)}
    title = title_of(definition, question)
    return Card(
        key=question.key,
        kind=question.kind,
        kind_title=words[question.kind],
        title=title,
        answered=told["answered"],
        scores=[_score(each, rows) for each in told["figures"]],
        shares=_shares(told["shares"], rows, options_of(definition, question)),
        trend=_trend(question.key, title, payload["trends"].get(question.key, ())),
        kano=_kano(payload["kano"].get(question.key)),
    )


def _kano(told: Plain | None) -> Kano | None:
    if told is None or not told["category"]:
        return None
    words = {
        "A": pgettext("Kano", "Delights, and nobody misses it"),
        "O": pgettext("Kano", "The more the better"),
        "M": pgettext("Kano", "Must be there"),
        "I": pgettext("Kano", "Indifferent"),
        "R": pgettext("Kano", "Better without"),
        "Q": pgettext("Kano", "Contradictory"),
    }
    return Kano(
        title=words[told["category"]],
        is_clear=told["is_clear"],
        counts=[(words[each], n) for each, n in told["counts"].items()],
        better=figure_of(told["better"]),
        worse=figure_of(told["worse"]),
    )


def title_of(definition: Definition, question: Asked) -> str:
    """Return a question as everyone was asked it."""
    return for_anyone(definition.say(question.title, language()))


def _score(told: Plain, rows: Mapping[str, str]) -> Score:
    change = _figure(told["change"])
    is_proved = change is not None and change.is_one_sided
    return Score(
        title=rows.get(told["row"] or "", ""),
        raw=figure_of(told["raw"]),
        weighted=_figure(told["weighted"]),
        effective=told["effective"],
        change=numbers.reading(change, signed=True) if is_proved else "",
        is_better=change is not None and (change.value or 0) > 0,
    )


def _shares(
    told: Iterable[Plain], rows: Mapping[str, str], options: Mapping[str, str]
) -> list[Share]:
    return [
        Share(
            row=rows.get(each["row"] or "", ""),
            title=options.get(each["option"], each["option"]),
            count=each["count"],
            raw=figure_of(each["raw"]),
            weighted=_figure(each["weighted"]),
        )
        for each in told
    ]


def options_of(definition: Definition, question: Asked) -> dict[str, str]:
    """Return the words of each option, those that are no longer offered left as keys."""
    found = {each.key: definition.say(each.title, language()) for each in offered_by(question)}
    other = getattr(question, "other", None)
    return found | ({OTHER: definition.say(other, language())} if other else {})


def _figure(kept: Any) -> Figure | None:
    return figure_of(kept) if kept else None


def _trend(key: str, title: str, months: Sequence[tuple[str, Any]]) -> Chart | None:
    told = [(_month(date.fromisoformat(start)), figure_of(kept)) for start, kept in months]
    heading = _("Month")
    return banded(f"trend-{key}", _("Month by month"), title, told=told, heading=heading)


def banded(
    key: str,
    title: str,
    name: str,
    *,
    told: Sequence[tuple[str, Figure | None]],
    heading: str,
) -> Chart | None:
    """Return figures in time as a line with its band; null below two that may be shown.

    Args:
        key: the chart's.
        title: the chart's.
        name: what the line shows.
        told: each period in words, and its figure.
        heading: what a period is.
    """
    known = [(when, each) for when, each in told if each and each.evidence != "too few"]
    if len(known) < 2:
        return None
    return Chart(
        key=key,
        title=title,
        option={
            "grid": {"left": 8, "right": 18, "top": 12, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "category", "data": [when for when, _each in known]},
            "yAxis": {"type": "value", "scale": True},
            "series": _series(name, known),
        },
        columns=[heading, _("Value"), _("Interval (95%)"), "n"],
        rows=[
            [when, numbers.value(each), numbers.interval(each), str(each.n)]
            for when, each in known
        ],
    )


def _series(name: str, known: Sequence[tuple[str, Figure]]) -> list[dict[str, Any]]:
    """Return the line, and the two that make its band."""
    factor = 100 if known[0][1].unit == "share" else 1
    ends = [(each.low or 0.0, each.high or 0.0) for _when, each in known]
    band = {
        "type": "line", "stack": "band", "silent": True, "symbol": "none",
        "stackStrategy": "all", "lineStyle": {"opacity": 0}, "tooltip": {"show": False},
    }  # fmt: skip
    points = [
        {"value": factor * (each.value or 0), "tip": f"{when} — {numbers.reading(each)}"}
        for when, each in known
    ]
    return [
        band | {"data": [factor * low for low, _high in ends]},
        band | {"data": [factor * (high - low) for low, high in ends],
                "areaStyle": {"color": "brand", "opacity": 0.16}},
        {"type": "line", "name": name, "data": points, "symbolSize": 7,
         "lineStyle": {"color": "brand", "width": 2.5}, "itemStyle": {"color": "brand"}},
    ]  # fmt: skip


def _month(start: date) -> str:
    return date_format(start, "YEAR_MONTH_FORMAT")
