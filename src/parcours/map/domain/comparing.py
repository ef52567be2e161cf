"""What teams believe against what customers lived."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parcours.core.figure import Figure
from parcours.core.language import language
from parcours.core.report import numbers
from parcours.core.words import say
from parcours.map.domain import blind
from parcours.map.domain.looking import Look
from parcours.people.models import Team


@dataclass(frozen=True, kw_only=True)
class Row:
    """One touchpoint: what its team believes, and what was lived."""

    title: str
    name: str
    believed: blind.Believed
    felt: Figure
    kept: Figure | None

    @property
    def difference(self) -> float | None:
        """Believed minus lived, in points of felt; null where too few scores tell."""
        if self.felt.evidence == "too few" or None in (self.felt.value, self.believed.felt):
            return None
        return (self.believed.felt or 0.0) - (self.felt.value or 0.0)

    @property
    def said(self) -> str:
        """The difference in words, with its sign."""
        return "" if self.difference is None else numbers.decimal(self.difference, signed=True)

    @property
    def colour(self) -> str:
        """The token of the difference: believing too well is what hurts."""
        if not self.is_sure:
            return ""
        return "bad" if (self.difference or 0) > 0 else "good"

    @property
    def kept_believed(self) -> str:
        """The share of promises that the team believes it keeps, in words."""
        share = self.believed.kept_share
        return "" if share is None else numbers.percent(share)

    @property
    def is_sure(self) -> bool:
        """Whether what is believed lies outside the interval of what was lived."""
        low, high, felt = self.felt.low, self.felt.high, self.believed.felt
        if self.difference is None or low is None or high is None or felt is None:
            return False
        return not low <= felt <= high


@dataclass(frozen=True, kw_only=True)
class TeamBelief:
    """A team, and its touchpoints."""

    name: str
    rows: list[Row]


def teams(look: Look) -> list[TeamBelief]:
    """Return what teams believe against what was lived, as far as the member may know both."""
    if look.gap is None:
        return []
    names = dict(Team.objects.values_list("key", "name"))
    by_team: dict[str, list[Row]] = {}
    for team, row in _rows(look):
        by_team.setdefault(team, []).append(row)
    return [
        TeamBelief(name=names.get(team, team), rows=rows)
        for team, rows in sorted(by_team.items())
    ]


def _rows(look: Look) -> Iterator[tuple[str, Row]]:
    lived = {each.touchpoint: each for each in look.gap.touchpoints} if look.gap else {}
    for _stage, point in look.drawn.touchpoints():
        said = look.beliefs.get(point.touchpoint)
        if said is not None and point.touchpoint not in look.hidden:
            found = lived[point.touchpoint]
            yield (
                blind.team_of(point),
                Row(
                    title=say(point.title, language()),
                    name=point.touchpoint,
                    believed=said,
                    felt=found.felt,
                    kept=found.kept,
                ),
            )


def history(look: Look) -> list[dict[str, Any]]:
    """Return what the member said before, the newest first."""
    titles = {p.touchpoint: say(p.title, language()) for _s, p in look.drawn.touchpoints()}
    said = look.canvas.beliefs.filter(member=look.member)
    return [
        {"belief": each, "title": titles.get(each.touchpoint, each.touchpoint)}
        for each in said.order_by("-quarter", "touchpoint")
    ]
