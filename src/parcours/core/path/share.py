"""A share of journeys, as a figure."""

from parcours.core.figure import Figure
from parcours.core.interval import wilson


def share(journeys: int, *, of: int, definition: str) -> Figure:
    """Return *journeys* of all *of* them, taken as independent of each other."""
    low, high = wilson(journeys, of)
    return Figure(
        value=journeys / of if of else None,
        low=low,
        high=high,
        n=of,
        unit="share",
        definition=definition,
    )
