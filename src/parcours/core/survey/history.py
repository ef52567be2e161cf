"""What the log tells of the people one would ask: contacts, complaints, what they agreed to."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.events import Events
from parcours.core.occurrence.bucket import NEVER, Bucket, Moments, bisect
from parcours.core.occurrence.scope import Openings, moments, track
from parcours.core.pattern import Pattern
from parcours.core.schema import MOMENT
from parcours.core.selection import Mask, Rows, columns_of, values
from parcours.core.survey.policy import KINDS, MAILING, REMINDER, REVIEW, Policy

People = NDArray[np.int64]
"""Positions in a sorted list of customer_ids."""

GIVEN, WITHDRAWN, UNSUBSCRIBED = "consent.given", "consent.withdrawn", "customer.unsubscribed"
ANY_KIND: Final = -1
CONSENTS: Final = {
    "customer_id": pl.String(),
    "at": MOMENT,
    "purpose": pl.String(),
    "is_given": pl.Boolean(),
    "event_id": pl.String(),
}
"""What people agreed to: a purpose of null is every purpose."""

_OF_ACTIVITY: Final = {
    "mailing.sent": MAILING,
    "review.invited": REVIEW,
    "survey.reminded": REMINDER,
}
_AGREEING: Final = Pattern(activity=(GIVEN, WITHDRAWN, UNSUBSCRIBED))


@dataclass(frozen=True)
class Timeline:
    """Facts about people, by person and then by time; ``row`` is where each comes from."""

    who: People
    at: Moments
    row: Rows

    def last(self, who: People, at: Moments) -> Rows:
        """Return the position of each person's last fact no later than the moment, or −1."""
        low = np.searchsorted(self.who, who, side="left")
        high = np.searchsorted(self.who, who, side="right")
        found = bisect(self.at, at + 1, low=low, high=high) - 1
        return np.where(found >= low, found, -1)

    def only(self, mask: Mask) -> "Timeline":
        """Return the facts of *mask*."""
        return Timeline(self.who[mask], self.at[mask], self.row[mask])


@dataclass(frozen=True)
class Complaints:
    """Complaints; for each opening, which of the person's until then lasts longest."""

    opened: Timeline
    closes: Moments
    longest: Rows

    def open_at(self, who: People, at: Moments) -> Rows:
        """Return the position of a complaint that is open at the moment, −1 where none is."""
        last = self.opened.last(who, at)
        if not len(self.closes):
            return last
        longest = np.where(last >= 0, self.longest[last], -1)
        return np.where((last >= 0) & (self.closes[longest] > at), longest, -1)


def columns_needed(policy: Policy) -> set[str]:
    """Return the columns of the log that the policy reads."""
    patterns = (policy.contacts, policy.complaint_opens, policy.complaint_closes)
    return {"event_id", "case_id", "properties"} | columns_of(*patterns)


def people_of(events: Events, customer_ids: pl.Series) -> People:
    """Return the person of each customer of *events*, −1 for those nobody asks about.

    Args:
        customer_ids: sorted, each once.
    """
    starts = np.flatnonzero(np.diff(events.customer, prepend=-1))
    names = events.frame["customer_id"].gather(starts).cast(pl.String)
    place = customer_ids.search_sorted(names).to_numpy().astype(np.int64)
    place = np.minimum(place, max(len(customer_ids) - 1, 0))
    is_one = (customer_ids.gather(place) == names).to_numpy() if len(customer_ids) else False
    return np.where(is_one, place, -1)


def contacts(bucket: Bucket, people: People, policy: Policy) -> tuple[Timeline, People]:
    """Return when people were contacted, and the kind of each contact.

    The kind is a position in ``KINDS``, or ``ANY_KIND``: a contact that does not say which it
    is counts as each, so that nobody is asked more often because a source says too little.
    """
    line = _timeline(bucket, people, bucket.rows(policy.contacts))
    told = values(bucket.events, line.row, "properties.kind")
    names = values(bucket.events, line.row, "activity").replace_strict(
        _OF_ACTIVITY, default=None, return_dtype=pl.String
    )
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    found = told.fill_null(names) if len(told) else told
    codes = found.replace_strict(kinds, default=ANY_KIND, return_dtype=pl.Int64)
    return line, codes.to_numpy()


def complaints(bucket: Bucket, people: People, policy: Policy) -> Complaints:
    """Return the complaints of people, and when each stopped counting as open."""
    line = _timeline(bucket, people, bucket.rows(policy.complaint_opens))
    closes = line.at + round(policy.complaint_lasts.seconds * 1_000_000)
    in_case = bucket.case[line.row] >= 0
    for match, mask in (("case", in_case), ("customer", ~in_case)):
        openings = Openings(bucket, match, line.row[mask])  # type: ignore[arg-type]
        row = track(bucket, openings.match, policy.complaint_closes).follows(openings)
        closes[mask] = np.minimum(closes[mask], moments(bucket, row))
    # Ranks of people dominate those of closings: one running maximum serves everyone.
    by_closing = np.argsort(closes, kind="stable")
    rank = np.empty(len(closes), dtype=np.int64)
    rank[by_closing] = np.arange(len(closes))
    running = np.maximum.accumulate(line.who * max(len(closes), 1) + rank)
    return Complaints(line, closes, by_closing[running - line.who * max(len(closes), 1)])


def consents_in(events: Events) -> pl.DataFrame:
    """Return what the log tells of what people agreed to: a table of ``CONSENTS``."""
    rows = Bucket(events, NEVER).rows(_AGREEING)
    frame = events.frame[rows]
    return pl.DataFrame(
        {
            "customer_id": frame["customer_id"].cast(pl.String),
            "at": frame["at"].cast(MOMENT),
            "purpose": values(events, rows, "properties.purpose"),
            "is_given": values(events, rows, "activity") == GIVEN,
            "event_id": values(events, rows, "event_id"),
        },
        schema=CONSENTS,
    )


def consent_line(consents: pl.DataFrame, customer_ids: pl.Series) -> Timeline:
    """Return *consents* by person and time; ``row`` is the position in the table."""
    numbers = pl.DataFrame({"customer_id": customer_ids}).with_row_index("who")
    known = consents.with_row_index("row").join(numbers, on="customer_id")
    known = known.sort("who", "at", "row")
    return Timeline(
        known["who"].cast(pl.Int64).to_numpy(),
        known["at"].to_physical().to_numpy(),
        known["row"].cast(pl.Int64).to_numpy(),
    )


def _timeline(bucket: Bucket, people: People, rows: Rows) -> Timeline:
    who = people[bucket.events.customer[rows]] if len(people) else np.zeros(0, dtype=np.int64)
    line = Timeline(who, bucket.events.at[rows], rows)
    return line.only(who >= 0)
