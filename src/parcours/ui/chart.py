"""A chart: drawn by ECharts, with its numbers as a table for those who want or need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What ``ui/_chart.html`` shows.

    Args:
        key: unique on the page, and the name of the downloaded files.
        title: said above the chart and aloud.
        option: of ECharts, plain values; a colour is the name of a token (``brand``, ``bad``,
            ``muted``), so that it follows light and dark. A point's ``tip`` is its tooltip.
        columns, rows: the same numbers as text, for the table and the CSV.
        note: what to know when reading it.
        is_tall: takes half as much room again.
    """

    key: str
    title: str
    option: dict[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    is_tall: bool = False
