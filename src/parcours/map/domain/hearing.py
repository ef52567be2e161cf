"""What a room that reads customers' words adds to a canvas.

``ear = "dotted.name"`` in an AppConfig: an `Ear`. Without one a canvas tells of scores alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl
from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parcours.core.kernel import Log
from parcours.core.report import numbers
from parcours.map.domain.choosing import Choice
from parcours.map.models import Canvas
from parcours.people.models import Member

Event = tuple[str, str]
"""customer_id and event_id, as the log names them."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How many verbatims there are of a touchpoint, of which sentiment, and where to read."""

    negative: int
    neutral: int
    positive: int
    unsure: int
    url: str

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.negative + self.neutral + self.positive + self.unsure

    @property
    def said(self) -> str:
        """How many there are in all, in words."""
        n = numbers.count(self.total)
        return ngettext("%(n)s verbatim", "%(n)s verbatims", self.total) % {"n": n}

    @property
    def told(self) -> str:
        """How many of each sentiment, in words."""
        kinds = ("negative", "neutral", "positive", "unsure")
        said = {name: numbers.count(getattr(self, name)) for name in kinds}
        return _("%(negative)s negative, %(neutral)s neutral, %(positive)s positive") % said + (
            _(", %(unsure)s not sure") % said
        ) * bool(self.unsure)

    @property
    def ill(self) -> str:
        """Percent of a bar: what is negative."""
        return f"{100 * self.negative / self.total:.1f}"

    @property
    def well(self) -> str:
        """Percent of a bar: what is positive."""
        return f"{100 * self.positive / self.total:.1f}"

    @property
    def well_start(self) -> str:
        """Where on the bar the positive begins."""
        return f"{100 - 100 * self.positive / self.total:.1f}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A verbatim as a member may see it: ``tags`` have title, colour and icon."""

    text: str
    tags: Sequence[Any]
    url: str


class Ear(Protocol):
    """A room that reads customers' words."""

    def inferred(self, log: Log) -> pl.DataFrame:
        """Return customer_id, event_id and ``inferred``, felt of those without a score."""

    def heard(self, canvas: Canvas, choice: Choice) -> dict[str, Heard]:
        """Return what was said at each touchpoint; nothing where *choice* says no filter."""

    def readings(self, member: Member, events: Collection[Event]) -> dict[Event, Reading]:
        """Return what was read in the words of some events."""


def inferred(log: Log) -> pl.DataFrame | None:
    """Return felt as words let infer it; null where no room reads, or nothing is inferred."""
    ear = _ear()
    found = ear.inferred(log) if ear else None
    return None if found is None or found.is_empty() else found


def heard(canvas: Canvas, choice: Choice) -> dict[str, Heard]:
    """Return what was said at the touchpoints of a canvas, those where something was."""
    ear = _ear()
    return ear.heard(canvas, choice) if ear else {}


def readings(member: Member, events: Collection[Event]) -> dict[Event, Reading]:
    """Return what was read in the words of some events, those that were read."""
    ear = _ear()
    return ear.readings(member, events) if ear else {}


def _ear() -> Ear | None:
    names = (getattr(config, "ear", "") for config in apps.get_app_configs())
    name = next(filter(None, names), "")
    return import_string(name) if name else None
