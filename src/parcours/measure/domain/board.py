"""The dashboard as one reader sees it: the journey, its phases, and how old all of it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parcours.core.figure import Figure
from parcours.core.language import language
from parcours.core.metrics import METRICS
from parcours.core.report import numbers
from parcours.core.words import say
from parcours.ledger.domain.results import Answer, answer
from parcours.listen.domain.verbatims.complaining import risen
from parcours.listen.domain.verbatims.weighing import weights_of
from parcours.map.domain import blind
from parcours.measure.domain import charts, wording
from parcours.measure.domain.asking import Asked
from parcours.measure.domain.definitions import BY_NAME, LIFETIME, title_of
from parcours.measure.domain.figures import figure_of
from parcours.measure.models import Context
from parcours.people.models import Member
from parcours.ui.chart import Chart

STAGES: Final = ("awareness", "consideration", "decision", "retention", "advocacy")
JOURNEY: Final = ("nps", "csat")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure: its value, its change, its small curve, and whether its week is unusual."""

    name: str
    title: str
    figure: Figure | None
    scale: str = ""
    change: wording.Change | None = None
    spark: str = ""
    is_unusual: bool = False

    @property
    def n(self) -> str:
        """How many observations there are, as it is written."""
        return numbers.count(self.figure.n if self.figure else 0)

    @property
    def is_shown(self) -> bool:
        """Whether there is a value that may be concluded from."""
        return self.figure is not None and self.figure.evidence != "too few"


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One of the five phases and its figures."""

    number: int
    title: str
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Board:
    """What one reader sees of what was asked; without a member, what anyone may see.

    Each answer is null while it is computed for the first time.
    """

    asked: Asked
    member: Member | None
    found: Answer | None
    value: Answer | None
    waiting: Answer | None
    lived: Answer | None
    weights: Answer | None
    risen: Answer | None

    @property
    def is_waiting(self) -> bool:
        """Whether something is still being computed."""
        has_canvas = self.asked.canvas is not None
        asked = [
            self.found,
            self.value,
            self.weights,
            self.risen,
            *([self.waiting, self.lived] if has_canvas else []),
        ]
        return None in asked or not self.asked.is_sure

    @property
    def is_empty(self) -> bool:
        """Whether there is no event at all."""
        return self.found is not None and self.found.payload is None

    @property
    def told(self) -> dict[str, Any]:
        """What the figures say, empty while there are none."""
        return (self.found.payload if self.found else None) or {}

    @property
    def computed_at(self) -> datetime | None:
        """When the oldest of these figures was computed."""
        answers = (self.found, self.value, self.waiting, self.lived, self.weights)
        return min((each.computed_at for each in answers if each), default=None)

    @property
    def is_current(self) -> bool:
        """Whether the log has not moved since."""
        return all(each.is_current for each in (self.found, self.waiting, self.lived) if each)

    @property
    def zone(self) -> str:
        """The time zone of its days."""
        return self.asked.canvas.parsed().time_zone if self.asked.canvas else "UTC"

    @property
    def days(self) -> str:
        """From which day to which it counts."""
        return self._days("since", "until") if self.told else ""

    @property
    def days_before(self) -> str:
        """From which day to which was the period before, where the log covers it."""
        if not self.told or not self.told["is_comparable"]:
            return ""
        return self._days("before_since", "since")

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The touchpoints that the reader is to say what they believe of, before they look."""
        if self.asked.canvas is None or self.member is None:
            return frozenset()
        return blind.hidden_from(self.asked.canvas, self.member)

    @property
    def has_gap(self) -> bool:
        """Whether what was lived is computed, and there is some."""
        return self.lived is not None and self.lived.payload is not None

    @property
    def promises(self) -> list[dict[str, Any]]:
        """The gaps of the promises that the reader may see, as a result keeps them."""
        lived = self.lived.payload if self.lived else None
        each_of = lived["promises"] if lived else []
        return [each for each in each_of if each["touchpoint"] not in self.hidden]

    @cached_property
    def phases(self) -> list[Phase]:
        """The five phases, named as the canvas names them."""
        if not self.told:
            return []
        return [
            Phase(
                number=number,
                title=self._stage_title(stage),
                lines=[self.line(m.name) for m in METRICS if m.stage == stage]
                + ([self.lifetime_line] if stage == "retention" else []),
            )
            for number, stage in enumerate(STAGES, 1)
        ]

    @cached_property
    def service(self) -> list[Line]:
        """The figures of all touchpoints together."""
        return [self.line(m.name) for m in METRICS if m.stage is None] if self.told else []

    @property
    def journey(self) -> list[Line]:
        """The figures of the journey as a whole."""
        return [self.line(name) for name in JOURNEY] if self.told else []

    def line(self, name: str) -> Line:
        """Return a metric as it is shown."""
        told = self.told["metrics"][name]
        return Line(
            name=name,
            title=title_of(name),
            figure=figure_of(told["now"]),
            scale=wording.scale_name(told["scale"]),
            change=wording.change(told["change"], BY_NAME[name], is_proved=told["is_proved"]),
            spark=charts.spark(told),
            is_unusual=told["is_unusual"],
        )

    def charts(
        self, contexts: Iterable[Context], names: Iterable[str] = JOURNEY
    ) -> list[Chart]:
        """Return the charts of some metrics, those that have weeks."""
        if not self.told:
            return []
        known = list(contexts)
        found = (
            charts.weekly(
                name,
                self.told["metrics"][name],
                every=self.told["every"],
                contexts=[each for each in known if each.metric in ("", name)],
            )
            for name in names
        )
        return [chart for chart in found if chart is not None]

    @property
    def lifetime_line(self) -> Line:
        """What customers will bring, as it is shown."""
        payload = self.value.payload if self.value else None
        figure = figure_of(payload["figure"]) if payload else None
        return Line(name=LIFETIME, title=title_of(LIFETIME), figure=figure)

    def within(self, contexts: Iterable[Context]) -> list[Context]:
        """Return the contexts of the days that the charts show."""
        starts = [each[0] for told in self._metrics for each in told["weeks"][:1]]
        if not starts:
            return list(contexts)
        first, last = (
            date.fromisoformat(min(starts)),
            datetime.fromisoformat(self.told["until"]),
        )
        return [
            each
            for each in contexts
            if each.starts <= last.date() and (each.ends or each.starts) >= first
        ]

    @property
    def _metrics(self) -> list[dict[str, Any]]:
        return list(self.told["metrics"].values()) if self.told else []

    def _days(self, first: str, last: str) -> str:
        since, until = (datetime.fromisoformat(self.told[name]) for name in (first, last))
        return wording.span(since, until, self.zone)

    def _stage_title(self, stage: str) -> str:
        drawn = self.asked.canvas.parsed() if self.asked.canvas else None
        named = [each.title for each in drawn.stages if each.stage == stage] if drawn else []
        return say(named[0], language()) if named else _stage_name(stage)


def board(asked: Asked, member: Member | None) -> Board:
    """Return the dashboard of what was *asked*, as *member* may see it."""
    return Board(
        asked=asked,
        member=member,
        found=asked.figures(),
        value=asked.lifetime(),
        waiting=asked.due(),
        lived=asked.gap(),
        weights=answer(weights_of, since=None, until=None),
        risen=answer(risen),
    )


def _stage_name(stage: str) -> str:
    return {
        "awareness": pgettext("stage", "Awareness"),
        "consideration": pgettext("stage", "Consideration"),
        "decision": pgettext("stage", "Decision"),
        "retention": pgettext("stage", "Retention"),
        "advocacy": pgettext("stage", "Advocacy"),
    }[stage]


def period_name(period: str) -> str:
    """Return what a period is called in the picker."""
    return {"30d": _("30 d"), "90d": _("90 d"), "12m": _("12 m")}.get(period, period)
