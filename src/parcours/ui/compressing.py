"""Sending pages in a fifth of their bytes."""

from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS: Final = frozenset(
    {"text/html", "text/csv", "text/javascript", "application/json", "image/svg+xml"}
)


class CompressTexts(GZipMiddleware):
    """Compress what is text; pictures and Parquet are small already, live news must not wait.

    What a page says must not be guessed from its length (BREACH, 2013): tokens of forms are
    masked anew each time, the length has up to 100 random bytes, and cookies do not come along
    with what another site asks for.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the response, compressed where that is worth it."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return super().process_response(request, response) if kind in TEXTS else response
