"""The third level: touchpoints and their promises, where the gap costs most first."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from parcours.core.canvas import Canvas, Touchpoint
from parcours.core.figure import Figure
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.report.sentences import quadrant_name
from parcours.core.words import say
from parcours.measure.domain import wording
from parcours.measure.domain.board import Board
from parcours.measure.domain.figures import figure_of

Plain = dict[str, Any]

_FIGURES: Final = ("felt_kept", "felt_broken", "returned_kept", "returned_broken")
_NOTHING: Final[Plain] = {"now": None, "change": None, "is_proved": False}
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
    if board.asked.canvas is None:
        return []
    drawn = board.asked.canvas.parsed()
    points = {promise.promise: point for point, promise in drawn.promises()}
    known = board.told.get("promises", {})
    # A segment that a promise never concerned has nothing to say of it.
    met = [each for each in board.promises if each["kept"]["n"] or not board.asked.where]
    ranked = sorted(met, key=_rank)
    return [
        _row(each, Of(drawn, board.asked.slug, points[each["promise"]]),
             told=known.get(each["promise"], _NOTHING))
        for each in ranked
    ]  # fmt: skip


@dataclass(frozen=True)
class Of:
    """Where a promise is made."""

    drawn: Canvas
    slug: str
    point: Touchpoint


def _rank(each: Plain) -> tuple[bool, bool, float]:
    figure = _figure(each["value"]["at_stake"])
    is_known = figure.evidence != "too few" and figure.value is not None
    return not is_known, not each["value"]["is_conclusive"], -(figure.value or 0.0)


def _row(each: Plain, of: Of, *, told: Plain) -> Row:
    kept = figure_of(told["now"])
    share = kept.value if kept is not None and kept.evidence != "too few" else None
    return Row(
        touchpoint=say(of.point.title, language()),
        title=say(of.drawn.promise(each["promise"]).title, language()),
        url=reverse("map:promise", args=[of.slug, each["promise"]]),
        kept=kept,
        change=wording.change(told["change"], None, is_proved=told["is_proved"]),
        bar=f"{100 * (share or 0.0):.1f}",
        is_low=share is not None and share < of.drawn.thresholds.kept,
        missed=wording.missed(each["breach"], of.drawn.currency),
        value=_figure(each["value"]["at_stake"]),
        is_conclusive=each["value"]["is_conclusive"],
        quadrant=quadrant_name(each["quadrant"]),
        tone=TONES.get(each["quadrant"], ""),
        **{name: _figure(each[name]) for name in _FIGURES},
    )


def _figure(kept: Plain) -> Figure:
    # Its note is a message of many parts that this page does not show.
    figure = figure_of(kept | {"note": ""})
    assert figure is not None
    return figure
