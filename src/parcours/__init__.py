"""Parcours: how far is the experience customers live from the one a brand promises?

>>> import parcours
>>> canvas, events = parcours.demo_canvas(), parcours.demo_events(customers=200)
>>> parcours.gap(canvas, events).customers
200
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from parcours.core.canvas import Canvas, InvalidCanvas
    from parcours.core.demo import demo_canvas, demo_events
    from parcours.core.figure import Figure
    from parcours.core.gap import Gap, gap
    from parcours.core.kernel import MemoryLog
    from parcours.core.log import EventLog
    from parcours.core.occurrence import all_occurrences
    from parcours.core.path.journeys import Journeys, journeys
    from parcours.core.refusal import Refused
    from parcours.core.report import report

__version__ = "0.1.0"

# Loaded when first asked for: the command answers --help without any of it.
_HOMES: Final = {
    "Canvas": "canvas",
    "EventLog": "log",
    "Figure": "figure",
    "Gap": "gap",
    "InvalidCanvas": "canvas",
    "Journeys": "path",
    "MemoryLog": "kernel",
    "Refused": "refusal",
    "all_occurrences": "occurrence",
    "demo_canvas": "demo",
    "demo_events": "demo",
    "gap": "gap",
    "journeys": "path",
    "report": "report",
}
__all__ = [
    "Canvas", "EventLog", "Figure", "Gap", "InvalidCanvas", "Journeys", "MemoryLog", "Refused",
    "all_occurrences", "demo_canvas", "demo_events", "gap", "journeys", "report",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"parcours.core.{_HOMES[name]}"), name)
    raise AttributeError(f"parcours has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
