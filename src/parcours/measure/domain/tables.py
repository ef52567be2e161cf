"""The dashboard's tables as files: every figure with its interval, n and version."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from parcours.core.figure import Figure
from parcours.measure.domain.board import Board, Line
from parcours.measure.domain.touchpoints import Row

_FIGURE = ("value", "low", "high", "n", "unit", "evidence", "definition")
_OF_ROWS = ("kept", "felt_kept", "felt_broken", "returned_kept", "returned_broken", "value")

Table = list[list[str]]


def phases(board: Board) -> Table:
    """Return a row per figure of the phases and of all touchpoints; too few gives no value."""
    head = ["phase", "metric", "title", *_FIGURE, "change", "change_interval", "is_proved"]
    parts = [(phase.title, phase.lines) for phase in board.phases] + [("", board.service)]
    return [head, *(_line(title, line) for title, lines in parts for line in lines)]


def touchpoints(rows: Iterable[Row]) -> Table:
    """Return a row per promise; kept is of the period, all else of all time."""
    head = ["touchpoint", "promise", "quadrant"]
    for name in _OF_ROWS:
        head += [f"{name}_{part}" for part in ("value", "low", "high", "n")]
    return [
        [*head, "value_is_proved"],
        *(
            [
                row.touchpoint,
                row.title,
                row.quadrant,
                *(cell for name in _OF_ROWS for cell in _cells(getattr(row, name))[:4]),
                str(row.is_conclusive).lower(),
            ]
            for row in rows
        ),
    ]


def written(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV for spreadsheets; a text never turns into a formula there."""
    file = StringIO()
    writer = csv.writer(file)
    for row in rows:
        writer.writerow("'" + cell if cell[:1] in ("=", "@") else cell for cell in row)
    # The mark in front tells Excel that it is UTF-8.
    return "\ufeff" + file.getvalue()


def _line(phase: str, line: Line) -> list[str]:
    change = line.change
    said = (
        [change.text, change.interval, str(change.is_proved).lower()]
        if change
        else ["", "", ""]
    )
    return [phase, line.name, line.title, *_cells(line.figure), *said]


def _cells(figure: Figure | None) -> list[str]:
    if figure is None:
        return [""] * len(_FIGURE)
    is_shown = figure.evidence != "too few"
    numbers = [
        "" if number is None or not is_shown else f"{number:.6g}"
        for number in (figure.value, figure.low, figure.high)
    ]
    return [*numbers, str(figure.n), figure.unit, figure.evidence, figure.definition]
