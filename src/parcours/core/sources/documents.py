"""JSON files as documents: one a line, an array, one after the other, or an HTTP capture."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from parcours.core.language import _
from parcours.core.sources.decoding import Utf8, begin, encoding_of
from parcours.core.sources.reading import Rejected

CHUNK: Final = 1 << 20
LONGEST: Final = 64 << 20
_BETWEEN: Final = re.compile(r"[\s,\[\]]*")
WRAPPERS: Final = (
    "batch", "orders", "checkouts", "refunds", "order", "checkout", "refund", "tickets",
    "ticket", "conversations", "items", "form_response", "data",
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """One JSON object of a file, and how far the file is read.

    ``line`` is its line where each object has one, its number in the file otherwise.
    ``value`` is what was rejected where the text is not JSON.
    """

    value: dict[str, Any] | Rejected
    line: int
    done: int


def documents(path: Path) -> Iterator[Document]:
    """Read the objects of a JSON file one by one, in memory bounded by the largest.

    An array is read element by element. Text that is not JSON costs its line, or, inside
    an array, what follows it.
    """
    with Utf8(path, encoding_of(begin(path))) as file:
        yield from _by_line(file) if _has_lines(path) else _streamed(file)


def _has_lines(path: Path) -> bool:
    """Whether a line is an object, which the objects of an array or set in are not.

    The first lines may be damaged.
    """
    lines = begin(path, 1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n")
    is_array = lines[0].strip() == b"[" or lines[0].startswith(b"[{")
    return not is_array and any(map(_is_object, lines))


def _is_object(line: bytes) -> bool:
    try:
        # Set in, it is a part of an object that stands over several lines.
        return line.startswith(b"{") and isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _by_line(file: Utf8) -> Iterator[Document]:
    line = 0
    for text in _lines(file):
        line += 1
        if not text.strip():
            continue
        yield Document(_parsed(text.decode(errors="replace"), line), line, file.done)


def _lines(file: Utf8) -> Iterator[bytes]:
    left = b""
    while chunk := file.read(CHUNK):
        *whole, left = (left + chunk).split(b"\n")
        yield from whole
    yield left


def _not_json(line: int, text: str) -> Rejected:
    return Rejected(line, "", text[:500], _("this is not JSON"))


def _parsed(text: str, line: int) -> dict[str, Any] | Rejected:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _not_json(line, text)
    if isinstance(value, dict):
        return value
    return Rejected(line, "", text[:500], _("a JSON object {…} was expected"))


def _streamed(file: Utf8) -> Iterator[Document]:
    """Read objects from an array, or standing one after the other over several lines."""
    decoder, text, left, number, is_end = json.JSONDecoder(), "", b"", 1, False
    while not is_end:
        text, left, is_end = _more(file, text, left)
        place = _next_object(text, 0)
        while place < len(text):
            try:
                _value, end = decoder.raw_decode(text, place)
            except json.JSONDecodeError:
                if not is_end and len(text) - place < LONGEST:
                    break
                yield Document(_not_json(number, text[place:]), number, file.done)
                return
            yield Document(_parsed(text[place:end], number), number, file.done)
            number += 1
            place = _next_object(text, end)
        text = text[place:]


def _more(file: Utf8, text: str, left: bytes) -> tuple[str, bytes, bool]:
    """Add a chunk to *text*, keeping a character cut in two for the next."""
    chunk = file.read(max(CHUNK, len(text))) or b""
    whole = left + chunk
    cut = len(whole)
    while chunk and cut > 0 and len(whole) - cut < 4 and whole[cut - 1] & 0xC0 == 0x80:
        cut -= 1
    if chunk and cut > 0 and whole[cut - 1] & 0xC0 == 0xC0:
        cut -= 1
    return text + whole[:cut].decode(errors="replace"), whole[cut:], not chunk


def _next_object(text: str, place: int) -> int:
    """Return where the next object begins: past spaces, commas and the array's brackets."""
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def inside(document: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Unwrap a document: the body of an HTTP capture, the objects of a batch or an API answer.

    Returns:
        The objects; the topic its headers name (``orders/create``), or nothing. No object
        where a captured body is not JSON (the ping of a new webhook).
    """
    topic = ""
    if "raw_body" in document:
        headers = {name.lower(): str(value) for name, value in document["headers"].items()}
        topic = headers.get("x-shopify-topic") or headers.get("x-wc-webhook-topic") or ""
        try:
            document = orjson.loads(document["raw_body"])
        except orjson.JSONDecodeError:
            return [], topic
    for name in WRAPPERS:
        held = document.get(name)
        if "id" in document:
            break
        if isinstance(held, list) and all(isinstance(each, dict) for each in held):
            about = {key: value for key, value in document.items() if key == "sentAt"}
            return [about | each for each in held], topic
        if isinstance(held, dict) and len(document) == 1:
            return [held], topic
    return [document], topic
