"""Beliefs: teams say what they think customers feel before they see it, once a quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from typing import Final

from django.utils import timezone

from parcours.core.canvas import Canvas as Drawing
from parcours.core.canvas import Touchpoint
from parcours.core.figure import Figure
from parcours.core.gap import Gap, TouchpointGap
from parcours.core.words import slug
from parcours.map.models import Belief, Canvas
from parcours.people.models import Member

ENOUGH: Final = 3  # answers below which a mean would show who said what

Said = tuple[int | None, float | None]


@dataclass(frozen=True, kw_only=True)
class Believed:
    """What a team believes of a touchpoint: means over its members' latest answers."""

    felt: float | None
    kept_share: float | None
    n: int


def team_of(point: Touchpoint) -> str:
    """Return the key of the team that a canvas calls the owner of a touchpoint."""
    return slug(point.owner or "")


def this_quarter() -> date:
    """Return the first day of the quarter that we are in."""
    today = timezone.localdate()
    return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)


def asked(canvas: Canvas, member: Member) -> list[Touchpoint]:
    """Return the touchpoints of which *member* has not yet said what they believe."""
    own = _own(canvas.parsed(), member)
    if not own:
        return []
    said = set(
        Belief.objects.filter(canvas=canvas, member=member, quarter=this_quarter()).values_list(
            "touchpoint", flat=True
        )
    )
    return [point for point in own if point.touchpoint not in said]


def hidden_from(canvas: Canvas, member: Member) -> frozenset[str]:
    """Return the touchpoints whose figures *member* may not see yet: those asked about."""
    return frozenset(point.touchpoint for point in asked(canvas, member))


def say(canvas: Canvas, member: Member, answers: Mapping[str, Said]) -> None:
    """Keep what *member* believes; an answer without a felt score is a question skipped.

    Only what is asked is kept: who has seen the figures cannot answer again.

    Args:
        answers: by touchpoint, felt (1 to 5) and share kept (0 to 1).
    """
    Belief.objects.bulk_create(
        [
            Belief(
                member=member,
                canvas=canvas,
                touchpoint=point.touchpoint,
                team=team_of(point),
                quarter=this_quarter(),
                felt=felt,
                kept_share=kept if felt is not None else None,
            )
            for point in asked(canvas, member)
            for felt, kept in [answers.get(point.touchpoint, (None, None))]
        ],
        ignore_conflicts=True,
    )


def believed(canvas: Canvas, member: Member) -> dict[str, Believed]:
    """Return what teams believe by touchpoint, as far as *member* may know it.

    Of another team only the mean of three answers or more. The latest quarter with an
    answer counts.
    """
    own = {point.touchpoint for point in _own(canvas.parsed(), member)}
    latest: dict[str, list[Belief]] = {}
    for belief in canvas.beliefs.exclude(felt=None).order_by("-quarter", "pk"):
        heard = latest.setdefault(belief.touchpoint, [])
        if not heard or heard[0].quarter == belief.quarter:
            heard.append(belief)
    return {
        touchpoint: _mean(heard)
        for touchpoint, heard in latest.items()
        if len(heard) >= ENOUGH or touchpoint in own
    }


def with_beliefs(found: Gap, beliefs: Mapping[str, Believed]) -> Gap:
    """Return *found* with what teams believe in place of what the canvas says they do."""
    if not beliefs:
        return found
    said = {name: each.felt for name, each in beliefs.items()}
    stages = tuple(
        stage.model_copy(
            update={
                "touchpoints": tuple(
                    point.model_copy(
                        update={"belief": said.get(point.touchpoint, point.belief)}
                    )
                    for point in stage.touchpoints
                )
            }
        )
        for stage in found.canvas.stages
    )
    return replace(
        found,
        canvas=found.canvas.model_copy(update={"stages": stages}),
        touchpoints=tuple(
            replace(each, belief=said.get(each.touchpoint, each.belief))
            for each in found.touchpoints
        ),
    )


def masked(found: Gap, hidden: Iterable[str]) -> Gap:
    """Return *found* without any figure of the *hidden* touchpoints and of their promises.

    Totals stay, unless nothing else is left in them.
    """
    unseen = frozenset(hidden)
    if not unseen:
        return found
    touchpoints = tuple(
        _nothing(each) if each.touchpoint in unseen else each for each in found.touchpoints
    )
    shown = replace(
        found,
        touchpoints=touchpoints,
        promises=tuple(each for each in found.promises if each.touchpoint not in unseen),
    )
    if shown.promises or not found.promises:
        return shown
    is_felt = any(each.felt.n for each in touchpoints)
    return replace(
        shown,
        kept=_none_of(found.kept),
        customers_touched=0,
        value=_none_of(found.value),
        nps=found.nps if is_felt else None,
        csat=found.csat if is_felt else None,
    )


def _nothing(each: TouchpointGap) -> TouchpointGap:
    return replace(
        each,
        felt=_none_of(each.felt),
        kept=_none_of(each.kept) if each.kept else None,
        value=_none_of(each.value) if each.value else None,
        customers=0,
        events=0,
        last_evidence=None,
        quadrant="too few",
        is_clear=False,
        inferred=None,
    )


def _none_of(figure: Figure) -> Figure:
    return replace(figure, value=None, low=None, high=None, n=0, note="")


def _own(drawn: Drawing, member: Member) -> list[Touchpoint]:
    """Return the touchpoints of *member*'s teams, where they may be asked."""
    if not member.can("say beliefs"):
        return []
    teams = set(member.teams.values_list("key", flat=True))
    return [point for _stage, point in drawn.touchpoints() if team_of(point) in teams]


def _mean(beliefs: list[Belief]) -> Believed:
    shares = [each.kept_share for each in beliefs if each.kept_share is not None]
    return Believed(
        felt=fmean(each.felt for each in beliefs if each.felt is not None),
        kept_share=fmean(shares) if shares else None,
        n=len(beliefs),
    )
