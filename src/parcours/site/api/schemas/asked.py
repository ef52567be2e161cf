"""What the lists and figures can be asked for, as an address says it."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from parcours.measure.domain import periods
from parcours.site.api import cursors

_CANVAS = "slug; the first canvas where left out"
_SEGMENT = "column:value, such as properties.shop:Lyon"


class Page(Schema):
    """Which page of a list."""

    cursor: str = Field("", description="“next” of the page before")
    limit: int = Field(cursors.FEW, ge=1, le=cursors.MOST)


class FiguresAsked(Schema):
    """Which figures."""

    canvas: str = Field("", description=_CANVAS)
    period: str = Field(
        periods.DEFAULT, description="30d, 90d, 12m, or two days 2026-01-01..2026-03-31"
    )
    segment: str = Field("", description=_SEGMENT)


class GapAsked(Schema):
    """Which gap."""

    canvas: str = Field("", description=_CANVAS)
    since: str = Field("", description="first month counted, 2025-03")
    until: str = Field("", description="last month that exists, 2025-06")
    segment: str = Field("", description=_SEGMENT)


class OccurrencesAsked(Page):
    """Which occurrences."""

    canvas: str = Field("", description=_CANVAS)
    promise: str = Field("", description="its id; all promises where left out")
    state: Literal["", "kept", "broken", "pending", "void"] = ""
    customer_id: str = ""
