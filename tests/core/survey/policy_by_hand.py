"""The contact policy decided slowly and obviously, one person and one candidate at a time."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from parcours.core.survey.policy import KINDS, Policy

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
Row = dict[str, Any]


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


class PolicyByHand:
    """Decides candidates in order; what it asks it writes into its own history."""

    def __init__(self, events: list[Row], policy: Policy) -> None:
        self.policy = policy
        self.events = defaultdict(list)
        for event in sorted(events, key=lambda one: one["at"]):
            self.events[event["customer_id"]].append(event)
        self.asked: dict[str, list[Row]] = defaultdict(list)

    def decide(self, candidates: list[Row]) -> list[tuple[bool, set[str]]]:
        """Return, per candidate, whether it is asked and the rules that speak against it."""
        order = sorted(
            range(len(candidates)),
            key=lambda n: (
                self.moment(candidates[n]),
                KINDS.index(candidates[n]["kind"]),
                -candidates[n]["priority"],
                candidates[n]["survey"],
                candidates[n]["at"],
                n,
            ),
        )
        found: dict[int, tuple[bool, set[str]]] = {}
        for n in order:
            rules = self.against(candidates[n])
            if not rules:
                self.asked[candidates[n]["customer_id"]].append(candidates[n])
            found[n] = (not rules, rules)
        return [found[n] for n in range(len(candidates))]

    def moment(self, candidate: Row) -> datetime:
        moment = candidate["at"]
        opens, closes = self.policy.hours[0].minutes
        while not opens <= moment.hour * 60 + moment.minute < closes:
            moment += timedelta(hours=1)  # all are whole hours here
        return moment

    def against(self, candidate: Row) -> set[str]:
        rules = set()
        moment = self.moment(candidate)
        past = [one for one in self.events[candidate["customer_id"]] if one["at"] <= moment]
        if (said := self.agreed(past, candidate["kind"])) is False:
            rules.add("stopped")
        if said is None and self.policy.consent_needed:
            rules.add("no_consent")
        if not candidate["is_reachable"]:
            rules.add("unreachable")
        if any(self.is_open(one, moment) for one in past):
            rules.add("complaint")
        if candidate["is_held_out"]:
            rules.add("held_out")
        rules |= self.resting(candidate, past)
        if not rules and candidate["chance"] >= candidate["probability"]:
            rules.add("not_drawn")
        return rules

    def agreed(self, past: list[Row], kind: str) -> bool | None:
        purpose = "news" if kind == "mailing" else "surveys"
        said = None
        for one in past:
            if one["activity"].startswith(("consent.", "customer.unsub")) and one[
                "purpose"
            ] in (None, purpose):
                said = one["activity"] == "consent.given"
        return said

    def is_open(self, event: Row, moment: datetime) -> bool:
        if event["activity"] != "complaint.opened":
            return False
        if moment >= event["at"] + timedelta(seconds=self.policy.complaint_lasts.seconds):
            return False
        place = self.events[event["customer_id"]].index(event)
        return not any(
            one["activity"] == "complaint.closed"
            and event["at"] <= one["at"] <= moment
            and event["case_id"] in (None, one["case_id"])
            for number, one in enumerate(self.events[event["customer_id"]])
            if number != place
        )

    def resting(self, candidate: Row, past: list[Row]) -> set[str]:
        moment, rules = self.moment(candidate), set()
        contacts = [
            (one["at"], one["kind"]) for one in past if one["activity"] == "survey.sent"
        ]
        contacts += [
            (self.moment(one), one["kind"]) for one in self.asked[candidate["customer_id"]]
        ]
        for when, kind in contacts:
            if moment < when + timedelta(seconds=self.policy.between.seconds):
                rules.add("recent")
            rest = self.policy.rest.get(candidate["kind"])
            same = rest is not None and kind in (None, candidate["kind"])
            if same and moment < when + timedelta(seconds=rest.seconds):
                rules.add("same_kind")
        return rules
