"""The gap of each promise of a canvas."""

from datetime import datetime
from typing import Any, Literal, Self

from ninja import Schema
from pydantic import ConfigDict, Field

from parcours.core.effect import Effect as CoreEffect
from parcours.core.gap import Gap as CoreGap
from parcours.core.gap import PromiseGap, TouchpointGap
from parcours.site.api.schemas.figures import EXAMPLE, Figure, figure

SHARE: dict[str, Any] = EXAMPLE | {"value": 0.71, "low": 0.68, "high": 0.74, "unit": "share"}
MONEY: dict[str, Any] = EXAMPLE | {
    "value": 41200.0,
    "low": 9800.0,
    "high": 72100.0,
    "unit": "money",
}
FELT: dict[str, Any] = EXAMPLE | {"value": 3.4, "low": 3.3, "high": 3.5, "unit": "felt"}


class Effect(Schema):
    """What keeping the promise changes, and how that was measured."""

    rung: Literal["randomised", "adjusted", "discontinuity", "raw"]
    figure: Figure
    is_conclusive: bool | None = Field(description="whether it stands among all promises")

    @classmethod
    def of(cls, effects: tuple[CoreEffect, ...]) -> Self | None:
        """Return the effect that speaks; null where there is none."""
        if not effects:
            return None
        first = effects[0]
        return cls(
            rung=first.rung,
            figure=Figure.of(first.figure),
            is_conclusive=first.is_conclusive,
        )


class PromiseOut(Schema):
    """One promise against what customers lived; each number with its interval."""

    promise: str
    touchpoint: str
    stage: str
    kind: str
    cases: dict[str, int] = Field(description="kept, broken, pending, void")
    customers: int = Field(description="with at least one decided case")
    customers_touched: int = Field(description="with at least one broken case")
    kept: Figure | None
    felt_kept: Figure | None
    felt_broken: Figure | None
    returned_kept: Figure | None
    returned_broken: Figure | None
    recovered: Figure | None
    felt_effect: Effect | None = Field(description="kept minus broken, felt")
    return_effect: Effect | None = Field(description="kept minus broken, returned")
    at_stake: Figure | None = Field(description="what broken promises cost in a year")
    quadrant: str
    is_clear: bool

    @classmethod
    def of(cls, gap: PromiseGap) -> Self:
        """Return the gap of a promise as the API gives it."""
        plain = ("promise", "touchpoint", "stage", "kind", "customers", "customers_touched",
                 "quadrant", "is_clear")  # fmt: skip
        told: dict[str, Any] = {name: getattr(gap, name) for name in plain}
        figures = ("kept", "felt_kept", "felt_broken", "returned_kept", "returned_broken",
                   "recovered")  # fmt: skip
        told |= {name: figure(getattr(gap, name)) for name in figures}
        return cls(
            **told,
            cases={str(state): count for state, count in gap.n.items()},
            felt_effect=Effect.of(gap.felt_effects),
            return_effect=Effect.of(gap.return_effects),
            at_stake=figure(gap.value.at_stake),
        )


class TouchpointOut(Schema):
    """One touchpoint: desired (aim), believed (belief) and lived (felt)."""

    touchpoint: str
    stage: str
    aim: float | None
    belief: float | None
    felt: Figure | None
    kept: Figure | None
    at_stake: Figure | None
    customers: int
    events: int
    last_evidence: datetime | None
    quadrant: str

    @classmethod
    def of(cls, gap: TouchpointGap) -> Self:
        """Return the gap of a touchpoint as the API gives it."""
        plain = ("touchpoint", "stage", "aim", "belief", "customers", "events",
                 "last_evidence", "quadrant")  # fmt: skip
        return cls(
            **{name: getattr(gap, name) for name in plain},
            felt=figure(gap.felt),
            kept=figure(gap.kept),
            at_stake=figure(gap.value),
        )


EFFECT: dict[str, Any] = {
    "rung": "adjusted",
    "figure": FELT | {"value": 0.6},
    "is_conclusive": True,
}
PROMISE: dict[str, Any] = {
    "promise": "answer-quickly", "touchpoint": "support", "stage": "retention",
    "kind": "within", "cases": {"kept": 610, "broken": 248, "pending": 4, "void": 1},
    "customers": 702, "customers_touched": 199, "kept": SHARE, "felt_kept": FELT,
    "felt_broken": FELT | {"value": 2.8}, "returned_kept": SHARE, "returned_broken": SHARE,
    "recovered": SHARE, "felt_effect": EFFECT, "return_effect": None, "at_stake": MONEY,
    "quadrant": "fix", "is_clear": True,
}  # fmt: skip


class GapOut(Schema):
    """A canvas against the log: every promise, every touchpoint."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "canvas": "maison-lutece", "as_of": "2026-03-31T22:00:00Z",
                "computed_at": "2026-04-01T06:00:00Z", "is_current": True,
                "events": 120000, "customers": 9000, "kept": SHARE, "at_stake": MONEY,
                "promises": [PROMISE], "touchpoints": [],
            }
        }
    )  # fmt: skip

    canvas: str
    as_of: datetime | None = Field(description="null where there is no event at all")
    computed_at: datetime
    is_current: bool
    events: int
    customers: int
    kept: Figure | None
    at_stake: Figure | None
    promises: list[PromiseOut]
    touchpoints: list[TouchpointOut]

    @classmethod
    def of(
        cls, slug: str, gap: CoreGap | None, *, computed_at: datetime, is_current: bool
    ) -> Self:
        """Return a gap of core as the API gives it; null is that of an empty log."""
        return cls(
            canvas=slug,
            as_of=gap.as_of if gap else None,
            computed_at=computed_at,
            is_current=is_current,
            events=gap.events if gap else 0,
            customers=gap.customers if gap else 0,
            kept=figure(gap.kept) if gap else None,
            at_stake=figure(gap.value) if gap else None,
            promises=[PromiseOut.of(each) for each in gap.promises] if gap else [],
            touchpoints=[TouchpointOut.of(each) for each in gap.touchpoints] if gap else [],
        )
