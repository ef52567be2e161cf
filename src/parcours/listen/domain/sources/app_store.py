"""App Store Connect: the reviews of a company's apps for Apple's devices."""

import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from parcours.listen.domain.sources.line import Line, Trouble
from parcours.listen.domain.sources.posted import Answered, Page, Posted, clean, moment
from parcours.listen.domain.sources.signing import NotAKey, signed

_API: Final = "https://api.appstoreconnect.apple.com/v1"
_AT_ONCE: Final = 200
_LIFE: Final = 15 * 60  # seconds of a token; Apple takes none of more than 20 minutes


@dataclass
class AppStore:
    """Asks App Store Connect for the reviews of apps, and answers them."""

    line: Line
    settings: dict[str, Any]
    secrets: dict[str, str]
    longest: int = 5_970

    def page(self, place: str, token: str = "") -> Page:
        """Return some reviews of an app, the newest first."""
        given: dict[str, Any] = {
            "limit": _AT_ONCE,
            "sort": "-createdDate",
            "include": "response",
        }
        if token:
            given["cursor"] = token
        answer = self._ask("GET", f"{_API}/apps/{place}/customerReviews", params=given)
        return page_of(answer, place)

    def one(self, review_id: str, place: str) -> Posted | None:
        """Return a review as it stands, or nothing where Apple has it no more."""
        url = f"{_API}/customerReviews/{review_id}"
        try:
            answer = self._ask("GET", url, params={"include": "response"})
        except Trouble as trouble:
            if trouble.word == "gone":
                return None
            raise
        return review_of(answer["data"], place, _responses(answer))

    def answer(self, review_id: str, place: str, text: str) -> None:
        """Answer a review; it takes the place of the answer before."""
        review = {"data": {"type": "customerReviews", "id": review_id}}
        told = {
            "type": "customerReviewResponses",
            "attributes": {"responseBody": text},
            "relationships": {"review": review},
        }
        self._ask("POST", f"{_API}/customerReviewResponses", json={"data": told})

    def _ask(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.settings["issuer"],
            "iat": now,
            "exp": now + _LIFE,
            "aud": "appstoreconnect-v1",
        }
        try:
            token = signed(claims, self.secrets["key"], kid=self.settings["key_id"])
        except NotAKey as refused:
            raise Trouble("denied", str(refused)) from None
        headers = {"Authorization": f"Bearer {token}"}
        return self.line.ask(method, url, headers=headers, **given)


def page_of(answer: dict[str, Any], place: str) -> Page:
    """Return the reviews in an answer of Apple, and the cursor of the next ones."""
    answers = _responses(answer)
    following = str((answer.get("links") or {}).get("next") or "")
    cursor = parse_qs(urlsplit(following).query).get("cursor", [""])[0]
    return Page([review_of(each, place, answers) for each in answer["data"]], cursor)


def review_of(given: dict[str, Any], place: str, answers: dict[str, Answered]) -> Posted:
    """Return a review as Apple tells it; nickname, title and body may be empty."""
    told = given["attributes"]
    response = ((given.get("relationships") or {}).get("response") or {}).get("data") or {}
    answer = answers.get(response.get("id", ""))
    return Posted(
        review_id=given["id"],
        at=moment(told["createdDate"]),
        rating=float(told["rating"]) if told.get("rating") else None,
        title=clean(told.get("title")),
        text=clean(told.get("body")),
        author=clean(told.get("reviewerNickname")),
        place=place,
        answers=(answer,) if answer else (),
        about={"territory": told.get("territory")},
    )


def _responses(answer: dict[str, Any]) -> dict[str, Answered]:
    return {
        each["id"]: Answered(
            clean(each["attributes"].get("responseBody")),
            moment(each["attributes"]["lastModifiedDate"]),
        )
        for each in answer.get("included") or []
        if each.get("type") == "customerReviewResponses"
    }
