"""The third level: touchpoints and their promises, where the gap costs most first."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from parcours.core.canvas import Touchpoint
from parcours.core.figure import Figure
from parcours.core.gap import PromiseGap
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.report.sentences import quadrant_name
from parcours.core.words import say
from parcours.measure.domain import wording
from parcours.measure.domain.board import Board
from parcours.measure.domain.figures import figure_of

TONES: Final = {"fix": "bad", "wrong promise": "doubt", "works": "good"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One promise: its touchpoint, how it was kept in the period, and what it costs a year.

    ``kept`` and ``change`` are of the period, all else of all time.
    """

    touchpoint: str
    title: str
    url: str
    kept: Figure | None
    change: wording.Change | None
    bar: str
    is_low: bool
    missed: str
    felt_kept: Figure
    felt_broken: Figure
    returned_kept: Figure
    returned_broken: Figure
    value: Figure
    is_conclusive: bool
    quadrant: str
    tone: str

    @property
    def n(self) -> str:
        """How many cases of the period were decided, as it is written."""
        return numbers.count(self.kept.n if self.kept else 0)


def rows(board: Board) -> list[Row]:
    """Return the promises that the reader may see, the costliest first.

    Costs that may be chance come after those that are not; too few to tell comes last.
    """
    if board.gap is None:
        return []
    points = {p.promise: point for point, p in board.gap.canvas.promises()}
    known = board.told.get("promises", {})
    ranked = sorted(board.gap.promises, key=_rank)
    return [_row(each, board, points[each.promise], known.get(each.promise)) for each in ranked]


def _rank(each: PromiseGap) -> tuple[bool, bool, float]:
    figure = each.value.at_stake
    is_known = figure.evidence != "too few" and figure.value is not None
    return not is_known, not each.value.is_conclusive, -(figure.value or 0.0)


def _row(  # noqa: PLR0917 - a gap, its page, its place, its period
    each: PromiseGap, board: Board, point: Touchpoint, told: dict[str, Any] | None
) -> Row:
    drawn = board.gap.canvas if board.gap else None
    assert drawn is not None
    kept = figure_of(told["now"]) if told else None
    share = kept.value if kept is not None and kept.evidence != "too few" else None
    return Row(
        touchpoint=say(point.title, language()),
        title=say(drawn.promise(each.promise).title, language()),
        url=reverse("map:promise", args=[board.asked.slug, each.promise]),
        kept=kept,
        change=wording.change(told["change"], None, is_proved=told["is_proved"])
        if told
        else None,
        bar=f"{100 * (share or 0.0):.1f}",
        is_low=share is not None and share < drawn.thresholds.kept,
        missed=wording.missed(each.breach, drawn.currency),
        felt_kept=each.felt_kept,
        felt_broken=each.felt_broken,
        returned_kept=each.returned_kept,
        returned_broken=each.returned_broken,
        value=each.value.at_stake,
        is_conclusive=each.value.is_conclusive,
        quadrant=quadrant_name(each.quadrant),
        tone=TONES.get(each.quadrant, ""),
    )
