"""A list of tickets as a help desk exports it: opened, solved, judged."""

from typing import Any, Final

import polars as pl

from parcours.core.language import _
from parcours.core.sources.column import Column
from parcours.core.sources.guessed import Guess

_SIGNS: Final = ({"requester", "created_at"}, {"requester_id", "created_at"})
_ONE_OF: Final = frozenset(
    ["ticket_type", "via", "solved_at", "satisfaction_score", "priority"]
)
_WORDS: Final = ("description", "first_comment", "subject")
_JUDGED: Final = {"Good": 1, "Bad": 0, "good": 1, "bad": 0}
_CHANNELS: Final = {
    "Mail": "email", "Email": "email", "email": "email", "Web form": "web", "Web": "web",
    "web": "web", "Chat": "chat", "chat": "chat", "Messaging": "chat", "Phone": "phone",
    "voice": "phone", "Voice": "phone", "WhatsApp": "whatsapp", "whatsapp": "whatsapp",
    "Facebook Messenger": "messenger", "Instagram Direct": "instagram", "Mobile": "app",
}  # fmt: skip
_KEPT: Final = ("status", "priority", "ticket_type", "group", "brand", "tags")


def read_tickets(sample: pl.DataFrame, *, day_first: bool | None) -> Guess | None:
    """Guess what a view of Zendesk, exported as CSV, tells; nothing where it is none."""
    columns = {each.key: each for each in (Column(s.name, s, day_first) for s in sample)}
    names = columns.keys()
    has_id = bool({"id", "ticket_id"} & names)
    if not (has_id and any(signs <= names for signs in _SIGNS) and _ONE_OF & names):
        return None
    return _Tickets(columns).guess()


class _Tickets:
    """The events of a row that is a ticket."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self.columns = columns
        self.ticket = self._named("id", "ticket_id") or ""

    def guess(self) -> Guess:
        opened, solved = self.columns["created_at"], self.columns.get("solved_at")
        events = [self._opened(opened)]
        if solved is not None and solved.is_moment:
            events.append(self._event("conversation.resolved", solved))
        judged = self.columns.get("satisfaction_score") or self.columns.get("satisfaction")
        if judged is not None:
            at = solved if solved is not None and solved.is_moment else opened
            events.append(self._judged(judged, at))
        notes = [_("tickets of Zendesk: opened, solved, judged")]
        if opened.is_naive:
            notes.append(_("times do not say their time zone; set it to yours"))
        return Guess(events, notes)

    def _opened(self, at: Column) -> dict[str, Any]:
        event = self._event("conversation.opened", at)
        if words := self._named(*_WORDS):
            event["text"] = words
        if via := self._named("via"):
            event["channel"] = {"column": via, "values": _CHANNELS, "others": "empty"}
        kept = {name: self.columns[name].name for name in _KEPT if name in self.columns}
        return event | ({"properties": kept} if kept else {})

    def _judged(self, judged: Column, at: Column) -> dict[str, Any]:
        event = self._event("survey.answered", at)
        event["when"] = event["when"] | {judged.name: list(_JUDGED)}
        event["score"] = {"column": judged.name, "values": _JUDGED, "others": "empty"}
        event["scale"] = "csat_0_1"
        comment = self._named("satisfaction_comment", "satisfaction_reason")
        return event | ({"text": comment} if comment else {})

    def _event(self, activity: str, at: Column) -> dict[str, Any]:
        formats = at.dates[0]
        when: Any = {"column": at.name}
        return {
            "activity": activity,
            "at": when if formats == ("iso",) else when | {"format": list(formats)},
            "when": {at.name: {"present": True}},
            "customer_id": self._customer(),
            "case_id": self.ticket,
            "event_id": {"template": f"zendesk:{{{self.ticket}}}"},
            "source": "zendesk",
        }

    def _customer(self) -> Any:
        # A name alone identifies nobody: such a ticket is of someone of its own.
        reached = self._named("requester_email", "requester_external_id")
        number = self._named("requester_id")
        found: list[Any] = [reached] if reached else []
        found += [{"template": f"zendesk:{{{number}}}"}] if number else []
        return {"first": [*found, {"template": f"zendesk ticket {{{self.ticket}}}"}]}

    def _named(self, *names: str) -> str | None:
        found = (self.columns[name].name for name in names if name in self.columns)
        return next(found, None)
