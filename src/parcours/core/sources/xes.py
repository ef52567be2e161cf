"""XES, the exchange format of process-mining logs (IEEE 1849), plain or gzip."""

import gzip
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final
from xml.parsers import expat

import polars as pl

from parcours.core.language import _
from parcours.core.sources.reading import Rejected, Rows, UnreadableFile
from parcours.core.sources.records import Records, table

CASE: Final = "case:"
_LINE: Final = "\0line"


class HasEntities(UnreadableFile):
    """An XML file declares entities, which can be made to fill any memory."""


@dataclass(frozen=True)
class ProcessLog(Records):
    """A XES file as a table: a row per event, the attributes of its trace as ``case:…``.

    Its "lines" are the numbers of events in the file, from 1.
    """

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
