"""The rules of the policy, each saying against whom it speaks, because of what, how long."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.occurrence.bucket import NEVER, Bucket, Moments
from parcours.core.selection import Mask, Rows
from parcours.core.survey.history import (
    ANY_KIND,
    People,
    Timeline,
    complaints,
    consent_line,
    contacts,
)
from parcours.core.survey.policy import KINDS, PURPOSES, SURVEYS, Policy, Rule


@dataclass(frozen=True)
class Asking:
    """Candidates in the order in which they are decided: by person, moment and rank."""

    policy: Policy
    frame: pl.DataFrame
    customer_ids: pl.Series
    who: People
    moment: Moments
    kind: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.who)


@dataclass(frozen=True)
class Past:
    """What is recorded of the people who may be asked."""

    bucket: Bucket
    people: People

    def event_ids(self, rows: Rows) -> pl.Series:
        """Return the names of events."""
        if "event_id" not in self.bucket.events.frame.columns:
            return _nothing(len(rows))
        return self.bucket.events.frame["event_id"].gather(rows)


@dataclass(frozen=True)
class Spoken:
    """A rule, the candidates it speaks against, because of what, and until when.

    ``since`` and ``until`` are NEVER where there is no event, and where nobody knows.
    """

    rule: Rule
    against: Rows
    since: Moments
    until: Moments
    event_id: pl.Series
    survey: pl.Series

    @classmethod
    def forever(cls, rule: Rule, against: Rows) -> "Spoken":
        """Say *rule* for no event, and for nobody knows how long."""
        never = np.full(len(against), NEVER)
        return cls.of(rule, against, since=never, event_id=_nothing(len(against)))

    @classmethod
    def of(cls, rule: Rule, against: Rows, *, since: Moments, event_id: pl.Series) -> "Spoken":
        """Say *rule* because of an event, for nobody knows how long."""
        never = np.full(len(against), NEVER)
        return cls(rule, against, since, never, event_id, _nothing(len(against)))


def speaking(size: int, spoken: list[Spoken]) -> Mask:
    """Return against which of *size* candidates any rule speaks."""
    found = np.zeros(size, dtype=np.bool_)
    for each in spoken:
        found[each.against] = True
    return found


def of_consent(asking: Asking, consents: pl.DataFrame) -> list[Spoken]:
    """Return who said no for the purpose of the survey, and who never said yes."""
    purposes = np.array([PURPOSES.get(kind, SURVEYS) for kind in KINDS])[asking.kind]
    found = []
    for purpose in np.unique(purposes):
        own = consents.filter(pl.col("purpose").is_null() | (pl.col("purpose") == purpose))
        line, mine = consent_line(own, asking.customer_ids), np.flatnonzero(purposes == purpose)
        last = line.last(asking.who[mine], asking.moment[mine])
        told = last >= 0
        no = ~own["is_given"].gather(line.row[last[told]]).to_numpy()
        place = last[told][no]
        names = own["event_id"].gather(line.row[place])
        found.append(
            Spoken.of(Rule.STOPPED, mine[told][no], since=line.at[place], event_id=names)
        )
        if asking.policy.consent_needed:
            found.append(Spoken.forever(Rule.NO_CONSENT, mine[~told]))
    return found


def of_complaints(asking: Asking, past: Past) -> Spoken:
    """Return who has a complaint that is open."""
    known = complaints(past.bucket, past.people, asking.policy)
    place = known.open_at(asking.who, asking.moment)
    against = np.flatnonzero(place >= 0)
    row, since = known.opened.row[place[against]], known.opened.at[place[against]]
    return Spoken.of(Rule.COMPLAINT, against, since=since, event_id=past.event_ids(row))


def of_contacts(asking: Asking, past: Past) -> list[Spoken]:
    """Return whom a contact of the log gives rest."""
    line, kinds = contacts(past.bucket, past.people, asking.policy)
    return [
        _resting(asking, past, line.only(counts(kinds, kind)), rest=(kind, rest))
        for kind, rest in rests(asking.policy).items()
    ]


def _resting(asking: Asking, past: Past, line: Timeline, *, rest: tuple[int, int]) -> Spoken:
    kind, length = rest
    last = line.last(asking.who, asking.moment)
    at = np.append(line.at, 0)[last]
    is_at_rest = (last >= 0) & counts(asking.kind, kind) & (asking.moment < at + length)
    against = np.flatnonzero(is_at_rest)
    names = past.event_ids(line.row[last[against]])
    since = at[against]
    return Spoken(_rule(kind), against, since, since + length, names, _nothing(len(against)))


def of_this_run(asking: Asking, asked: Mask) -> list[Spoken]:
    """Return whom a survey that was just decided gives rest."""
    return [_just_asked(asking, asked, rest=rest) for rest in rests(asking.policy).items()]


def _just_asked(asking: Asking, asked: Mask, *, rest: tuple[int, int]) -> Spoken:
    kind, length = rest
    chosen = np.flatnonzero(asked & counts(asking.kind, kind))
    place = np.searchsorted(chosen, np.arange(len(asking)), side="left") - 1
    mine = np.flatnonzero((place >= 0) & counts(asking.kind, kind))
    before = chosen[place[mine]]
    since = asking.moment[before]
    is_at_rest = (asking.who[before] == asking.who[mine]) & (
        asking.moment[mine] < since + length
    )
    against, since = mine[is_at_rest], since[is_at_rest]
    surveys = asking.frame["survey"].gather(before[is_at_rest])
    nothing = _nothing(len(against))
    return Spoken(_rule(kind), against, since, since + length, nothing, surveys)


def rests(policy: Policy) -> dict[int, int]:
    """Return the rest after a contact of each kind, and of any, in microseconds."""
    lengths = {ANY_KIND: policy.between}
    lengths |= {KINDS.index(kind): rest for kind, rest in policy.rest.items()}
    return {kind: round(rest.seconds * 1_000_000) for kind, rest in lengths.items()}


def counts(kinds: NDArray[np.int64], kind: int) -> Mask:
    """Return which of *kinds* are that kind; one that is not told counts as each."""
    if kind == ANY_KIND:
        return np.ones(len(kinds), dtype=np.bool_)
    same: Mask = (kinds == kind) | (kinds == ANY_KIND)
    return same


def _rule(kind: int) -> Rule:
    return Rule.RECENT if kind == ANY_KIND else Rule.SAME_KIND


def _nothing(size: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, size)
