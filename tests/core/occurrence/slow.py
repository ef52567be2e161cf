"""Promises evaluated slowly and obviously: plain loops over dicts, from promises.md alone.

It shares no code with the kernel it checks. Events are dicts with the log's columns, in
the order of the log; the canvas is read, never asked to compute.
"""

from datetime import datetime
from typing import Any

from tests.core.occurrence import slow_time
from tests.core.occurrence.slow_where import is_meant, number_of, read, rescaled, text_of

Event = dict[str, Any]
Row = dict[str, Any]


def slow_occurrences(
    events: list[Event], canvas: Any, *, as_of: datetime, where: Any = None
) -> list[Row]:
    """Return one dict per occurrence: promises in canvas order, then customer, then opened."""
    known = [event for event in events if event["at"] <= as_of]
    known = sorted(known, key=lambda event: (event["customer_id"], event["at"]))
    names = [name for _, promise in canvas.promises() for name in promise.adjust]
    rows = []
    for touchpoint, promise in canvas.promises():
        for customer in sorted({event["customer_id"] for event in known}):
            own = [event for event in known if event["customer_id"] == customer]
            case = Case(own, canvas, touchpoint, promise, as_of)
            rows += [case.row(opening, names) for opening in case.openings(where or {})]
    for name in names:
        as_one_type(rows, f"adjust.{name}")
    return rows


def as_one_type(rows: list[Row], column: str) -> None:
    """Make a column all numbers where each value reads as one, else all texts."""
    values = [row[column] for row in rows if row[column] is not None]
    convert = text_of if any(number_of(value) is None for value in values) else number_of
    for row in rows:
        row[column] = convert(row[column])


def touchpoint_of(event: Event, canvas: Any) -> str | None:
    for _, touchpoint in canvas.touchpoints():
        if any(is_meant(event, pattern) for pattern in touchpoint.events):
            return str(touchpoint.touchpoint)
    return None


