"""Zendesk's tickets: the JSON export of an account, answers of its API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from parcours.core.language import _
from parcours.core.sources.identity import pseudonym
from parcours.core.sources.mapping import Mapping
from parcours.core.sources.telling import (
    LeftOut,
    NotTold,
    Row,
    instant,
    required,
    stand_in,
    text,
)

_CHANNELS: Final = {
    "email": "email", "web": "web", "web_form": "web", "help_center": "web", "chat": "chat",
    "native_messaging": "chat", "voice": "phone", "phone": "phone", "facebook": "messenger",
    "whatsapp": "whatsapp", "instagram_dm": "instagram", "sms": "sms", "mobile": "app",
    "mobile_sdk": "app",
}  # fmt: skip
_DONE: Final = frozenset(["solved", "closed"])
_JUDGED: Final = {"good": 1.0, "bad": 0.0}


@dataclass(frozen=True)
class Zendesk:
    """Tickets become events; the case is the ticket.

    The requester's own comments, or the description where there are none, are their words.
    A satisfaction rating, good or bad, is an answer on ``csat_0_1``.
    """

    mapping: Mapping
    secret: bytes = b""

    def events(self, ticket: dict[str, Any], topic: str = "") -> list[Row]:
        """Return the events of one ticket. Deleted ones tell none."""
        if ticket.get("status") == "deleted":
            raise NotTold(_("deleted ticket"))
        if text(ticket.get("id")) is None:
            raise LeftOut("id", ticket.get("id"), _("this is no ticket: it has no id"))
        opened = required("created_at", ticket.get("created_at"), self.mapping.time_zone)
        shared = {
            "customer_id": self._customer(ticket),
            "case_id": str(ticket["id"]),
            "channel": _CHANNELS.get(str((ticket.get("via") or {}).get("channel"))),
        }
        said = self._comments(ticket)
        rows = [self._opened(ticket, opened, has_comments=bool(said)), *said]
        rows += self._solved(ticket) + self._judged(ticket)
        return [shared | row for row in rows]

    def _opened(self, ticket: dict[str, Any], at: datetime, *, has_comments: bool) -> Row:
        words = text(ticket.get("description")) or text(ticket.get("subject"))
        return {
            "event_id": self._name(ticket, "opened"),
            "at": at,
            "activity": "conversation.opened",
            "text": None if has_comments else words,
            "properties": {
                "priority": ticket.get("priority"),
                "kind": ticket.get("type"),
                "tags": ticket.get("tags"),
            },
        }

    def _comments(self, ticket: dict[str, Any]) -> list[Row]:
        requester = ticket.get("requester_id")
        rows = []
        for each in ticket.get("comments") or []:
            at, words = instant(each.get("created_at")), text(each.get("plain_body"))
            words = words or text(each.get("body"))
            if at is None or words is None or each.get("public") is False:
                continue
            is_theirs = each.get("author_id") == requester
            rows.append(
                {
                    "event_id": self._name(ticket, f"comment:{each.get('id')}"),
                    "at": at,
                    "activity": "message.received" if is_theirs else "message.sent",
                    "text": words,
                }
            )
        return rows

    def _solved(self, ticket: dict[str, Any]) -> list[Row]:
        if ticket.get("status") not in _DONE:
            return []
        dates = ticket.get("metric_set") or {}
        at = instant(dates.get("solved_at")) or instant(ticket.get("updated_at"))
        row = {"event_id": self._name(ticket, "solved"), "at": at}
        return [row | {"activity": "conversation.resolved"}] if at else []

    def _judged(self, ticket: dict[str, Any]) -> list[Row]:
        judged = ticket.get("satisfaction_rating") or {}
        # "good_with_comment" says no more than "good": the comment stands beside it.
        score = _JUDGED.get(str(judged.get("score")).partition("_")[0].lower())
        at = instant(judged.get("updated_at")) or instant(ticket.get("updated_at"))
        if score is None or at is None:
            return []
        return [
            {
                "event_id": self._name(ticket, "judged"),
                "at": at,
                "activity": "survey.answered",
                "score": score,
                "scale": "csat_0_1",
                "text": text(judged.get("comment")),
                "properties": {"reason": judged.get("reason")},
            }
        ]

    def _customer(self, ticket: dict[str, Any]) -> str:
        """Who asks: the company's own number, else an address, else Zendesk's number."""
        requester = ticket.get("requester") or {}
        if own := text(requester.get("external_id")):
            return stand_in(own, self.mapping, self.secret)
        if email := text(requester.get("email")):
            return pseudonym(email, secret=self.secret)
        number = text(ticket.get("requester_id")) or text(requester.get("id"))
        return stand_in(
            f"{self._source}:{number}" if number else f"{self._source} ticket {ticket['id']}",
            self.mapping,
            self.secret,
        )

    @property
    def _source(self) -> str:
        return self.mapping.source or "zendesk"

    def _name(self, ticket: dict[str, Any], what: str) -> str:
        return f"{self._source}:{ticket['id']}:{what}"
