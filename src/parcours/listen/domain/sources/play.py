"""Google Play: the reviews of a company's apps for Android, of the last week."""

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from parcours.listen.domain.sources.google import token_of
from parcours.listen.domain.sources.line import Line, Trouble
from parcours.listen.domain.sources.posted import Answered, Page, Posted, clean
from parcours.listen.domain.sources.signing import NotAKey, signed

_API: Final = "https://androidpublisher.googleapis.com/androidpublisher/v3/applications"
_TOKENS: Final = "https://oauth2.googleapis.com/token"
_SCOPE: Final = "https://www.googleapis.com/auth/androidpublisher"
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_AT_ONCE: Final = 100


@dataclass
class Play:
    """Asks Google Play for the reviews of apps, and answers them.

    ``account`` is the JSON of a service account that may reply to reviews.
    """

    line: Line
    settings: dict[str, Any]
    secrets: dict[str, str]
    longest: int = 350
    _token: str = field(default="", repr=False)

    def page(self, place: str, token: str = "") -> Page:
        """Return some reviews of an app."""
        given: dict[str, Any] = {"maxResults": _AT_ONCE}
        if token:
            given["token"] = token
        answer = self._ask("GET", f"{_API}/{place}/reviews", params=given)
        return page_of(answer, place)

    def one(self, review_id: str, place: str) -> Posted | None:
        """Return a review as it stands, or nothing where Google has it no more."""
        try:
            return review_of(self._ask("GET", f"{_API}/{place}/reviews/{review_id}"), place)
        except Trouble as trouble:
            if trouble.word == "gone":
                return None
            raise

    def answer(self, review_id: str, place: str, text: str) -> None:
        """Answer a review; it takes the place of the answer before."""
        url = f"{_API}/{place}/reviews/{review_id}:reply"
        self._ask("POST", url, json={"replyText": text})

    def _ask(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        if not self._token:
            asked = {"grant_type": _GRANT, "assertion": self._assertion()}
            self._token = token_of(self.line, _TOKENS, asked)
        headers = {"Authorization": f"Bearer {self._token}"}
        return self.line.ask(method, url, headers=headers, **given)

    def _assertion(self) -> str:
        account, now = json.loads(self.secrets["account"]), int(time.time())
        claims = {
            "iss": account["client_email"],
            "scope": _SCOPE,
            "aud": _TOKENS,
            "iat": now,
            "exp": now + 3600,
        }
        try:
            return signed(claims, account["private_key"])
        except NotAKey as refused:
            raise Trouble("denied", str(refused)) from None


def page_of(answer: dict[str, Any], place: str) -> Page:
    """Return the reviews in an answer of Google Play."""
    found = [review_of(each, place) for each in answer.get("reviews", [])]
    return Page(found, (answer.get("tokenPagination") or {}).get("nextPageToken", ""))


def review_of(given: dict[str, Any], place: str) -> Posted:
    """Return a review as Google Play tells it: in the customer's words, not the translation.

    Only its last change is dated.
    """
    told = _told(given, "userComment")[0]
    source = clean(told.get("originalText")) or clean(told.get("text"))
    title, text = parted(source)
    shown = "\n".join(filter(None, parted(clean(told.get("text")))))
    return Posted(
        review_id=given["reviewId"],
        at=_at(told),
        rating=float(told["starRating"]) if told.get("starRating") else None,
        title=title,
        text=text,
        language=clean(told.get("reviewerLanguage")),
        translation=shown if told.get("originalText") else "",
        author=clean(given.get("authorName")),
        place=place,
        url=f"https://play.google.com/store/apps/details?id={place}&reviewId={given['reviewId']}",
        answers=tuple(
            Answered(clean(each["text"]), _at(each))
            for each in _told(given, "developerComment")
        ),
        about={"version": told.get("appVersionName")},
    )


def parted(text: str) -> tuple[str, str]:
    """Return the title and the text that Google Play writes as one, with a tab between.

    >>> parted("Nul\\tImpossible de se connecter"), parted("Pratique mais lent")
    (('Nul', 'Impossible de se connecter'), ('', 'Pratique mais lent'))
    """
    title, tab, rest = text.partition("\t")
    return (title.strip(), rest.strip()) if tab else ("", text.strip())


def _told(given: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each[kind] for each in given["comments"] if kind in each]


def _at(told: dict[str, Any]) -> datetime:
    when = told["lastModified"]
    seconds = int(when["seconds"]) + int(when.get("nanos", 0)) / 1e9
    return datetime.fromtimestamp(seconds, UTC)
