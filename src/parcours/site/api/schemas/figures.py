"""Figures, metrics and their definitions."""

from datetime import date, datetime
from typing import Any, Literal, Self

from ninja import Schema
from pydantic import ConfigDict, Field

from parcours.core.figure import Figure as CoreFigure

EXAMPLE: dict[str, Any] = {
    "value": 42.0, "low": 36.5, "high": 47.5, "n": 812, "unit": "points",
    "evidence": "enough", "definition": "nps/1", "currency": None,
    "as_of": "2026-03-31T22:00:00Z", "note": "",
}  # fmt: skip


class Figure(Schema):
    """A number with its 95 % interval. Where the evidence is “too few”, conclude nothing."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    value: float | None = Field(description="null where nothing was measured")
    low: float | None = Field(description="lower end of the 95 % interval")
    high: float | None = Field(description="upper end of the 95 % interval")
    n: int = Field(description="observations")
    unit: Literal["share", "points", "felt", "score", "seconds", "money", "count", "ratio"]
    evidence: Literal["too few", "thin", "enough"] = Field(
        description="too few below 10 observations, thin below 30"
    )
    definition: str = Field(description="name and version of the formula")
    currency: str | None
    as_of: datetime | None
    note: str

    @classmethod
    def of(cls, figure: CoreFigure) -> Self:
        """Return a figure of core as the API gives it."""
        names = [name for name in cls.model_fields if name != "note"]
        return cls(**{name: getattr(figure, name) for name in names}, note=str(figure.note))


def figure(kept: CoreFigure | None) -> Figure | None:
    """Return a figure as the API gives it, null of null."""
    return None if kept is None else Figure.of(kept)


class Week(Schema):
    """A metric in one week, or one month where the period is long."""

    start: date
    figure: Figure
    is_whole: bool = Field(description="whether all of it is known already")


class Metric(Schema):
    """One metric in a period, compared with the period before."""

    name: str
    title: str = Field(description="in the language asked for")
    stage: str | None = Field(description="the phase of the journey it tells about")
    scale: str | None = Field(description="the scale with most answers; never mixed")
    now: Figure | None
    before: Figure | None = Field(description="the period before, where the log covers it")
    change: Figure | None
    is_proved: bool = Field(description="whether the change stands among all of the page")
    is_unusual: bool = Field(description="whether the last whole week left the usual band")
    weeks: list[Week]


METRIC_EXAMPLE: dict[str, Any] = {
    "name": "nps", "title": "Net Promoter Score", "stage": "advocacy", "scale": "nps_0_10",
    "now": EXAMPLE, "before": EXAMPLE | {"value": 35.0, "low": 29.0, "high": 41.0},
    "change": EXAMPLE | {"value": 7.0, "low": -1.1, "high": 15.1},
    "is_proved": False, "is_unusual": False,
    "weeks": [{"start": "2026-03-23", "figure": EXAMPLE, "is_whole": True}],
}  # fmt: skip


class Figures(Schema):
    """Every metric of a period."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "canvas": "maison-lutece", "period": "90d", "since": "2025-12-31T22:00:00Z",
                "until": "2026-03-31T22:00:00Z", "computed_at": "2026-04-01T06:00:00Z",
                "is_current": True, "is_comparable": True, "metrics": [METRIC_EXAMPLE],
            }
        }
    )  # fmt: skip

    canvas: str | None
    period: str
    since: datetime | None = Field(description="null where there is no event at all")
    until: datetime | None
    computed_at: datetime
    is_current: bool = Field(description="whether the log has not moved since")
    is_comparable: bool = Field(description="whether the log covers the period before")
    metrics: list[Metric]


DEFINITION: dict[str, Any] = {
    "name": "nps", "title": "Net Promoter Score",
    "counted": "The share of answers of 9 or 10 minus the share of 0 to 6…",
    "version": "nps/1", "interval": "adjusted Wald (Rocks 2016)",
    "source": "Reichheld, F. (2003). The One Number You Need to Grow. HBR.",
    "better": "higher is better",
}  # fmt: skip


class Definition(Schema):
    """What a metric counts, how sure it is and who invented it."""

    model_config = ConfigDict(json_schema_extra={"example": DEFINITION})

    name: str
    title: str
    counted: str
    version: str
    interval: str
    source: str
    better: str


class Definitions(Schema):
    """Every metric there is."""

    model_config = ConfigDict(json_schema_extra={"example": {"definitions": [DEFINITION]}})

    definitions: list[Definition]
