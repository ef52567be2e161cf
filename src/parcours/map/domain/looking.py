"""What one member sees of a canvas as lived: the only way to its figures for a page."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas import Stage, Touchpoint
from parcours.core.gap import Gap
from parcours.core.language import language
from parcours.core.promise import Promise
from parcours.ledger.domain import results
from parcours.ledger.domain.results import Answer, answer
from parcours.ledger.domain.segments import choices
from parcours.map.domain import blind, hearing, living
from parcours.map.domain.choosing import Choice
from parcours.map.domain.hearing import Heard
from parcours.map.domain.plain import gap_of
from parcours.map.models import Canvas
from parcours.people.models import Member


@dataclass(frozen=True, kw_only=True)
class Look:
    """A member looking at a canvas. What they may not see yet is not in ``gap``.

    ``answer`` is null while the figures are computed for the first time.
    """

    canvas: Canvas
    member: Member
    choice: Choice
    answer: Answer | None

    @property
    def is_waiting(self) -> bool:
        """Whether the figures are still being computed."""
        return self.answer is None

    @property
    def is_empty(self) -> bool:
        """Whether there is no event at all."""
        return self.answer is not None and self.answer.payload is None

    @property
    def problem(self) -> str:
        """Why the figures could not be computed, empty where they could or were not tried."""
        return results.problem(living.lived, canvas=self.canvas.text, **self.choice.given)

    @property
    def drawn(self) -> Drawing:
        """The canvas as core reads it."""
        return self.canvas.parsed()

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The touchpoints of which the member has not yet said what they believe."""
        return blind.hidden_from(self.canvas, self.member)

    @cached_property
    def beliefs(self) -> dict[str, blind.Believed]:
        """What teams believe, as far as the member may know."""
        return blind.believed(self.canvas, self.member)

    @cached_property
    def gap(self) -> Gap | None:
        """The gap of what was chosen; null while there is none."""
        return self._seen(self.answer)

    @cached_property
    def whole(self) -> Gap | None:
        """The gap of everything, to compare with; null where everything is what was chosen."""
        if not self.choice.query:
            return None
        return self._seen(answer(living.lived, canvas=self.canvas.text, **Choice().given))

    @cached_property
    def heard(self) -> dict[str, Heard]:
        """What was said at each touchpoint that the member may see, in their own words."""
        found = hearing.heard(self.canvas, self.choice)
        return {name: each for name, each in found.items() if name not in self.hidden}

    @cached_property
    def over_time(self) -> dict[str, Any]:
        """The months of each promise and touchpoint that the member may see."""
        found = answer(living.over_time, canvas=self.canvas.text)
        months = found.payload if found else {"promises": {}, "touchpoints": {}}
        unseen = {p.promise for t, p in self.drawn.promises() if t.touchpoint in self.hidden}
        return {
            "promises": {k: v for k, v in months["promises"].items() if k not in unseen},
            "touchpoints": {
                k: v for k, v in months["touchpoints"].items() if k not in self.hidden
            },
        }

    def _seen(self, found: Answer | None) -> Gap | None:
        if found is None or found.payload is None:
            return None
        whole = _read(
            _Kept(
                topic=found.topic,
                computed_at=found.computed_at,
                language=language(),
                payload=found.payload,
                drawn=self.drawn,
            )
        )
        return blind.with_beliefs(blind.masked(whole, self.hidden), self.beliefs)


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A gap as it is kept, known by its question, when it was computed, and for whom."""

    topic: str
    computed_at: datetime
    language: str
    payload: dict[str, Any] = field(compare=False)
    drawn: Drawing = field(compare=False)


@lru_cache(maxsize=32)
def _read(kept: _Kept) -> Gap:
    """Return the gap that is kept; what another page just read is not read again."""
    return gap_of(kept.payload, kept.drawn)


def look(canvas: Canvas, member: Member, given: Any) -> Look:
    """Return *member* looking at *canvas*, as the parameters of the page's address say."""
    known = answer(living.choices, canvas=canvas.text)
    choice = Choice.of(given, _offered(known.payload) if known else None)
    is_sure = known is not None or not given
    found = answer(living.lived, canvas=canvas.text, **choice.given) if is_sure else None
    return Look(canvas=canvas, member=member, choice=choice, answer=found)


def _offered(known: dict[str, Any]) -> dict[str, Any]:
    return known | {"segments": choices(known["segments"])}


def place_of(drawn: Drawing, name: str) -> tuple[Stage, Touchpoint] | None:
    """Return a touchpoint with its stage, null where the canvas has none of this name."""
    places = ((s, p) for s, p in drawn.touchpoints() if p.touchpoint == name)
    return next(places, None)


def promise_of(drawn: Drawing, name: str) -> tuple[Touchpoint, Promise] | None:
    """Return a promise with its touchpoint, null where the canvas makes none of this name."""
    return next(((t, p) for t, p in drawn.promises() if p.promise == name), None)
