"""What a reader asked to see: which canvas, which period, which segment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from parcours.ledger.domain import segments
from parcours.ledger.domain.results import Answer, answer
from parcours.map.domain import living
from parcours.map.domain.filters import segment_name, value_names
from parcours.measure.domain import due, figures, periods

if TYPE_CHECKING:
    from parcours.map.models import Canvas

_SEPARATOR: Final = ":"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A dashboard: a canvas or none, a period, and the values of one column that count.

    ``segments`` are the values there are to choose from, by column; it ``is_sure`` unless they
    are not known yet and one was asked for.
    """

    canvas: "Canvas | None" = None
    period: str = periods.DEFAULT
    where: Mapping[str, list[str]] = field(default_factory=dict)
    segments: Mapping[str, list[str]] = field(default_factory=dict)
    is_sure: bool = True

    @property
    def slug(self) -> str:
        """The canvas in an address; empty for none."""
        return self.canvas.slug if self.canvas else ""

    @property
    def text(self) -> str:
        """The canvas as the questions take it; empty for none."""
        return self.canvas.text if self.canvas else ""

    @property
    def segment(self) -> str:
        """The segment in an address, ``properties.shop:Lyon``; empty for everybody."""
        return next(
            (f"{name}{_SEPARATOR}{values[0]}" for name, values in self.where.items()), ""
        )

    @property
    def segment_in_words(self) -> str:
        """The segment as people call it; empty for everybody."""
        named = (value_names(name, values) for name, values in self.where.items())
        return ", ".join(each for names in named for each in names)

    def query(self, **changed: str) -> str:
        """Return the end of the address of this dashboard, some of it *changed*."""
        parts = {"canvas": self.slug, "period": self.period, "segment": self.segment} | changed
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def figures(self) -> Answer | None:
        """Return every metric of the period, null while they are computed."""
        return answer(
            figures.figures,
            canvas=self.text,
            period=self.period,
            where=segments.as_asked(self.where),
        )

    def lifetime(self) -> Answer | None:
        """Return what customers will bring."""
        return answer(figures.lifetime, canvas=self.text)

    def due(self) -> Answer | None:
        """Return what waits for someone; null without a canvas."""
        return answer(due.due, canvas=self.text) if self.canvas else None

    def gap(self) -> Answer | None:
        """Return the gap of all time, as the living canvas asks it; null without a canvas."""
        if self.canvas is None:
            return None
        where = segments.as_asked(self.where) or None
        return answer(living.lived, canvas=self.text, since=None, until=None, where=where)


def asked(given: Mapping[str, str], canvases: "list[Canvas]") -> Asked:
    """Return what an address asks for; what is not understood is as if it were not there.

    Args:
        given: ``canvas``, ``period`` (or ``from`` and ``to``), ``segment``.
        canvases: those that the reader may see; the first is shown by default.
    """
    named = [each for each in canvases if each.slug == given.get("canvas", "")]
    period = given.get("period", "")
    if given.get("from") and given.get("to"):
        period = f"{given['from']}..{given['to']}"
    canvas = next(iter([*named, *canvases]), None)
    known = answer(living.choices, canvas=canvas.text) if canvas else None
    offered = segments.choices(known.payload["segments"]) if known else {}
    name, _separator, value = given.get("segment", "").partition(_SEPARATOR)
    return Asked(
        canvas=canvas,
        period=period if periods.is_period(period) else periods.DEFAULT,
        where={name: [value]} if value in offered.get(name, ()) else {},
        segments=offered,
        is_sure=known is not None or canvas is None or not name,
    )


@dataclass(frozen=True, kw_only=True)
class Option:
    """A segment that can be chosen."""

    label: str
    value: str
    is_chosen: bool


def options(of: Asked) -> list[tuple[str, list[Option]]]:
    """Return the segments that can be chosen, by column, as people call it."""
    return [
        (
            segment_name(name),
            [
                Option(label=label, value=(key := f"{name}{_SEPARATOR}{value}"),
                       is_chosen=key == of.segment)
                for value, label in zip(values, value_names(name, values), strict=True)
            ],
        )
        for name, values in of.segments.items()
    ]  # fmt: skip
