"""Bytes to UTF-8: which encoding a text file is in, and reading it in that encoding."""

import codecs
import gzip
import io
from pathlib import Path
from typing import Final, cast

SAMPLE: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that the encoding does not know as Windows does: files are often mixed."""
    found = cast("UnicodeDecodeError", error)
    bad = found.object[found.start : found.end]
    return bad.decode("cp1252", errors="replace"), found.end


codecs.register_error("or-cp1252", _as_cp1252)


def encoding_of(start: bytes) -> str:
    """Return the encoding of a text that begins with *start*: its mark, else what fits.

    Without a mark it is UTF-16 where every other byte is null, UTF-8 where that is valid
    (the sample may end inside a character), and otherwise Windows' cp1252.
    """
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if start[1::2].count(0) > len(start) / 4:
        return "utf-16-le"
    if start[::2].count(0) > len(start) / 4:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def is_packed(path: Path) -> bool:
    """Whether a file is gzip."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def begin(path: Path, size: int = SAMPLE) -> bytes:
    """Return the first *size* bytes of a file, unpacked where it is gzip."""
    with Utf8(path, "binary") as file:
        return file.start(size)


class Utf8(io.RawIOBase):
    """A text file as UTF-8 bytes, whatever its encoding; NUL characters are left out.

    ``done`` counts the bytes read from the disk, also of a gzip file; ``given`` and
    ``line_ends`` those given as UTF-8, and their line ends.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._disk = path.open("rb", buffering=0)
        self._raw = gzip.GzipFile(fileobj=self._disk) if is_packed(path) else self._disk
        self._decoder: codecs.IncrementalDecoder | None = None
        if encoding != "binary":
            self._decoder = codecs.getincrementaldecoder(encoding)("or-cp1252")
        self._ready = b""
        self.given = self.line_ends = 0

    @property
    def done(self) -> int:
        """How many bytes of the file are read."""
        return self._disk.tell()

    def start(self, size: int) -> bytes:
        """Return the first *size* bytes as they stand."""
        return cast("bytes", self._raw.read(size))

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill *buffer* with what comes next."""
        if not self._ready:
            self._ready = self._next(max(len(buffer), 1 << 16))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        self.given += size
        return size

    def _next(self, size: int) -> bytes:
        while True:
            raw = self._raw.read(size)
            if self._decoder is None:
                return cast("bytes", raw)
            text = self._decoder.decode(raw, final=not raw).replace("\x00", "")
            if text or not raw:
                self.line_ends += text.count("\n")
                return text.encode()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()
        self._disk.close()
        super().close()
