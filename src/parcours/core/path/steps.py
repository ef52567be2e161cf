"""A bucket's journeys laid end to end: where each begins, and what its steps are."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.pattern import Match, Pattern, Where
from parcours.core.selection import columns_of, select, touchpoint_of

By = Literal["activity", "touchpoint", "stage"]
Rows = NDArray[np.intp]

_MICROSECOND: Final = 1_000_000


@dataclass(frozen=True)
class Steps:
    """The journeys of whole customers (or cases), one after the other.

    ``step`` holds positions in ``names``, ``at`` microseconds since 1970 UTC, one value
    per event and ascending within a journey. ``starts`` are the rows at which a journey
    begins, ``begins`` those at which a customer (or case) does. ``exact`` tells whether
    the log is small enough to keep its waiting times.
    """

    names: list[str]
    step: NDArray[np.unsignedinteger]
    at: NDArray[np.int64]
    starts: Rows
    begins: Rows
    exact: bool = True

    def __len__(self) -> int:
        return len(self.at)

    @cached_property
    def lengths(self) -> Rows:
        """How many steps each journey has."""
        return np.diff(self.starts, append=len(self))

    @cached_property
    def journey(self) -> NDArray[np.int32]:
        """Number of the journey each step belongs to."""
        return np.repeat(np.arange(len(self.starts), dtype=np.int32), self.lengths)

    @cached_property
    def follows(self) -> NDArray[np.bool_]:
        """Whether a step has one before it in the same journey."""
        follows = np.ones(len(self), bool)
        follows[self.starts] = False
        return follows

    @property
    def last(self) -> Rows:
        """The row of each journey's last step."""
        return self.starts + self.lengths - 1

    def taken(self, keep: NDArray[np.bool_]) -> "Steps":
        """Return only the steps of *keep*; journeys left without any disappear."""
        upto = np.concatenate([[0], np.cumsum(keep)])

        def moved(rows: Rows) -> Rows:
            # Runs left empty start where the next one does.
            places = np.unique(upto[rows])
            left: Rows = places[places < upto[-1]]
            return left

        return replace(
            self,
            step=self.step[keep],
            at=self.at[keep],
            starts=moved(self.starts),
            begins=moved(self.begins),
        )

    def ranked(self, rank: NDArray[np.integer]) -> "Steps":
        """Return the steps with those of the same instant in the order of *rank*.

        Only instants count for what the canvas expects, never the order of rows.
        """
        tied = np.zeros(len(self), bool)
        tied[1:] = self.at[1:] == self.at[:-1]
        tied[self.begins] = False
        level = rank[self.step]
        if not np.any(level[1:][tied[1:]] < level[:-1][tied[1:]]):
            return self
        rows = np.flatnonzero(tied | np.append(tied[1:], False))
        instant = np.cumsum(~tied)[rows]
        step = self.step.copy()
        step[rows] = step[rows[np.lexsort((level[rows], instant))]]
        return replace(self, step=step)


@dataclass(frozen=True)
class View:
    """How events are read as journeys: whose, cut where, and which of them.

    ``gap`` is the silence, in seconds, after which a customer's next journey begins; a
    case is one journey.
    """

    match: Match = "customer"
    gap: float | None = None
    canvas: Canvas | None = None
    where: Where = field(default_factory=dict)

    def columns(self, by: set[By]) -> list[str]:
        """Return the columns that reading journeys *by* these needs."""
        patterns = [Pattern(activity=("any",), where=self.where)]
        if self.canvas is not None and by - {"activity"}:
            patterns += [
                each for _, point in self.canvas.touchpoints() for each in point.events
            ]
        needed = columns_of(*patterns) | ({"case_id"} if self.match == "case" else set())
        return sorted(needed)


@dataclass
class Cutting:
    """One bucket's events, cut once however many questions are asked."""

    events: Events
    view: View
    exact: bool

    def steps(self, by: By) -> Steps:
        """Return the journeys as steps through activities, touchpoints or stages."""
        if by == "activity":
            return self._named(self.events.activities, self.events.activity[self._rows])
        canvas = self.view.canvas
        assert canvas is not None
        names = names_on(canvas, by)
        point = self._touchpoint[self._rows]
        # The last one is found by -1, the place of what is not on the canvas.
        code = point if by == "touchpoint" else np.append(stage_of(canvas), -1)[point]
        mapped = code >= 0
        return self._named(names, np.where(mapped, code, 0)).taken(mapped)

    def _named(self, names: list[str], code: NDArray[np.integer]) -> Steps:
        # Two bytes at most sort by radix, ten times faster.
        small = np.min_scalar_type(max(len(names) - 1, 0))
        step = code.astype(small, copy=False)
        return Steps(names, step, self._at, self._starts, self._begins, self.exact)

    @cached_property
    def _touchpoint(self) -> NDArray[np.integer]:
        assert self.view.canvas is not None
        return touchpoint_of(self.events, self.view.canvas)

    @cached_property
    def _kept(self) -> Rows | slice:
        """Rows that ``where`` keeps."""
        if not self.view.where:
            return slice(None)
        any_activity = Pattern(activity=tuple(self.events.activities) or ("none",))
        return select(self.events, any_activity, self.view.where)

    @cached_property
    def _case(self) -> NDArray[np.uint64]:
        """The case as 64 bits: two cases of one customer meet once in 10^19."""
        return self.events.frame["case_id"].hash().to_numpy()

    @cached_property
    def _rows(self) -> Rows | slice:
        """Rows in the order of journeys."""
        kept = self._kept
        if self.view.match == "customer":
            return kept
        has_case = self.events.frame["case_id"].is_not_null().to_numpy()
        rows = np.arange(len(self.events))[kept]
        rows = rows[has_case[rows]]
        order: Rows = rows[np.lexsort((self._case[rows], self.events.customer[rows]))]
        return order

    @cached_property
    def _at(self) -> NDArray[np.int64]:
        return self.events.at[self._rows]

    @cached_property
    def _changes(self) -> NDArray[np.bool_]:
        """Whether a row is of another customer, or case, than the one before."""
        changes = _differs(self.events.customer[self._rows])
        if self.view.match == "case":
            changes |= _differs(self._case[self._rows])
        return changes

    @cached_property
    def _begins(self) -> Rows:
        return np.flatnonzero(self._changes)

    @cached_property
    def _starts(self) -> Rows:
        gap = self.view.gap
        if self.view.match == "case" or gap is None:
            return self._begins
        cuts = self._changes.copy()
        cuts[1:] |= np.diff(self._at) > gap * _MICROSECOND
        return np.flatnonzero(cuts)


def _differs(values: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
    differs = np.ones(len(values), bool)
    differs[1:] = values[1:] != values[:-1]
    return differs


def names_on(canvas: Canvas, by: By) -> list[str]:
    """Return the canvas's touchpoints, or its stages, in order."""
    if by == "touchpoint":
        return [point.touchpoint for _, point in canvas.touchpoints()]
    return [stage.stage for stage in canvas.stages]


def stage_of(canvas: Canvas) -> NDArray[np.intp]:
    """Return for each touchpoint the position of its stage."""
    place = {stage.stage: position for position, stage in enumerate(canvas.stages)}
    return np.array([place[stage.stage] for stage, _ in canvas.touchpoints()], np.intp)
