"""XES, the exchange format of process-mining logs (IEEE 1849), plain or gzip."""

import gzip
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat

import polars as pl

from parcours.core.language import _
from parcours.core.sources.reading import Rejected, Rows, UnreadableFile

EVENTS: Final = 20_000
_SAMPLE: Final = 2_000
CASE: Final = "case:"
_LINE: Final = "\0line"


class HasEntities(UnreadableFile):
    """An XML file declares entities, which can be made to fill any memory."""


@dataclass(frozen=True)
class ProcessLog:
    """A XES file as a table: a row per event, the attributes of its trace as ``case:…``.

    Its "lines" are the numbers of events in the file, from 1.
    """

    path: Path

    @cached_property
    def header(self) -> list[str]:
        """The attributes of the first events. Others may come later."""
        first = next(iter(self._batches(_SAMPLE)), None)
        return [] if first is None else first.frame.columns

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def rows(self) -> Generator[Rows]:
        """Read the events, trace after trace."""
        return self._batches(EVENTS)

    def _batches(self, size: int) -> Generator[Rows]:
        with self.path.open("rb") as disk:
            is_gzip = disk.read(2) == b"\x1f\x8b"
            disk.seek(0)
            file: IO[bytes] = gzip.GzipFile(fileobj=disk) if is_gzip else disk  # type: ignore[assignment]
            found: list[dict[str, Any]] = []
            number = 0
            try:
                for event in events(file):
                    number += 1
                    found.append(event | {_LINE: number})
                    if len(found) == size:
                        yield _rows(found, done=disk.tell())
                        found = []
            except expat.ExpatError as error:
                reason = _("from here to the end the file cannot be read: {why}").format(
                    why=error
                )
                lost = Rejected(number + 1, "", "", reason)
                yield _rows(found, done=self.total, rejected=[lost])
                return
            yield _rows(found, done=self.total)


def _rows(
    found: list[dict[str, Any]], *, done: int, rejected: list[Rejected] | None = None
) -> Rows:
    frame = table(found) if found else pl.DataFrame(schema={_LINE: pl.Int64})
    return Rows(frame.drop(_LINE), frame[_LINE].alias("line"), done, rejected or [])


def table(found: list[dict[str, Any]]) -> pl.DataFrame:
    """Return dictionaries as a table: a column whose values are of several kinds is text."""
    names = list(dict.fromkeys(name for each in found for name in each))
    return pl.DataFrame([_column(name, [each.get(name) for each in found]) for name in names])


def _column(name: str, values: list[Any]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    if len(kinds) > 1:
        values = [None if value is None else str(value) for value in values]
    try:
        return pl.Series(name, values, dtype=pl.String if not kinds else None)
    except OverflowError:
        return pl.Series(name, [None if value is None else str(value) for value in values])


def events(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Read the events of a XES file one by one; memory is bounded by one block."""
    log = _Log()
    while chunk := file.read(1 << 16):
        log.parser.Parse(chunk)
        yield from log.take()
    log.parser.Parse(b"", True)
    yield from log.take()


class _Log:
    """What the parser has seen: the trace it is in, the events finished since last asked.

    Attributes nested in another are left out, as other tools do.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._refuse
        self.path: list[str] = [""]
        self.case: dict[str, Any] = {}
        self.event: dict[str, Any] = {}
        self.found: list[dict[str, Any]] = []

    def take(self) -> list[dict[str, Any]]:
        found, self.found = self.found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag, parent = name.rpartition(":")[2], self.path[-1]
        self.path.append(tag)
        if tag == "event":
            self.event = {}
        elif tag == "trace":
            self.case = {}
        elif parent in {"event", "trace"} and {"key", "value"} <= attributes.keys():
            value = _value(tag, attributes["value"])
            if parent == "event":
                self.event[attributes["key"]] = value
            else:
                self.case[CASE + attributes["key"]] = value

    def _end(self, _name: str) -> None:
        if self.path.pop() == "event":
            self.found.append(self.case | self.event)

    def _refuse(self, *_declaration: object) -> None:
        raise HasEntities(
            _("the XML declares entities; they are refused. Export the log without a DOCTYPE.")
        )


def _value(tag: str, text: str) -> Any:
    try:
        if tag == "int":
            return int(text)
        if tag == "float":
            return float(text)
    except ValueError:
        return text
    return text.lower() == "true" if tag == "boolean" else text
