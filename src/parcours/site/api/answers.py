"""Computed answers as the API gives them: at once, with their age, or not yet."""

import hashlib
from datetime import datetime
from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, quote_etag
from django.utils.translation import gettext as _

from parcours.ledger.domain.results import Answer

_RETRY: Final = 2  # seconds


class NotYet(Exception):
    """The answer is being computed for the first time."""

    def response(self) -> HttpResponse:
        """Return the answer that asks to come again."""
        detail = _("This is being computed for the first time: ask again in a moment.")
        return HttpResponse(
            orjson.dumps({"detail": detail}),
            status=202,
            content_type="application/json",
            headers={"Retry-After": str(_RETRY)},
        )


class NotModified(Exception):
    """Who asks has this answer already."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag

    def response(self) -> HttpResponse:
        """Return the answer without a body."""
        return HttpResponse(status=304, headers={"ETag": self.etag})


def told(request: HttpRequest, response: HttpResponse, *found: Answer | None) -> list[Answer]:
    """Return answers that are all there, their age in the headers of *response*.

    Raises:
        NotYet: one is being computed for the first time.
        NotModified: who asks has them.
    """
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        raise NotYet
    oldest = min(each.computed_at for each in known)
    moments = [f"{each.computed_at.isoformat()} {each.is_current}" for each in known]
    address = request.get_full_path() + request.headers.get("Accept-Language", "")
    told = "\n".join([address, *moments])
    etag = quote_etag(hashlib.sha256(told.encode()).hexdigest()[:32])
    # What travelled compressed comes back marked as weak.
    had = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in {each.removeprefix("W/") for each in had}:
        raise NotModified(etag)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(oldest.timestamp())
    response["Age"] = str(age(oldest))
    return known


def age(computed_at: datetime) -> int:
    """Return how many seconds old an answer is."""
    return max(0, int((timezone.now() - computed_at).total_seconds()))
