"""What went wrong, as RFC 9457 says it: ``application/problem+json``."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.http import HttpResponse

MEDIA_TYPE: Final = "application/problem+json"


class Problem(Exception):
    """A request that cannot be answered as it was meant.

    Args:
        status: of HTTP.
        kind: a word for programs, stable: ``unknown-key``, ``missing-scope``…
        detail: what happened and what to do, in words.
        headers: of the answer.
        more: further members of the answer.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.headers, self.more = dict(headers or {}), more

    def response(self) -> HttpResponse:
        """Return the answer that says so."""
        told = {
            "type": f"urn:parcours:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }
        content = orjson.dumps(told, default=str, option=orjson.OPT_NON_STR_KEYS)
        return HttpResponse(
            content, content_type=MEDIA_TYPE, status=self.status, headers=self.headers
        )


def not_found(detail: str) -> Problem:
    """Return the problem of something that is not there, or not for this key."""
    return Problem(404, "not-found", detail)
