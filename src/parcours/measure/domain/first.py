"""The three things everyone sees first: what is worst, what changed, what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from parcours.core.figure import Figure
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.words import say
from parcours.map.domain.blind import team_of
from parcours.measure.domain import wording, words
from parcours.measure.domain.board import Board
from parcours.measure.domain.definitions import BY_NAME
from parcours.measure.domain.figures import figure_of
from parcours.measure.domain.touchpoints import Row
from parcours.people.models import Team

SHOWN: Final = 5
WORST: Final = 3


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure that changed, proved, or whose last week was an unusual one."""

    title: str
    url: str
    text: str
    tone: str = ""
    direction: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A promise that waits for someone: late, soon, or later."""

    touchpoint: str
    title: str
    url: str
    team: str
    late: int
    soon: int
    is_own: bool


def worst(rows: list[Row]) -> list[Row]:
    """Return the promises whose breaking costs most, among the costs that are proved."""
    costly = [row for row in rows if row.is_conclusive and (row.value.value or 0) > 0]
    return costly[:WORST]


def changed(board: Board) -> list[Moved]:
    """Return what is complained of more, what differs from the period before, unusual weeks."""
    if not board.told:
        return []
    return [*_complained(board), *_differing(board), *_unusual(board)]


def due(board: Board) -> list[Due]:
    """Return the promises with cases late or due within a day, the reader's team's first."""
    if board.waiting is None or board.asked.canvas is None:
        return []
    names = dict(Team.objects.values_list("key", "name"))
    teams = set(board.member.teams.values_list("key", flat=True)) if board.member else set()
    counts = board.waiting.payload["promises"]
    found = [
        Due(
            touchpoint=say(point.title, language()),
            title=say(promise.title, language()),
            url=reverse("map:promise", args=[board.asked.slug, promise.promise]),
            team=names.get(team_of(point), point.owner or ""),
            late=counts[promise.promise].get("late", 0),
            soon=counts[promise.promise].get("soon", 0),
            is_own=team_of(point) in teams,
        )
        for point, promise in board.asked.canvas.parsed().promises()
        if promise.promise in counts and point.touchpoint not in board.hidden
    ]
    waiting = [each for each in found if each.late or each.soon]
    return sorted(waiting, key=lambda each: (not each.is_own, -each.late, -each.soon))


def _complained(board: Board) -> Iterator[Moved]:
    for each in words.complaints(board):
        yield Moved(
            title=_("Complaints: {driver}, {place}").format(
                driver=each.driver.lower(), place=each.place
            ),
            url=reverse("verbatims:verbatims") + each.query,
            text=_("{times} times as often (at least {low})").format(
                times=numbers.decimal(each.times), low=numbers.decimal(each.times_low)
            ),
            tone="bad",
            direction="up",
        )


def _differing(board: Board) -> Iterator[Moved]:
    for name, told in board.told["metrics"].items():
        change = wording.change(told["change"], BY_NAME[name], is_proved=told["is_proved"])
        if change is None or not change.is_proved:
            continue
        line = board.line(name)
        yield Moved(
            title=line.title,
            url=reverse("measure:metric", args=[name]) + board.asked.query(),
            text=f"{change.text} {change.interval}",
            tone=change.tone,
            direction=change.direction,
        )


def _unusual(board: Board) -> Iterator[Moved]:
    for name, told in board.told["metrics"].items():
        whole = [(start, kept) for start, kept, is_whole in told["weeks"] if is_whole]
        figure = figure_of(whole[-1][1]) if whole else None
        if not told["is_unusual"] or figure is None:
            continue
        low, high = (numbers.value(_like(figure, end)) for end in told["usual"])
        yield Moved(
            title=board.line(name).title,
            url=reverse("measure:metric", args=[name]) + board.asked.query(),
            text=_("{value} in the last whole week; usually {low} to {high}").format(
                value=numbers.value(figure), low=low, high=high
            ),
        )


def _like(figure: Figure, value: float) -> Figure:
    return Figure(value=value, n=figure.n, unit=figure.unit, definition=figure.definition,
                  currency=figure.currency)  # fmt: skip
