"""The difference that a promise kept, or a repair, made: with how it was measured."""

from dataclasses import dataclass, field
from typing import Final, Literal

from parcours.core.figure import Figure

Rung = Literal["randomised", "adjusted", "discontinuity", "raw"]
RUNGS: Final[tuple[Rung, ...]] = ("randomised", "adjusted", "discontinuity", "raw")
Diagnostic = float | str | list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A difference between two groups of cases, and the rung of the ladder it stands on.

    ``figure`` is the first group minus the second, for the cases of the second: kept minus
    broken, for those that were broken; or recovered minus not recovered. ``is_conclusive``
    says whether it stands among all the effects it is shown with; null for a rung that does
    not speak. ``warnings`` are sentences for the reader, ``diagnostics`` what an analyst
    checks before believing it.
    """

    rung: Rung
    figure: Figure
    is_conclusive: bool | None = None
    warnings: tuple[str, ...] = ()
    diagnostics: dict[str, Diagnostic] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        from parcours.core.report.small import effect_html

        return effect_html(self)

    @property
    def is_gain(self) -> bool:
        """Whether the first group surely has more."""
        return bool(self.is_conclusive) and (self.figure.value or 0.0) > 0

    @property
    def is_loss(self) -> bool:
        """Whether the first group surely has less."""
        return bool(self.is_conclusive) and (self.figure.value or 0.0) < 0
