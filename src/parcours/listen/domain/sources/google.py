"""Google Business Profile: the reviews of a company's own shops on Google."""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from parcours.listen.domain.sources.line import Line, Trouble
from parcours.listen.domain.sources.posted import Answered, Page, Posted, clean, moment

_API: Final = "https://mybusiness.googleapis.com/v4"
_TOKENS: Final = "https://oauth2.googleapis.com/token"
_AT_ONCE: Final = 50
_STARS: Final = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0}
_TRANSLATED: Final = "(Translated by Google)"
_ORIGINAL: Final = "(Original)"
_REVIEW: Final = re.compile(r"accounts/([^/]+)/locations/([^/]+)/reviews/([^/]+)")


@dataclass
class Google:
    """Asks Google for the reviews of locations, and answers them.

    ``account`` and each place are the numbers in the names of Google's own resources. The
    refresh token is of a person who manages them, for the scope ``business.manage``.
    """

    line: Line
    settings: dict[str, Any]
    secrets: dict[str, str]
    longest: int = 4_096
    _token: str = field(default="", repr=False)

    def page(self, place: str, token: str = "") -> Page:
        """Return some reviews of a location, those changed last first."""
        given: dict[str, Any] = {"pageSize": _AT_ONCE, "orderBy": "updateTime desc"}
        if token:
            given["pageToken"] = token
        answer = self._ask("GET", f"{self._location(place)}/reviews", params=given)
        return page_of(answer, place)

    def one(self, review_id: str, place: str) -> Posted | None:
        """Return a review as it stands, or nothing where Google has it no more."""
        try:
            answer = self._ask("GET", f"{self._location(place)}/reviews/{review_id}")
        except Trouble as trouble:
            if trouble.word == "gone":
                return None
            raise
        return review_of(answer, place)

    def answer(self, review_id: str, place: str, text: str) -> None:
        """Put the answer under a review; it takes the place of the one before."""
        url = f"{self._location(place)}/reviews/{review_id}/reply"
        self._ask("PUT", url, json={"comment": text})

    def _location(self, place: str) -> str:
        return f"{_API}/accounts/{self.settings['account']}/locations/{place}"

    def _ask(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        if not self._token:
            asked = {
                "grant_type": "refresh_token",
                "client_id": self.settings["client_id"],
                "client_secret": self.secrets["client_secret"],
                "refresh_token": self.secrets["refresh_token"],
            }
            self._token = token_of(self.line, _TOKENS, asked)
        headers = {"Authorization": f"Bearer {self._token}"}
        return self.line.ask(method, url, headers=headers, **given)


def token_of(line: Line, url: str, asked: dict[str, str], **given: Any) -> str:
    """Return the access token that OAuth gives for what we hold.

    Raises:
        Trouble: it gives none; whatever the status says, our credentials are refused.
    """
    try:
        answer = line.ask("POST", url, data=asked, **given)
    except Trouble as trouble:
        if trouble.word in {"refused", "gone"}:
            raise Trouble("denied", trouble.detail) from None
        raise
    if not answer.get("access_token"):
        raise Trouble("denied", "no access_token")
    token = str(answer["access_token"])
    line.hidden = (*line.hidden, token)
    return token


def page_of(answer: dict[str, Any], place: str) -> Page:
    """Return the reviews in an answer of Google; a page without any has no such key at all."""
    found = [review_of(each, place) for each in answer.get("reviews", [])]
    return Page(found, answer.get("nextPageToken", ""))


def review_of(given: dict[str, Any], place: str) -> Posted:
    """Return a review as Google tells it."""
    reviewer = given.get("reviewer") or {}
    at, changed = moment(given["createTime"]), moment(given["updateTime"])
    reply = given.get("reviewReply")
    text, translation = in_own_words(clean(given.get("comment")))
    return Posted(
        review_id=given["reviewId"],
        at=at,
        edited_at=changed if changed > at else None,
        rating=_STARS.get(given.get("starRating", "")),
        text=text,
        translation=translation,
        author="" if reviewer.get("isAnonymous") else clean(reviewer.get("displayName")),
        place=place,
        answers=(
            (Answered(clean(reply["comment"]), moment(reply["updateTime"])),) if reply else ()
        ),
    )


def in_own_words(comment: str) -> tuple[str, str]:
    """Return what a customer wrote, and what Google made of it.

    >>> in_own_words("Parfait. (Translated by Google) Perfect.")
    ('Parfait.', 'Perfect.')
    >>> in_own_words("(Translated by Google) Perfect.  (Original) Parfait.")
    ('Parfait.', 'Perfect.')
    """
    before, mark, after = comment.partition(_TRANSLATED)
    if not mark:
        return comment, ""
    translation, mark, original = after.partition(_ORIGINAL)
    return (original if mark else before).strip(), translation.strip()


def heard(body: bytes) -> tuple[str, str, str] | None:
    """Return account, location and review that a notification of Pub/Sub names.

    Nothing where it tells of something else than a review.

    Raises:
        ValueError: this is no message of Pub/Sub.
    """
    try:
        told = json.loads(base64.b64decode(json.loads(body)["message"]["data"]))
        name = str(told.get("review_name") or told.get("reviewName") or "")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no message of Pub/Sub") from error
    found = _REVIEW.fullmatch(name)
    return (found[1], found[2], found[3]) if found else None
