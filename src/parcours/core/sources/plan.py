"""What an import will do, before it does it."""

import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.sources.amounts import decimal_of
from parcours.core.sources.csv import TextTable
from parcours.core.sources.exports import read_export
from parcours.core.sources.guessing import guess
from parcours.core.sources.intercom import Intercom
from parcours.core.sources.mapping import REST, Kind, Mapping
from parcours.core.sources.ndjson import JsonTable
from parcours.core.sources.parquet import ParquetTable
from parcours.core.sources.reading import Batch, Reader, Rejected, Rows, UnreadableFile
from parcours.core.sources.responses import FORMS, Responses
from parcours.core.sources.segment import Segment
from parcours.core.sources.shopify import Shopify
from parcours.core.sources.sniffing import kind_of
from parcours.core.sources.telling import Teller, tell
from parcours.core.sources.tickets import read_tickets
from parcours.core.sources.translating import translate
from parcours.core.sources.woocommerce import WooCommerce
from parcours.core.sources.xes import ProcessLog
from parcours.core.sources.xlsx import Workbook
from parcours.core.sources.zendesk import Zendesk

SAMPLE: Final = 10_000
AHEAD: Final = 3  # batches read before they are asked for, while others are written
_TELLERS: Final[dict[str, Any]] = {
    "segment": Segment,
    "shopify": Shopify,
    "woocommerce": WooCommerce,
    "zendesk": Zendesk,
    "intercom": Intercom,
}


class IncompleteMapping(Refused):
    """A mapping does not say all that is needed, or names columns the file has not."""


@dataclass(frozen=True)
class Plan:
    """How the events of one file will be read.

    ``missing`` says what must be added to the mapping before anything can enter;
    ``notes`` what is good to know. ``header`` and ``sample`` are empty for a source of
    known shape (Segment, Shopify, WooCommerce, Zendesk, Intercom).
    """

    path: Path
    mapping: Mapping
    reader: Reader | None = None
    sample: pl.DataFrame = field(default_factory=pl.DataFrame)
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    secret: bytes = field(default=b"", repr=False)

    @property
    def kind(self) -> Kind:
        """What kind of file it is."""
        return self.mapping.kind

    @property
    def header(self) -> list[str]:
        """The columns of the file."""
        return self.reader.header if self.reader else []

    @property
    def total(self) -> int:
        """What progress reaches: bytes of the file, or rows."""
        return self.reader.total if self.reader else self.path.stat().st_size

    def batches(self) -> Generator[Batch]:
        """Read the file from the start, a bounded batch at a time.

        Raises:
            IncompleteMapping: something is missing.
        """
        if self.missing:
            raise IncompleteMapping(
                _("{file} cannot be read yet: {missing}").format(
                    file=self.path.name, missing=" · ".join(self.missing)
                )
            )
        return self._batches()

    def __rich__(self) -> Any:
        from parcours.core.sources import showing

        sections, notes = showing.plan_sections(self), showing.plan_notes(self)
        return showing.in_terminal(showing.plan_title(self), sections, notes)

    def _repr_html_(self) -> str:
        from parcours.core.sources import showing

        sections, notes = showing.plan_sections(self), showing.plan_notes(self)
        return showing.in_notebook(showing.plan_title(self), sections, notes)

    def _batches(self) -> Generator[Batch]:
        if self.reader is None:
            teller: Teller = _TELLERS[self.kind](self.mapping, self.secret)
            yield from tell(self.path, teller)
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool, closing(self.reader.rows()) as read:
            ahead: deque[Future[Batch]] = deque()
            for rows in read:
                # A thread starts without the caller's context, and with it her language.
                own = copy_context()
                ahead.append(pool.submit(own.run, _translate, rows, self))
                if len(ahead) > AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()


def _translate(rows: Rows, plan: Plan) -> Batch:
    return translate(rows, plan.mapping, secret=plan.secret)


def plan(
    path: str | Path,
    *,
    mapping: Mapping | None = None,
    kind: Kind | None = None,
    secret: bytes = b"",
) -> Plan:
    """Look at *path* and say how its events will be read; nothing is written.

    Args:
        path: the file.
        mapping: how to read it; guessed from its headers and first rows where not given.
        kind: what file it is, where its content would be read as another kind.
        secret: keys the pseudonyms of e-mail addresses and phone numbers, see ``pseudonym``.

    Raises:
        UnreadableFile: it is none of the kinds, or holds nothing.
        IncompleteMapping: *mapping* names columns that the file has not.
    """
    path = Path(path)
    seen = kind or kind_of(path)
    found = mapping.kind if mapping else seen
    if found in _TELLERS:
        return Plan(path, mapping or Mapping(kind=found), secret=secret)
    reader = _reader(path, found, mapping)
    if mapping is None:
        return replace(_guessed(path, found, reader), secret=secret)
    _check_columns(path, mapping, reader)
    missing = tuple(unfinished(mapping))
    sample = _sample(path, reader)
    return Plan(path, mapping, reader, sample, missing=missing, secret=secret)


