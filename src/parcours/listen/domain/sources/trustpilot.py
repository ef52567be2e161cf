"""Trustpilot: the reviews of a company, with what only the company may know of them."""

from dataclasses import dataclass, field
from typing import Any, Final

from parcours.listen.domain.sources.google import token_of
from parcours.listen.domain.sources.line import Line, Trouble
from parcours.listen.domain.sources.posted import Answered, Page, Posted, clean, moment

_API: Final = "https://api.trustpilot.com/v1"
_TOKENS: Final = f"{_API}/oauth/oauth-business-users-for-applications/accesstoken"
_AT_ONCE: Final = 100
_TAKEN_DOWN: Final = frozenset(["deleted", "removed", "archived"])


@dataclass
class Trustpilot:
    """Asks Trustpilot for the reviews of business units, and answers them."""

    line: Line
    settings: dict[str, Any]
    secrets: dict[str, str]
    longest: int = 4_096
    _token: str = field(default="", repr=False)

    def page(self, place: str, token: str = "") -> Page:
        """Return some reviews of a business unit, the newest first; a token is a number."""
        number = int(token or 1)
        given = {"perPage": _AT_ONCE, "page": number, "orderBy": "createdat.desc"}
        url = f"{_API}/private/business-units/{place}/reviews"
        answer = self._ask("GET", url, params=given)
        found = page_of(answer, place)
        return Page(found, str(number + 1) if len(found) >= _AT_ONCE else "")

    def one(self, review_id: str, place: str) -> Posted | None:
        """Return a review as it stands, or nothing where Trustpilot has it no more."""
        try:
            return review_of(self._ask("GET", f"{_API}/private/reviews/{review_id}"), place)
        except Trouble as trouble:
            if trouble.word == "gone":
                return None
            raise

    def answer(self, review_id: str, place: str, text: str) -> None:
        """Answer a review. What stands there already, word for word, is not sent again."""
        before = self.one(review_id, place)
        if before and any(each.text == text for each in before.answers):
            return
        told = {"message": text}
        if author := self.settings.get("business_user"):
            told["authorBusinessUserId"] = author
        self._ask("POST", f"{_API}/private/reviews/{review_id}/reply", json=told)

    def _ask(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        if not self._token:
            pair = (self.secrets["api_key"], self.secrets["api_secret"])
            asked = {"grant_type": "client_credentials"}
            self._token = token_of(self.line, _TOKENS, asked, auth=pair)
        headers = {"Authorization": f"Bearer {self._token}"}
        return self.line.ask(method, url, headers=headers, **given)


def page_of(answer: dict[str, Any], place: str = "") -> list[Posted]:
    """Return the reviews in an answer of Trustpilot."""
    return [review_of(each, place) for each in answer.get("reviews", [])]


def review_of(given: dict[str, Any], place: str = "") -> Posted:
    """Return a review as Trustpilot tells it."""
    consumer, unit = given.get("consumer") or {}, given.get("businessUnit") or {}
    reply, changed = given.get("companyReply"), given.get("updatedAt")
    return Posted(
        review_id=given["id"],
        at=moment(given["createdAt"]),
        edited_at=moment(changed) if changed else None,
        rating=float(given["stars"]) if given.get("stars") else None,
        title=clean(given.get("title")),
        text=clean(given.get("text")),
        language=clean(given.get("language")),
        author=clean(consumer.get("displayName")),
        consumer=clean(consumer.get("id")),
        email=clean(given.get("referralEmail")),
        place=place or clean(unit.get("id")),
        url=f"https://www.trustpilot.com/reviews/{given['id']}",
        case_id=clean(given.get("referenceId")),
        answers=(
            (Answered(clean(reply["text"]), moment(reply["createdAt"])),) if reply else ()
        ),
        is_deleted=given.get("status") in _TAKEN_DOWN,
        about={"is_verified": given.get("isVerified")},
    )
