"""The waves of a survey as a page shows them: side by side, with what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.survey import Survey as Definition
from parcours.core.survey.questions import Asked, rows_of
from parcours.listen.domain.surveys.reporting import NAMES, banded, options_of, title_of
from parcours.listen.domain.surveys.segments import values
from parcours.map.domain.plain import figure_of
from parcours.ui.chart import Chart

Plain = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What changed, where it is proved: in words, and whether upwards."""

    words: str
    is_more: bool


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure of one wave, and its proved changes since the one before and the first."""

    figure: Figure | None
    before: Change | None
    first: Change | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A score, or an option, in each wave."""

    title: str
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A question wave by wave. ``is_scored``: more is better, and less is worse."""

    key: str
    title: str
    answered: list[int]
    rows: list[Row]
    is_scored: bool
    chart: Chart | None


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A wave: its first day, how many answered, the response rate of those asked by name."""

    key: str
    title: str
    responses: int
    invited: int
    response: Cell


def waves(payload: Plain) -> list[Wave]:
    """Return the waves, the first one first."""
    titles = values("wave", [each["wave"] for each in payload["waves"]])
    return [
        Wave(
            key=each["wave"],
            title=titles[each["wave"]],
            responses=each["responses"],
            invited=each["invited"],
            response=_cell(each["response"]),
        )
        for each in payload["waves"]
    ]


def tables(definition: Definition, payload: Plain) -> list[Table]:
    """Return each question with its figures in each wave, in the survey's order."""
    names = [each.title for each in waves(payload)]
    found = ((definition.question(each["question"]), each) for each in payload["questions"])
    return [
        _table(definition, question, told, names=names)
        for question, told in found
        if question is not None
    ]


def _table(
    definition: Definition, question: Asked, told: Plain, *, names: Sequence[str]
) -> Table:
    rows = {each.key: definition.say(each.title, language()) for each in rows_of(question)}
    options = options_of(definition, question)
    title = title_of(definition, question)
    shown = [
        Row(
            title=_titled(part, rows, options) or NAMES.get(question.kind, ""),
            cells=[_cell(each) for each in part["waves"]],
        )
        for part in told["parts"]
    ]
    is_scored = bool(told["parts"]) and told["parts"][0]["option"] is None
    return Table(
        key=question.key,
        title=title,
        answered=told["answered"],
        rows=shown,
        is_scored=is_scored and question.kind != "consent",
        chart=_chart(question.key, title, shown[0], names=names)
        if is_scored and len(shown) == 1
        else None,
    )


def _titled(part: Plain, rows: Mapping[str, str], options: Mapping[str, str]) -> str:
    row, option = rows.get(part["row"] or "", ""), part["option"]
    said = options.get(option, option) if option else ""
    return " – ".join(filter(None, (row, said)))


def _cell(told: Plain) -> Cell:
    return Cell(
        figure=figure_of(told["raw"]) if told["raw"] else None,
        before=_change(told["before"]),
        first=_change(told["first"]),
    )


def _change(told: Plain | None) -> Change | None:
    found = figure_of(dict(told)) if told else None
    if found is None or not found.is_one_sided:
        return None
    return Change(words=numbers.reading(found, signed=True), is_more=(found.value or 0) > 0)


def _chart(key: str, title: str, row: Row, *, names: Sequence[str]) -> Chart | None:
    told = [(name, cell.figure) for name, cell in zip(names, row.cells, strict=True)]
    return banded(f"waves-{key}", _("Wave by wave"), title, told=told, heading=_("Wave"))
