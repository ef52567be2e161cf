"""The journeys of a log, and the questions one can ask about them."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal, get_args

import numpy as np

from parcours.core.canvas import Canvas
from parcours.core.duration import Duration
from parcours.core.events import Events
from parcours.core.kernel import Log, LogAsOf, as_log, run
from parcours.core.language import _
from parcours.core.path.conformance import Conformance, backward, conformance
from parcours.core.path.durations import Durations, durations, lengths
from parcours.core.path.follows import Follows, edges, graph
from parcours.core.path.funnel import Funnel, funnel, reached
from parcours.core.path.steps import By, Cutting, Steps, View, names_on, stage_of
from parcours.core.path.variants import Variants, named, together, ways
from parcours.core.path.visits import Visits, tally, visits
from parcours.core.pattern import Match, Where, conditions
from parcours.core.quantiles import EXACT_UP_TO
from parcours.core.refusal import Refused
from parcours.core.written.wording import choose

_MONTH = Duration(30, "d")


class NeedsCanvas(Refused):
    """The question is about touchpoints or stages, and no canvas was given."""


class UnknownLevel(Refused):
    """A funnel was asked for through a place that the canvas does not have."""


@dataclass(frozen=True)
class Question:
    """A kernel on the steps of one bucket, and what puts the buckets together."""

    by: By
    kernel: Callable[[Steps], Any]
    combine: Callable[[Sequence[Any]], Any]


@dataclass(frozen=True)
class Journeys:
    """The journeys of a log. Each answer is one pass over it, made once and then kept.

    ``overview`` asks everything that needs no further choice in a single pass.
    """

    log: Log
    view: View
    by: By = "activity"
    _answers: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def variants(self, *, top: int | None = 20, collapse: bool = False) -> Variants:
        """Return the *top* most frequent ways through the steps (null: all of them).

        With *collapse*, a step that follows itself counts once.
        """
        return named(self._answer("collapsed" if collapse else "variants"), top)

    def follows(self) -> Follows:
        """Return which step follows which, with the wait between."""
        found: Follows = self._answer("follows")
        return found

    def visits(self) -> Visits:
        """Return each step's own counts, and rework."""
        found: Visits = self._answer("visits")
        return found

    @property
    def durations(self) -> Durations:
        """How long journeys last."""
        found: Durations = self._answer("durations")
        return found

    def funnel(
        self, levels: Sequence[str] | None = None, *, window: Duration | None = None
    ) -> Funnel:
        """Return how many customers (with ``match="case"``: cases) reach each level.

        Args:
            levels: steps in the order expected, in the words of ``by``; the stages of
                the canvas that have events, if null.
            window: time allowed from the first level on, on the clock; null: any.

        Raises:
            NeedsCanvas: no levels are given, and no canvas has them.
            UnknownLevel: the canvas has no such touchpoint or stage, or there is none, or
                one twice.
            Refused: the window is in business time.
        """
        by: By = self.by if levels is not None else "stage"
        if levels is None:
            levels = _stages_with_events(self._canvas)
        _check_levels(levels, None if by == "activity" else names_on(self._canvas, by))
        seconds = None if window is None else _on_the_clock(window)
        kernel = partial(reached, levels=tuple(levels), window=seconds)
        found: Funnel = self._ask(
            {("funnel", by, *levels, seconds): Question(by, kernel, funnel)}
        )[0]
        return found

    def conformance(self, *, order: Literal["stage", "touchpoint"] = "stage") -> Conformance:
        """Return the share of journeys that follow the canvas.

        A journey follows it when no step is of an earlier stage than the step before;
        with *order* ``touchpoint``, of no earlier touchpoint either. Steps that are not
        on the canvas are left out.

        Raises:
            NeedsCanvas: there is no canvas.
        """
        found: Conformance = self._answer(f"by {order}")
        return found

    def overview(self) -> "Overview":
        """Return variants, follows, visits, durations (and conformance) in one pass."""
        names = ["variants", "follows", "visits", "durations"]
        names += ["by stage"] if self.view.canvas is not None else []
        self._ask({name: self._question(name) for name in names})
        against = self.conformance() if self.view.canvas is not None else None
        return Overview(self.variants(), self.follows(), self.visits(), self.durations, against)

    def _repr_html_(self) -> str:
        return self.overview()._repr_html_()

    @property
    def _canvas(self) -> Canvas:
        if self.view.canvas is None:
            raise NeedsCanvas(
                _("there is no canvas to compare with: give journeys(log, canvas=…)")
            )
        return self.view.canvas

    def _answer(self, name: str) -> Any:
        return self._ask({name: self._question(name)})[0]

    def _question(self, name: str) -> Question:
        match name:
            case "variants" | "collapsed":
                return Question(self.by, partial(ways, collapse=name == "collapsed"), together)
            case "follows":
                return Question(self.by, edges, graph)
            case "visits":
                return Question(self.by, tally, visits)
            case "durations":
                return Question(self.by, lengths, durations)
        stages = stage_of(self._canvas)
        rank = stages if name == "by stage" else np.arange(len(stages))
        return Question("touchpoint", partial(backward, rank=rank), conformance)

    def _ask(self, questions: Mapping[Hashable, Question]) -> list[Any]:
        """Answer in one pass what has no answer yet."""
        missing = {key: each for key, each in questions.items() if key not in self._answers}
        if missing:
            parts = _passed(self.log, self.view, list(missing.values()))
            for (key, question), part in zip(missing.items(), parts, strict=True):
                self._answers[key] = question.combine(part)
        return [self._answers[key] for key in questions]


