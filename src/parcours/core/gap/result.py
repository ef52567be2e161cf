"""What the gap between the promised and the lived experience is made of."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from parcours.core.canvas import Canvas
from parcours.core.effect import Effect
from parcours.core.figure import Figure
from parcours.core.value import Value

if TYPE_CHECKING:
    import polars as pl

Quadrant = Literal["fix", "wrong promise", "recovered or superfluous", "works", "too few"]
State = Literal["kept", "broken", "pending", "void"]
Verdict = Literal["too few", "no visible difference", "softens", "paradox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far from the promise cases ended: negative is early, or on the right side.

    ``unit`` is ``seconds`` of the promise's own clock, ``felt``, or ``amount`` (the unit of the
    number it limits). ``quantiles`` by share; ``counts`` has one number per pair of
    neighbouring ``edges``, the first and the last taking all that lies beyond.
    """

    unit: Literal["seconds", "felt", "amount"]
    n: int
    quantiles: dict[float, float]
    edges: list[float]
    counts: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Whether repairing beat not failing: recovered minus kept, among comparable customers.

    The verdict goes by effects that are conclusive among all promises. A probability is that
    of the difference being above zero, given the data alone.
    """

    verdict: Verdict
    message: str
    felt: Effect | None
    felt_probability: float | None
    returned: Effect | None
    returned_probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseGap:
    """One promise against what customers lived.

    Effects are kept minus broken, the one that speaks first; ``recovery_effects`` are
    recovered minus unrecovered. ``customers`` had at least one decided case,
    ``customers_touched`` at least one broken. ``is_clear`` says that both intervals lie on one
    side of the thresholds. What is ``inferred`` from words stands beside what was felt and
    enters nothing else; null where nothing was given to infer from.
    """

    promise: str
    touchpoint: str
    stage: str
    kind: str
    n: dict[State, int]
    void_reasons: dict[str, int]
    customers: int
    customers_touched: int
    kept: Figure
    breach: Spread
    felt: Figure
    felt_kept: Figure
    felt_broken: Figure
    returned_kept: Figure
    returned_broken: Figure
    felt_effects: tuple[Effect, ...]
    return_effects: tuple[Effect, ...]
    spend_effects: tuple[Effect, ...]
    recovered: Figure
    felt_recovered: Figure
    felt_unrecovered: Figure
    returned_recovered: Figure
    returned_unrecovered: Figure
    recovery_effects: tuple[Effect, ...]
    recovery_felt_effects: tuple[Effect, ...]
    recovery: Recovery
    value: Value
    quadrant: Quadrant
    is_clear: bool
    cells: dict[Quadrant, int]
    segments: tuple[tuple[str, Figure, Figure], ...]
    inferred: Figure | None = None
    inferred_kept: Figure | None = None
    inferred_broken: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointGap:
    """One touchpoint: desired (aim), believed (belief) and lived (felt), side by side."""

    touchpoint: str
    stage: str
    aim: float | None
    belief: float | None
    felt: Figure
    kept: Figure | None
    customers: int
    events: int
    last_evidence: datetime | None
    value: Figure | None
    quadrant: Quadrant
    is_clear: bool
    inferred: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The whole canvas against the whole log, as of one moment and one version."""

    canvas: Canvas
    as_of: datetime
    version: int
    events: int
    customers: int
    first_at: datetime | None
    promises: tuple[PromiseGap, ...]
    touchpoints: tuple[TouchpointGap, ...]
    nps: Figure | None
    csat: Figure | None
    kept: Figure
    customers_touched: int
    value: Figure

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values: figures as objects, moments as ISO text."""
        from parcours.core.gap.shown import as_json

        values: dict[str, Any] = as_json(self)
        return values

    def to_frame(self) -> "pl.DataFrame":
        """Return one row per promise, in the order of the canvas."""
        from parcours.core.gap.shown import as_frame

        return as_frame(self)

    def _repr_html_(self) -> str:
        from parcours.core.gap.shown import as_html

        return as_html(self)
