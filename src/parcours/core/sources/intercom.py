"""Intercom's conversations: exports, and answers of its API."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from parcours.core.language import _
from parcours.core.sources.identity import pseudonym
from parcours.core.sources.mapping import Mapping
from parcours.core.sources.telling import LeftOut, Row, number, stand_in, text

_CHANNELS: Final = {
    "conversation": "chat", "email": "email", "facebook": "messenger", "whatsapp": "whatsapp",
    "instagram": "instagram", "sms": "sms", "phone_call": "phone", "phone_switch": "phone",
}  # fmt: skip
_CUSTOMERS: Final = frozenset(["user", "lead", "contact"])
_SPOKEN: Final = frozenset(["comment", "assignment", "open", "close", "quick_reply"])
_BREAKS: Final = re.compile(r"<br\s*/?>|</p>|</li>|</div>", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Intercom:
    """Conversations become events; the case is the conversation.

    What the contact wrote is received, what anyone of the company wrote (bots too) is sent;
    notes between colleagues are left out. A rating is an answer on ``csat_1_5``.
    """

    mapping: Mapping
    secret: bytes = b""

    def events(self, given: dict[str, Any], topic: str = "") -> list[Row]:
        """Return the events of one conversation."""
        opened = moment(given.get("created_at"))
        if opened is None:
            raise LeftOut("created_at", given.get("created_at"), _("this is not a date"))
        source = given.get("source") or {}
        shared = {
            "customer_id": self._customer(given, source),
            "case_id": str(given["id"]),
            "channel": _CHANNELS.get(str(source.get("type"))),
        }
        rows = [
            {
                "event_id": self._name(given, "opened"),
                "at": opened,
                "activity": "conversation.opened",
                "properties": {
                    "state": given.get("state"),
                    "subject": plain(source.get("subject")),
                },
            }
        ]
        rows += self._said(given, source | {"created_at": given.get("created_at")})
        for part in (given.get("conversation_parts") or {}).get("conversation_parts") or []:
            if part.get("part_type") in _SPOKEN:
                rows += self._said(given, part)
        rows += self._closed(given) + self._rated(given)
        return [shared | row for row in rows]

    def _said(self, given: dict[str, Any], part: dict[str, Any]) -> list[Row]:
        words, at = plain(part.get("body")), moment(part.get("created_at"))
        if words is None or at is None:
            return []
        is_theirs = (part.get("author") or {}).get("type") in _CUSTOMERS
        return [
            {
                "event_id": self._name(given, f"part:{part.get('id')}"),
                "at": at,
                "activity": "message.received" if is_theirs else "message.sent",
                "text": words,
            }
        ]

    def _closed(self, given: dict[str, Any]) -> list[Row]:
        numbers = given.get("statistics") or {}
        at = moment(numbers.get("last_close_at")) or moment(given.get("updated_at"))
        if given.get("state") != "closed" or at is None:
            return []
        row = {"event_id": self._name(given, "closed"), "at": at}
        return [row | {"activity": "conversation.resolved"}]

    def _rated(self, given: dict[str, Any]) -> list[Row]:
        rating = given.get("conversation_rating") or {}
        score = number(rating.get("rating"))
        # When it was answered where Intercom says so, else when it was asked.
        at = moment(rating.get("updated_at")) or moment(rating.get("created_at"))
        if score is None or at is None:
            return []
        return [
            {
                "event_id": self._name(given, "rated"),
                "at": at,
                "activity": "survey.answered",
                "score": score,
                "scale": "csat_1_5",
                "text": plain(rating.get("remark")),
            }
        ]

    def _customer(self, given: dict[str, Any], source: dict[str, Any]) -> str:
        """Who writes: the company's own number, else an address, else Intercom's number."""
        contacts = (given.get("contacts") or {}).get("contacts") or [{}]
        author = source.get("author") or {}
        is_theirs = author.get("type") in _CUSTOMERS
        if own := text(contacts[0].get("external_id")):
            return stand_in(own, self.mapping, self.secret)
        if is_theirs and (email := text(author.get("email"))):
            return pseudonym(email, secret=self.secret)
        known = text(contacts[0].get("id")) or (text(author.get("id")) if is_theirs else None)
        name = f"{self._source}:{known}" if known else f"{self._source} {given['id']}"
        return stand_in(name, self.mapping, self.secret)

    @property
    def _source(self) -> str:
        return self.mapping.source or "intercom"

    def _name(self, given: dict[str, Any], what: str) -> str:
        return f"{self._source}:{given['id']}:{what}"


def plain(body: object) -> str | None:
    """Return what a message says, without its markup; null where it says nothing.

    >>> plain("<p>Bonjour,<br>o&ugrave; est mon colis&nbsp;?</p>")
    'Bonjour,\\noù est mon colis\\xa0?'
    """
    if not isinstance(body, str):
        return None
    words = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", body)))
    return words.strip() or None


def moment(value: object) -> datetime | None:
    """Read a moment as Intercom writes it: seconds since 1970, or ISO 8601."""
    if isinstance(value, str) and not value.isdecimal():
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return None
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    seconds = number(value)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