@dataclass(frozen=True)
class Overview:
    """What a first look at journeys shows."""

    variants: Variants
    follows: Follows
    visits: Visits
    durations: Durations
    conformance: Conformance | None

    def _repr_html_(self) -> str:
        parts = (self.variants, self.follows, self.visits, self.durations, self.conformance)
        return "".join(part._repr_html_() for part in parts if part is not None)


def journeys(
    log: Any,
    *,
    canvas: Canvas | None = None,
    match: Match | None = None,
    gap: Duration | str | None = None,
    as_of: datetime | None = None,
    by: By = "activity",
    where: Where | None = None,
) -> Journeys:
    """Read *log* as journeys; nothing is computed until a question is asked.

    Args:
        log: an event log, a table of events, or the path of a log.
        canvas: what touchpoints and stages are; also says ``match`` and ``gap`` if they
            are not given.
        match: a journey is one ``customer``'s events, cut by silence, or one ``case``'s.
        gap: the silence on the clock (``12 h``) after which a customer's next journey
            begins; 30 days without a canvas.
        as_of: later events do not exist.
        by: whether steps are activities, touchpoints or stages of the canvas. Events
            off the canvas are no steps, but do break silence.
        where: conditions that events must meet to exist.

    Raises:
        Refused: the gap is in business time; ``match`` or ``by`` is none of these words.
        NeedsCanvas: ``by`` touchpoint or stage without a canvas.

    >>> import polars as pl
    >>> log = pl.DataFrame({
    ...     "customer_id": ["ana", "ana", "bob"],
    ...     "at": ["2025-03-01T09:00Z", "2025-03-01T10:00Z", "2025-03-02T09:00Z"],
    ...     "activity": ["order.placed", "order.paid", "order.placed"],
    ... }).with_columns(pl.col("at").str.to_datetime(time_zone="UTC"))
    >>> journeys(log).variants().table["steps"].to_list()
    [['order.placed'], ['order.placed', 'order.paid']]
    """
    _check_word("by", by, get_args(By))
    _check_word("match", match or "customer", get_args(Match))
    if by != "activity" and canvas is None:
        raise NeedsCanvas(
            _("journeys by {by} need a canvas: give journeys(log, canvas=…)").format(by=by)
        )
    match = match or (canvas.journey if canvas else "customer")
    silence = _on_the_clock(gap or (canvas.journey_gap if canvas else _MONTH))
    # A copy stays at its version, so that all answers are about the same events.
    read = copy(as_log(log))
    if as_of is not None:
        read = LogAsOf(read, as_of)
    return Journeys(read, View(match, silence, canvas, conditions(where or {})), by)


def _passed(log: Log, view: View, questions: Sequence[Question]) -> list[list[Any]]:
    """Return for each question what its kernel makes of each bucket, in a single pass."""

    def kernel(events: Events) -> list[Any]:
        # Buckets are alike: one tells how large the log is.
        cutting = Cutting(events, view, len(events) * log.buckets <= EXACT_UP_TO)
        steps = {by: cutting.steps(by) for by in {each.by for each in questions}}
        return [each.kernel(steps[each.by]) for each in questions]

    columns = view.columns({each.by for each in questions})
    found = run(log, kernel, columns=columns, few=0)
    return [list(parts) for parts in zip(*found, strict=True)]


def _on_the_clock(gap: Duration | str) -> float:
    try:
        duration = Duration.parse(gap) if isinstance(gap, str) else gap
    except ValueError as error:
        raise Refused(str(error)) from None
    if duration.business:
        raise Refused(
            _("journeys are timed on the clock, not in {duration}: write 12 h or 30 d").format(
                duration=duration
            )
        )
    return duration.seconds


def _check_word(name: str, word: str, known: Sequence[str]) -> None:
    if word not in known:
        raise Refused(
            _("{name} is `{word}`. {hint}").format(
                name=name, word=word, hint=choose(word, known)
            )
        )


def _check_levels(levels: Sequence[str], known: list[str] | None) -> None:
    if not levels or len(set(levels)) < len(levels):
        raise UnknownLevel(
            _("A funnel goes through different levels, not through [{levels}].").format(
                levels=", ".join(levels)
            )
        )
    for level in levels:
        if known is not None and level not in known:
            raise UnknownLevel(
                _("The canvas has no {level}. {hint}").format(
                    level=level, hint=choose(level, known)
                )
            )


def _stages_with_events(canvas: Canvas) -> list[str]:
    with_events = {stage.stage for stage, point in canvas.touchpoints() if point.events}
    return [name for name in names_on(canvas, "stage") if name in with_events]
