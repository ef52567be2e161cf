"""Bodies as they come in: piece by piece, packed or not, line by line."""

import zlib
from collections.abc import Iterator
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from parcours.site.api.problems import Problem

_PIECE: Final = 1024 * 1024
_LONGEST_LINE: Final = 1024 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS


def pieces(request: HttpRequest) -> Iterator[bytes]:
    """Return the body, unpacked, in pieces of bounded size.

    Raises:
        Problem: it is packed as nobody here can unpack, or broken.
    """
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity", "gzip"):
        detail = _("The body is packed as {coding!r}; send gzip, or plain.")
        raise Problem(
            415,
            "wrong-content-encoding",
            detail.format(coding=coding),
            headers={"Accept-Encoding": "gzip"},
        )
    # Django reads as far as Content-Length says, and not at all where nothing says it.
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    stream = request.META["wsgi.input"] if is_chunked else request
    read: Iterator[bytes] = iter(lambda: stream.read(_PIECE), b"")
    return _unpacked(read) if coding == "gzip" else read


def document(request: HttpRequest) -> Any:
    """Return the JSON that a body holds.

    Raises:
        Problem: it is too large, or no JSON.
    """
    content = bytearray()
    for piece in pieces(request):
        content += piece
        if len(content) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            detail = _("The body is too large: send less at once, or NDJSON.")
            raise Problem(413, "too-large", detail)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Problem(
            400, "not-json", _("This is no JSON: {error}").format(error=error)
        ) from None


def lines(request: HttpRequest) -> Iterator[tuple[int, bytes]]:
    """Return the lines of a body that are not empty, with their numbers from 1.

    Raises:
        Problem: one is too long to be an event.
    """
    number, rest = 0, b""
    for piece in pieces(request):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            number += 1
            if line.strip():
                yield number, line
        if len(rest) > _LONGEST_LINE:
            detail = _("Line {number} is too long to be an event.")
            raise Problem(413, "too-large", detail.format(number=number + 1))
    if rest.strip():
        yield number + 1, rest


def _unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj(_GZIP)
    try:
        for piece in packed:
            waiting = piece
            while waiting:
                yield unpack.decompress(waiting, _PIECE)
                waiting = unpack.unconsumed_tail
        yield unpack.flush()
    except zlib.error:
        raise Problem(400, "not-gzip", _("The body is not gzip as it should be.")) from None
    if not unpack.eof:
        raise Problem(400, "not-gzip", _("The packed body broke off."))
