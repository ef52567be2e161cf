"""What customers' own words say on the dashboard: what weighs on NPS, what rose."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from parcours.core.figure import Figure
from parcours.core.report import numbers
from parcours.listen.domain.verbatims import naming
from parcours.listen.domain.verbatims.asking import Asked
from parcours.listen.domain.verbatims.complaining import TOUCHPOINT, Alert, alerts
from parcours.measure.domain.board import Board
from parcours.measure.domain.figures import figure_of

HEAVIEST: Final = 3
MOST_ALERTS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Weight:
    """A driver: which share of how scores differ it explains, what praise and blame move.

    ``reward`` and ``penalty`` are points of the score in words, empty where nobody praised
    or blamed, or too few. ``width`` is percent of a bar: its part of what all explain.
    """

    title: str
    share: Figure | None
    reward: str
    penalty: str
    url: str
    width: str


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The heaviest drivers, of how many answers; none below a hundred.

    ``is_nps`` says whether scores are recommendations, else what was felt, 1 to 5.
    """

    is_nps: bool
    n: str
    explained: Figure | None
    heaviest: list[Weight]


def weights(board: Board) -> Weights | None:
    """Return what weighs on NPS, of all answers until now; null while it is computed."""
    told = board.weights.payload if board.weights else None
    if told is None:
        return None
    explained = figure_of(told.get("explained"))
    whole = (explained and explained.value) or 1
    return Weights(
        is_nps=told.get("opinion") != "felt",
        n=numbers.count(told["n"]),
        explained=explained,
        heaviest=[_weight(each, whole) for each in told.get("weights", ())[:HEAVIEST]],
    )


def _weight(told: dict[str, Any], whole: float) -> Weight:
    share = figure_of(told["share"])
    part = ((share and share.value) or 0) / whole
    return Weight(
        title=naming.drivers()[told["name"]],
        share=share,
        reward=_moves(figure_of(told["reward"])),
        penalty=_moves(figure_of(told["penalty"])),
        url=reverse("verbatims:verbatims") + Asked(driver=(told["name"],)).query,
        width=f"{100 * min(1, max(0, part)):.1f}",
    )


def _moves(points: Figure | None) -> str:
    if points is None or points.evidence == "too few":
        return ""
    return numbers.reading(points, signed=True)


def complaints(board: Board) -> list[Alert]:
    """Return what is complained of more than before, as far as the reader may know it.

    That of a touchpoint is of the dashboard's canvas, and not told to who is asked blind.
    """
    canvas = board.asked.canvas
    here = f"{TOUCHPOINT}{canvas.pk}" if canvas else ""
    rows = [
        row
        for row in (board.risen.payload if board.risen else ())
        if not row["facet"].startswith(TOUCHPOINT)
        or (row["facet"] == here and row["value"] not in board.hidden)
    ]
    return alerts(rows[:MOST_ALERTS], Asked(), places=naming.touchpoints(board.member))