def _reader(path: Path, kind: Kind, mapping: Mapping | None) -> Reader:
    if kind == "csv":
        if mapping is None:
            return TextTable.sniff(path)
        table = TextTable.sniff(path, encoding=mapping.encoding, separator=mapping.separator)
        return replace(table, has_header=mapping.header, skip=mapping.skip)
    if kind == "xlsx":
        return Workbook(path, mapping.sheet if mapping else None)
    if kind == "parquet":
        return ParquetTable(path)
    if kind in FORMS:
        return Responses(path, kind)
    return JsonTable(path) if kind == "ndjson" else ProcessLog(path)


def _sample(path: Path, reader: Reader) -> pl.DataFrame:
    bad: list[Rejected] = []
    with closing(reader.rows()) as batches:
        for rows in batches:
            if rows.frame.height:
                return rows.frame.head(SAMPLE)
            bad += rows.rejected[: 1 - len(bad)]
    raise UnreadableFile(_no_rows(path, reader, bad))


def _no_rows(path: Path, reader: Reader, bad: list[Rejected]) -> str:
    if bad:
        return _("no row of {file} can be read; line {line}: {reason}").format(
            file=path.name, line=bad[0].line, reason=bad[0].reason
        )
    if reader.header:
        return _("{file} has a header and no rows").format(file=path.name)
    return _("{file} holds no events").format(file=path.name)


def _guessed(path: Path, kind: Kind, reader: Reader) -> Plan:
    sample = _sample(path, reader)
    texts = [each.head(1000) for each in sample if each.dtype == pl.String]
    decimal = decimal_of(texts)
    is_french = decimal == "," or (isinstance(reader, TextTable) and reader.separator == ";")
    day_first = True if is_french else None
    survey = path.name.split(".")[0]
    guessed = (
        read_tickets(sample, day_first=day_first)
        or read_export(sample, survey=survey, day_first=day_first)
        or guess(sample, day_first=day_first)
    )
    about: dict[str, Any] = {"decimal": decimal or "."}
    if not guessed.events or "source" not in guessed.events[0]:
        about["source"] = survey
    notes = list(guessed.notes)
    if isinstance(reader, TextTable):
        about |= {"encoding": reader.encoding, "separator": reader.separator}
        about |= {"header": reader.has_header, "skip": reader.skip}
        notes += _about_header(reader)
    if isinstance(reader, Workbook):
        about["sheet"] = reader.sheets[0]
        if len(reader.sheets) > 1:
            notes.append(
                _("other sheets: {sheets}").format(sheets=", ".join(reader.sheets[1:]))
            )
    mapping = Mapping.model_validate({"kind": kind, **about, "events": guessed.events})
    return Plan(path, mapping, reader, sample, tuple(notes), tuple(guessed.missing))


def _about_header(table: TextTable) -> list[str]:
    if not table.has_header:
        return [
            _("the first line holds values, so the columns are numbered: column 1, column 2…")
        ]
    return [
        _("{name!r} stands over several columns; they are numbered: {name} 2…").format(
            name=name
        )
        for name in table.twice
    ]


def _check_columns(path: Path, mapping: Mapping, reader: Reader) -> None:
    # Objects and process logs may have names that the first ones lack.
    if mapping.kind in {"ndjson", "xes", *FORMS}:
        return
    absent = sorted(mapping.columns() - {REST, ""} - set(reader.header))
    if absent:
        raise IncompleteMapping(
            _("{file} has no column {absent}; it has {header}. Correct the mapping.").format(
                file=path.name,
                absent=", ".join(map(repr, absent)),
                header=", ".join(map(repr, reader.header)),
            )
        )


def unfinished(mapping: Mapping) -> Iterator[str]:
    """Say what a guess left open and nobody filled in since."""
    for event in mapping.events:
        if event.activity.constant == "":
            yield _("what: say what a row tells, such as order.placed")
        if event.customer_id.column == "":
            yield _("who: say which column names the customer")
        if event.at.column == "":
            yield _("when: say which column holds the moment it happened")
    if not mapping.events:
        yield _("what: say what a row tells, such as order.placed")
