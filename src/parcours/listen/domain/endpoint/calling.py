"""Calling a language model: one request to one address, bounded in time and in length."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from cryptography.fernet import InvalidToken
from urllib3.exceptions import HTTPError, ReadTimeoutError

from parcours.listen.domain.sources.line import Trouble, asked_wait, said
from parcours.listen.models import LanguageModel
from parcours.people.domain import outward, sealing
from parcours.people.domain.outward import LeadsInside

PATIENCE: Final = 120  # seconds for the whole answer
_CONNECTING: Final = 5  # seconds
_LONGEST: Final = 256 * 1024  # bytes of an answer
_AT_ONCE: Final = 16 * 1024
_MOST_TOKENS: Final = 1_500
_SHOWN: Final = 300  # characters of what it says is wrong
_PURPOSE: Final = "language model"
_CUT: Final = "length"
_WORDS: Final = {401: "denied", 403: "denied", 404: "gone", 410: "gone", 429: "busy"}

Message = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a language model said, where and under which name, and what it counts for it."""

    content: str
    address: str
    model: str
    tokens_in: int | None
    tokens_out: int | None
    seconds: float


def sealed(secret: str) -> str:
    """Return a key as it is kept."""
    return sealing.sealed(secret, purpose=_PURPOSE) if secret else ""


def is_private(address: str) -> bool:
    """Return whether an address leads to a machine that is not for everyone.

    Raises:
        Trouble: nobody knows it.
    """
    host = urlsplit(address).hostname or ""
    try:
        outward.check(host)
    except LeadsInside:
        return True
    except OSError:
        raise Trouble("down", f"{host}: unknown") from None
    return False


def plain(text: str) -> str:
    """Return *text* as one line that every database takes."""
    return " ".join(text.replace("\0", " ").split())


def call(asked: LanguageModel, messages: Sequence[Message]) -> Answered:
    """Ask a language model, and return what it says.

    Redirections are not followed, proxies and passwords of the environment not used. Where
    it is not ours, nothing is sent before it is known that whom we reached is not either.

    Raises:
        Trouble: it does not answer, or not as it should.
    """
    secret = _secret(asked)
    if not asked.is_ours and is_private(asked.address):
        raise Trouble("private", urlsplit(asked.address).hostname or "")
    began = time.monotonic()
    status, headers, content = _posted(asked, secret, messages)
    if status != requests.codes.ok:
        raise _trouble(status, headers, content, secret=secret)
    found = _answer(content)
    found["model"] = found["model"] or asked.model
    return Answered(**found, address=asked.address, seconds=time.monotonic() - began)


def _secret(asked: LanguageModel) -> str:
    try:
        return sealing.opened(asked.secret, purpose=_PURPOSE) if asked.secret else ""
    except InvalidToken:
        raise Trouble("locked") from None


def _posted(
    asked: LanguageModel, secret: str, messages: Sequence[Message]
) -> tuple[int, Mapping[str, str], bytes]:
    """Return the status, headers and content of the answer."""
    body = {
        "model": asked.model,
        "messages": list(messages),
        "temperature": 0,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
    }
    try:
        with (
            _session(asked, secret) as session,
            session.post(
                f"{asked.address.rstrip('/')}/chat/completions",
                json=body,
                timeout=(_CONNECTING, PATIENCE),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            return response.status_code, response.headers, _content(response)
    except LeadsInside:
        # The name led out when it was looked at, and elsewhere a moment later.
        raise Trouble("private", urlsplit(asked.address).hostname or "") from None
    except (requests.ReadTimeout, ReadTimeoutError):
        raise Trouble("slow") from None
    except (requests.RequestException, HTTPError) as error:
        host = urlsplit(asked.address).hostname
        raise Trouble("down", f"{host}: {type(error).__name__}") from None


def _session(asked: LanguageModel, secret: str) -> requests.Session:
    session = outward.session(is_outward=not asked.is_ours)
    if secret:
        session.headers["Authorization"] = f"Bearer {secret}"
    return session


def _content(response: requests.Response) -> bytes:
    """Read an answer as it comes, but neither for ever nor without end."""
    end = time.monotonic() + PATIENCE
    content = b""
    while part := response.raw.read1(_AT_ONCE, decode_content=True):
        content += part
        if len(content) > _LONGEST:
            raise Trouble("odd", f"> {_LONGEST // 1024} kB")
        if time.monotonic() > end:
            raise Trouble("slow")
    return content


def _trouble(
    status: int, headers: Mapping[str, str], content: bytes, *, secret: str
) -> Trouble:
    told = f"{status} {said(content)}".strip()
    detail = plain(told.replace(secret, "…") if secret else told)[:_SHOWN]
    if 300 <= status < 400:
        return Trouble("moved", urlsplit(headers.get("Location", "")).hostname or "")
    if status >= 500:
        return Trouble("down", detail, wait=asked_wait(headers))
    return Trouble(_WORDS.get(status, "refused"), detail, wait=asked_wait(headers))


def _answer(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
        choice = told["choices"][0]
        words = choice["message"]["content"]
        usage = told.get("usage") or {}
        found = {
            "content": words,
            "model": plain(str(told.get("model") or ""))[:120],
            "tokens_in": _count(usage.get("prompt_tokens")),
            "tokens_out": _count(usage.get("completion_tokens")),
        }
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise Trouble("odd") from None
    if choice.get("finish_reason") == _CUT:
        raise Trouble("cut")
    if not isinstance(words, str):
        raise Trouble("odd")
    return found


def _count(given: Any) -> int | None:
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return given if is_number and 0 <= given < 2**31 else None
