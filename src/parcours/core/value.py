"""Value at stake: what broken promises cost in a year, with every assumption in sight."""

from dataclasses import dataclass

from parcours.core.effect import Rung
from parcours.core.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a year of a promise being broken costs, and how that was reckoned.

    ``assumptions`` are (name, value, unit), all of them: change one and anybody can redo the
    sum. ``rung`` is that of the effect it rests on. A negative value is a gain.
    """

    at_stake: Figure
    rung: Rung
    broken_per_year: float
    lost_returns_per_year: float | None
    spend_per_return: float | None
    contacts_per_year: float | None
    margin_share: float
    avoidable_share: float
    contact_cost: float
    assumptions: tuple[tuple[str, float | None, str], ...]
