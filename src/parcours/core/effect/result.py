"""The difference that a promise kept, or a repair, made: with how it was measured."""

from dataclasses import dataclass, field
from typing import Final, Literal

from parcours.core.figure import Figure

Rung = Literal["randomised", "discontinuity", "adjusted", "raw"]
RUNGS: Final[tuple[Rung, ...]] = ("randomised", "discontinuity", "adjusted", "raw")
Diagnostic = float | str | list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A difference between two groups of cases, and the rung of the ladder it stands on.

    ``figure`` is the first group minus the second: kept minus broken, or recovered minus
    not recovered. ``warnings`` are sentences for the reader, ``diagnostics`` what an
    analyst checks before believing it.
    """

    rung: Rung
    figure: Figure
    warnings: tuple[str, ...] = ()
    diagnostics: dict[str, Diagnostic] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        from parcours.core.report.small import effect_html

        return effect_html(self)
