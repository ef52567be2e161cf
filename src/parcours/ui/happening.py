"""What is known of the days of a chart: a strike, a sale. Each room says where it knows it.

``happenings = ("dotted.name",)`` in an AppConfig: a function from a member and a touchpoint's
id to what that member may know of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, Protocol

from django.apps import apps
from django.utils.module_loading import import_string

_LONGEST_STEP: Final = timedelta(days=31)


class Happening(Protocol):
    """Something that happened on a day, or on all days until ``ends``."""

    title: str
    starts: date
    ends: date | None


def happenings(member: Any, touchpoint: str) -> list[Happening]:
    """Return what *member* may know of the days of a touchpoint, whichever room knows it."""
    return [each for told in _tellers() for each in told(member, touchpoint)]


def marks(
    found: Iterable[Happening], starts: Sequence[date], names: Sequence[str]
) -> dict[str, Any]:
    """Return the lines and areas that say on a chart's line what happened.

    Args:
        starts: the day on which each week or month of the chart begins.
        names: what the chart calls it.
    """
    lines, areas = [], []
    for each in found:
        first = _place(each.starts, starts)
        last = _place(each.ends, starts) if each.ends else first
        if first is None and last is None:
            continue
        left, right = names[first or 0], names[last if last is not None else len(names) - 1]
        lines.append({"xAxis": left, "name": each.title})
        if left != right:
            areas.append([{"xAxis": left, "name": ""}, {"xAxis": right}])
    return {
        "markLine": {
            "silent": True, "symbol": "none", "data": lines,
            "lineStyle": {"color": "muted", "type": "dashed"},
            "label": {"formatter": "{b}", "color": "muted", "position": "end", "rotate": 0,
                      "width": 90, "overflow": "break"},
        },
        "markArea": {"silent": True, "data": areas,
                     "itemStyle": {"color": "muted", "opacity": 0.1}},
    }  # fmt: skip


def _place(day: date, starts: Sequence[date]) -> int | None:
    """Return the step that a day falls in, null before the first and long after the last."""
    found = [number for number, start in enumerate(starts) if start <= day]
    if not found or day > starts[-1] + _LONGEST_STEP:
        return None
    return found[-1]


def _tellers() -> Iterator[Any]:
    for config in apps.get_app_configs():
        yield from map(import_string, getattr(config, "happenings", ()))
