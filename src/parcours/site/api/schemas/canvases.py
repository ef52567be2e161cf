"""Canvases and what they were."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

LISTED: dict[str, Any] = {
    "slug": "maison-lutece", "name": "Maison Lutèce", "version": 7,
    "changed_at": "2026-03-30T09:12:00Z",
}  # fmt: skip


class CanvasListed(Schema):
    """A canvas in the list."""

    slug: str = Field(description="what it is called in addresses")
    name: str
    version: int = Field(description="number of its newest version")
    changed_at: datetime


class Canvases(Schema):
    """The canvases in use."""

    model_config = ConfigDict(json_schema_extra={"example": {"canvases": [LISTED]}})

    canvases: list[CanvasListed]


class CanvasOut(CanvasListed):
    """A canvas, as its YAML says it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": LISTED
            | {"document": {"canvas": "maison-lutece", "title": "Maison Lutèce", "stages": []}}
        }
    )

    document: dict[str, Any] = Field(description="docs/reference/canvas.md says what is in it")


class Version(Schema):
    """What a canvas was."""

    number: int
    summary: str = Field(description="its name, where someone gave it one")
    at: datetime


class Versions(Schema):
    """The versions of a canvas, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "versions": [
                    {"number": 7, "summary": "Before Easter", "at": "2026-03-30T09:12:00Z"}
                ]
            }
        }
    )

    versions: list[Version]
