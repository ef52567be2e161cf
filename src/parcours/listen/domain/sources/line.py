"""The line to a source of reviews: asks, and says in one word what went wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils import timezone

_PATIENCE: Final = (5, 20)  # seconds to connect, and to answer
_MOST: Final = 500  # characters of what a source says
_LONGEST_WAIT: Final = 24 * 3600  # seconds, whatever a source asks for
_DENIED: Final = (401, 403)
_GONE: Final = (404, 410)
_BUSY: Final = 429


class Trouble(Exception):
    """A source did not do what it was asked.

    ``word`` is one of ``problems.WORDS``; ``detail`` what the source said, without our
    secrets; ``wait`` how many seconds it asked us to stay away.
    """

    def __init__(self, word: str, detail: str = "", *, wait: float | None = None) -> None:
        super().__init__(f"{word}: {detail}")
        self.word, self.detail, self.wait = word, detail, wait


@dataclass
class Line:
    """Requests to the hosts of one source. What is ``hidden`` never shows in a trouble."""

    hidden: tuple[str, ...] = ()
    _session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        # The environment's .netrc would replace the token we send.
        self._session.trust_env = False

    def ask(self, method: str, url: str, **given: Any) -> dict[str, Any]:
        """Return what *url* answers, as JSON; nothing where it answers nothing.

        Raises:
            Trouble: it does not.
        """
        host = urlsplit(url).hostname or ""
        try:
            response = self._session.request(
                method, _through(url), timeout=_PATIENCE, allow_redirects=False, **given
            )
        except requests.RequestException as error:
            raise Trouble("down", f"{host}: {type(error).__name__}") from None
        if not 200 <= response.status_code < 300:
            raise self._trouble(response)
        return self._read(response)

    def _read(self, response: requests.Response) -> dict[str, Any]:
        if not response.content.strip():
            return {}
        try:
            answer = response.json()
        except requests.JSONDecodeError:
            raise Trouble("odd", self._shown(response)) from None
        if not isinstance(answer, dict):
            raise Trouble("odd", self._shown(response))
        return answer

    def _trouble(self, response: requests.Response) -> Trouble:
        status = response.status_code
        if status == _BUSY or status >= 500:
            word = "busy" if status == _BUSY else "down"
            return Trouble(word, self._shown(response), wait=asked_wait(response.headers))
        if status in _DENIED:
            return Trouble("denied", self._shown(response))
        return Trouble("gone" if status in _GONE else "refused", self._shown(response))

    def _shown(self, response: requests.Response) -> str:
        text = f"{response.status_code} {said(response.content)}".strip()
        for secret in self.hidden:
            text = text.replace(secret, "…")
        return text[:_MOST]


def said(content: bytes) -> str:
    """Return the sentence in an answer that tells what is wrong, as each vendor writes it."""
    try:
        answer = json.loads(content)
    except ValueError:
        text = content.decode(errors="replace")
        return "" if "<" in text else text
    if not isinstance(answer, dict):
        return ""
    errors = answer.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else answer.get("error", answer)
    if not isinstance(first, dict):
        return str(answer.get("error_description") or first)
    names = ("detail", "message", "title", "details", "error_description")
    fault = first.get("fault")
    if isinstance(fault, dict):
        return str(fault.get("faultstring", ""))
    return str(next((first[name] for name in names if first.get(name)), ""))


def _through(url: str) -> str:
    """Return the address to call: the source's own, or through what stands between."""
    via = settings.REVIEWS_VIA
    return f"{via}/{url.removeprefix('https://')}" if via else url


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, written as a number or a date."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isdecimal():
        return min(float(value), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value) - timezone.now()
    except (TypeError, ValueError):
        return None
    return min(max(until.total_seconds(), 0.0), _LONGEST_WAIT)