class Case:
    """One promise and all events of one customer, in the order of the log."""

    def __init__(
        self, events: list[Event], canvas: Any, touchpoint: Any, promise: Any, as_of: datetime
    ) -> None:
        self.events, self.canvas, self.as_of = events, canvas, as_of
        self.touchpoint, self.promise = touchpoint, promise

    # Openings -----------------------------------------------------------------

    def openings(self, where: Any) -> list[Event]:
        promise = self.promise
        found = [
            event
            for event in self.events
            if is_meant(event, promise.opens, promise.where, where)
        ]
        if promise.openings == "each" or promise.kind in ("limit", "felt"):
            return found
        heads: list[Event] = []
        for opening in found:
            waiting = [
                head
                for head in heads
                if self.void_at_once(head) is None and self.in_scope(head, opening)
            ]
            joins = bool(waiting) and self.is_waiting(waiting[-1], opening)
            if self.void_at_once(opening) or not joins:
                heads.append(opening)
        return heads

    def is_waiting(self, head: Event, other: Event) -> bool:
        due = self.due(head)
        if self.promise.kind in ("never", "same") and due is not None and other["at"] > due:
            return False
        return not any(
            head["at"] <= event["at"] < other["at"] and self.ends(head, event)
            for event in self.events
        )

    def ends(self, head: Event, event: Event) -> bool:
        patterns = {
            "within": ("keeps", "unless"),
            "by": ("keeps", "unless"),
            "never": ("breaks", "until", "unless"),
            "same": ("equals", "unless"),
        }[self.promise.kind]
        meant = [getattr(self.promise, name) for name in patterns]
        is_end = any(is_meant(event, pattern) for pattern in meant if pattern is not None)
        return is_end and event is not head and self.in_scope(head, event)

    def in_scope(self, opening: Event, event: Event) -> bool:
        if self.promise.match == "customer":
            return True
        return opening["case_id"] is not None and event["case_id"] == opening["case_id"]

    # What follows ---------------------------------------------------------------

    def first(
        self, pattern: Any, opening: Event, since: datetime | None = None
    ) -> Event | None:
        if pattern is None:
            return None
        for event in self.events:
            follows = event["at"] >= max(opening["at"], since or opening["at"])
            is_other = event is not opening and self.in_scope(opening, event)
            if follows and is_other and is_meant(event, pattern):
                return event
        return None

    def due(self, opening: Event) -> datetime | None:
        promise, canvas = self.promise, self.canvas
        if promise.kind == "by":
            due = opening["due_at"]
            if due is not None and promise.whole_day:
                due = slow_time.end_of_day(due, canvas)
            if due is not None and promise.grace is not None:
                due = slow_time.add(due, promise.grace, canvas)
            return due
        within = getattr(promise, "within", None)
        return None if within is None else slow_time.add(opening["at"], within, canvas)

    def elapsed(self, start: datetime, end: datetime) -> float:
        own = self.promise.grace if self.promise.kind == "by" else self.promise.within
        if own is not None and own.business:
            seconds = slow_time.open_seconds(start, end, self.canvas)
            return seconds if end <= start else max(seconds, 1e-6)
        return (end - start).total_seconds()

    def void_at_once(self, opening: Event) -> str | None:
        promise = self.promise
        if promise.match == "case" and opening["case_id"] is None:
            return "no case"
        if promise.kind == "by" and opening["due_at"] is None:
            return "no due"
        if promise.kind == "limit" and number_of(read(opening, promise.of)) is None:
            return "no value"
        if promise.kind == "same" and read(opening, promise.of) is None:
            return "no value"
        return None

    # Verdicts: each returns state, reason, closed, broken_at, breach -----------------

    def verdict(self, opening: Event) -> Row:
        reason = self.void_at_once(opening)
        if reason is not None:
            return result("void", reason)
        return {
            "within": self.waited,
            "by": self.waited,
            "limit": self.bounded,
            "never": self.held,
            "same": self.agreed,
            "felt": self.reached,
        }[self.promise.kind](opening)

    def is_voided(self, opening: Event, decided: datetime | None, due: datetime | None) -> bool:
        void = self.first(self.promise.unless, opening)
        if void is None:
            return False
        is_before = decided is None or void["at"] < decided
        return is_before and (due is None or void["at"] <= due)

    def waited(self, opening: Event) -> Row:
        keep, due = self.first(self.promise.keeps, opening), self.due(opening)
        assert due is not None
        if self.is_voided(opening, keep and keep["at"], due):
            return result("void", "unless")
        if keep is not None and keep["at"] <= due:
            return result("kept", closed=keep["at"], breach=self.elapsed(due, keep["at"]))
        if keep is not None:
            late = self.elapsed(due, keep["at"])
            return result("broken", closed=keep["at"], broken_at=due, breach=late)
        if self.as_of > due:
            return result("broken", broken_at=due, breach=self.elapsed(due, self.as_of))
        return result("pending")

    def bounded(self, opening: Event) -> Row:
        number, promise = number_of(read(opening, self.promise.of)), self.promise
        assert number is not None
        sides = []
        if promise.at_most is not None:
            sides.append(number - promise.at_most)
        if promise.at_least is not None:
            sides.append(promise.at_least - number)
        return measured(round(max(sides), 9), opening["at"])

    def held(self, opening: Event) -> Row:
        promise, due = self.promise, self.due(opening)
        breaking = self.first(promise.breaks, opening)
        until = self.first(promise.until, opening)
        ends = [moment for moment in (until and until["at"], due) if moment is not None]
        end = min(ends) if ends else None
        if breaking is not None and (end is None or breaking["at"] < end):
            at = breaking["at"]
            size = None if promise.of is None else number_of(read(breaking, promise.of))
            if self.is_voided(opening, at, due):
                return result("void", "unless")
            return result("broken", closed=at, broken_at=at, breach=size)
        if self.is_voided(opening, until and until["at"], due):
            return result("void", "unless")
        if end is not None and end <= self.as_of:
            return result("kept", closed=end)
        return result("pending")

    def agreed(self, opening: Event) -> Row:
        promise, due = self.promise, self.due(opening)
        second = self.first(promise.equals, opening)
        if second is not None and due is not None and second["at"] > due:
            second = None
        if self.is_voided(opening, second and second["at"], due):
            return result("void", "unless")
        if second is None:
            passed = due is not None and self.as_of > due
            return result("void", "no pair") if passed else result("pending")
        one, other = read(opening, promise.of), read(second, promise.of)
        if other is None:
            return result("void", "no value")
        left, right = number_of(one), number_of(other)
        if left is not None and right is not None:
            return measured(round(abs(left - right) - promise.tolerance, 9), second["at"])
        if text_of(one) == text_of(other):
            return result("kept", closed=second["at"])
        return result("broken", closed=second["at"], broken_at=second["at"])

    def reached(self, opening: Event) -> Row:
        promise = self.promise
        end = opening["at"] + slow_time.length(promise.felt_window)
        scored, _ = self.nearest(opening, opening["at"])
        if self.is_voided(opening, scored and scored["at"], end):
            return result("void", "unless")
        if scored is None:
            return result("void", "no score") if self.as_of > end else result("pending")
        aim = self.touchpoint.aim if promise.aim is None else promise.aim
        felt = rescaled(scored)
        assert felt is not None
        return measured(round(aim - felt, 9), scored["at"])

    # Felt, recovery, outcome, what was known before ------------------------------------

    def nearest(self, opening: Event, moment: datetime) -> tuple[Event | None, str | None]:
        end = moment + slow_time.length(self.promise.felt_window)
        scored = [
            event
            for event in self.events
            if rescaled(event) is not None and opening["at"] <= event["at"] <= end
        ]
        case = opening["case_id"]
        of_case = [event for event in scored if case is not None and event["case_id"] == case]
        place = self.touchpoint.touchpoint
        here = [event for event in scored if touchpoint_of(event, self.canvas) == place]
        for found, source in ((of_case, "case"), (here, "touchpoint")):
            best: Event | None = None
            for event in found:  # in the order of the log: of one instant the first stays
                if best is None or closer(event["at"], best["at"], moment):
                    best = event
            if best is not None:
                return best, source
        return None, None

    def recovered_at(self, opening: Event, broken_at: datetime | None) -> datetime | None:
        if broken_at is None:
            return None
        event = self.first(self.promise.recovers, opening, broken_at)
        window = slow_time.length(self.promise.recovery_window)
        if event is None or event["at"] > broken_at + window:
            return None
        at: datetime = event["at"]
        return at

    def outcome(self, opening: Event, anchor: datetime) -> Row:
        end = anchor + slow_time.length(self.promise.horizon or self.canvas.horizon)
        if end > self.as_of:
            return {"returned": None, "spend": None}
        case = opening["case_id"]
        came = [
            event
            for event in self.events
            if is_meant(event, self.canvas.returns)
            and anchor < event["at"] <= end
            and (case is None or event["case_id"] != case)
        ]
        return {"returned": bool(came), "spend": sum(map(self.money, came), 0.0)}

    def money(self, event: Event) -> float:
        is_ours = event["currency"] in (None, self.canvas.currency)
        return float(event["amount"] or 0) if is_ours else 0.0

    def before(self, opening: Event) -> Row:
        earlier = [event for event in self.events if event["at"] < opening["at"]]
        came = [event for event in earlier if is_meant(event, self.canvas.returns)]
        felt = [score for event in earlier if (score := rescaled(event)) is not None]
        start = self.events[0]["at"]
        return {
            "events_before": len(earlier),
            "returns_before": len(came),
            "spend_before": sum(map(self.money, came), 0.0),
            "tenure": (opening["at"] - start).total_seconds(),
            "felt_before": sum(felt) / len(felt) if felt else None,
        }

    def row(self, opening: Event, adjust: list[str]) -> Row:
        promise, due, verdict = self.promise, self.due(opening), self.verdict(opening)
        moment = verdict["closed"] or due or opening["at"]
        if promise.kind == "felt":
            moment = opening["at"]
        scored, source = self.nearest(opening, moment)
        segment = None if promise.segment is None else text_of(read(opening, promise.segment))
        return {
            "promise": promise.promise,
            "touchpoint": self.touchpoint.touchpoint,
            "customer_id": opening["customer_id"],
            "case_id": opening["case_id"],
            "opening_id": opening["event_id"],
            "opened": opening["at"],
            "due": due,
            **verdict,
            "recovered_at": self.recovered_at(opening, verdict["broken_at"]),
            "felt": None if scored is None else rescaled(scored),
            "felt_source": source,
            "felt_scale": None if scored is None else scored["scale"],
            "anchor": due or opening["at"],
            **self.outcome(opening, due or opening["at"]),
            "segment": segment,
            "channel": opening["channel"],
            "promised": None if due is None else (due - opening["at"]).total_seconds(),
            **self.before(opening),
            **{
                f"adjust.{name}": read(opening, name) if name in promise.adjust else None
                for name in adjust
            },
        }


def closer(one: datetime, other: datetime, moment: datetime) -> bool:
    """Return whether *one* is nearer to the moment, or as near and later."""
    if abs(one - moment) == abs(other - moment):
        return one > other
    return abs(one - moment) < abs(other - moment)


def measured(breach: float, at: datetime) -> Row:
    if breach > 0:
        return result("broken", closed=at, broken_at=at, breach=breach)
    return result("kept", closed=at, breach=breach)


def result(
    state: str,
    reason: str | None = None,
    *,
    closed: datetime | None = None,
    broken_at: datetime | None = None,
    breach: float | None = None,
) -> Row:
    return {
        "state": state,
        "void_reason": reason,
        "closed": closed,
        "broken_at": broken_at,
        "breach": breach,
    }
