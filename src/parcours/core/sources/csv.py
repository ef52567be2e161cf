"""Text tables: CSV and TSV in any encoding, a block at a time."""

import csv
import io
import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from parcours.core.language import _, ngettext
from parcours.core.sources.decoding import Utf8, begin, encoding_of
from parcours.core.sources.reading import Rejected, Rows, UnreadableFile, unique_names

SEPARATORS: Final = (";", ",", "\t", "|")
BLOCK: Final = 2 << 20  # bytes; the reader keeps 32 ahead; also the longest row it can read
GATHERED: Final = 4  # blocks read at once
_TOLD: Final = re.compile(r"sep=(.)\r?\n")  # Excel's own way to name the separator
_VALUE: Final = re.compile(r"[-+]?[\d\s.,:/]*\d[\d\s.,:/€$%]*")


@dataclass(frozen=True)
class TextTable:
    """A text table on disk. What is None is found by looking at the file."""

    path: Path
    encoding: str
    separator: str
    has_header: bool = True
    skip: int = 0

    @classmethod
    def sniff(
        cls, path: Path, *, encoding: str | None = None, separator: str | None = None
    ) -> "TextTable":
        """Look at the beginning of *path*; what is given is not guessed."""
        encoding = encoding or encoding_of(begin(path))
        table = cls(path, encoding, separator or ",")
        if told := _TOLD.match(table.beginning):
            return cls(path, encoding, separator or told[1], skip=1)
        if separator is None:
            table = replace(table, separator=separator_of(table.beginning))
        return replace(table, has_header=not _is_data(next(iter(table._records(1)), [])))

    @cached_property
    def beginning(self) -> str:
        """The first lines, whole, as text."""
        with Utf8(self.path, self.encoding) as file:
            for _line in range(self.skip):
                file.readline()
            text = file.read(1 << 18) or b""
        lines = text.decode(errors="ignore").splitlines(keepends=True)
        return "".join(lines[:-1] if len(text) == 1 << 18 and len(lines) > 1 else lines)

    @cached_property
    def header(self) -> list[str]:
        """The columns: each named, none twice."""
        first = next(iter(self._records(1)), [])
        if not first:
            raise UnreadableFile(_("{file} is empty").format(file=self.path.name))
        return unique_names(first if self.has_header else [""] * len(first))

    @property
    def twice(self) -> list[str]:
        """Names that stand over several columns."""
        first = next(iter(self._records(1)), []) if self.has_header else []
        return [name for name, n in Counter(first).items() if n > 1 and name.strip()]

    @property
    def total(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def _records(self, n: int) -> list[list[str]]:
        return records(self.beginning, self.separator, n)

    def rows(self) -> Generator[Rows]:
        """Read the table as texts. A row that has not the header's columns is rejected."""
        with Utf8(self.path, self.encoding) as file:
            reading = _Reading(self, file)
            try:
                yield from reading.batches()
            except pa.ArrowInvalid as error:
                yield reading.broken(str(error))
            if reading.misfits:
                yield reading.trailing()
            if reading.line - 1 < file.line_ends:
                yield reading.broken(_("a quote is never closed"))


class _Reading:
    """One pass over the file: counts lines, keeps the rows that do not fit aside."""

    def __init__(self, table: TextTable, file: Utf8) -> None:
        self.table, self.file = table, file
        self.misfits: list[tuple[int, str, int]] = []
        self.line = 1 + table.skip  # of the next row
        self.row = 1
        self.taken = 0  # bytes of the rows seen so far

    def batches(self) -> Generator[Rows]:
        table, width = self.table, len(self.table.header)
        names = [f"f{place}" for place in range(width)]
        stream = arrow_csv.open_csv(
            pa.PythonFile(self.file, "r"),
            # One thread: otherwise the numbers of misfit rows are not known.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=names, skip_rows=table.skip
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=table.separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._misfit,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        )
        is_first = table.has_header
        # Closed whatever happens: its thread must not outlive the file it reads.
        with stream:
            for frame in _gathered(stream):
                rows = self._placed(frame.rename(dict(zip(names, table.header, strict=True))))
                yield _without_first(rows) if is_first else rows
                is_first = False

    def _misfit(self, row: arrow_csv.InvalidRow) -> str:
        self.misfits.append((row.number - self.table.skip, row.text, row.actual_columns))
        return "skip"

    def _placed(self, frame: pl.DataFrame) -> Rows:
        """Give each row its line: rows before it, and the line ends inside their quotes."""
        numbers, misfits = self._numbers(frame.height)
        inside = _line_ends(frame)
        start = self.line - self.row
        lines = numbers + start + inside.cum_sum().shift(1, fill_value=0)
        rejected, has_ends = [], inside.sum() > 0
        for number, text, found in misfits:
            before = int(inside.filter(numbers < number).sum()) if has_ends else 0
            rejected.append(self._rejected(number + start + before, text, found))
            if ends := text.count("\n"):
                # What its quotes hold moves everything after it down.
                lines += (numbers > number).cast(pl.Int64) * ends
                start += ends
        self.row += frame.height + len(misfits)
        self.line = self.row + start + int(inside.sum())
        filled = frame.select(~pl.all_horizontal(pl.all().is_null())).to_series()
        kept = [each for each in rejected if each.value.strip()]
        placed = lines.filter(filled).alias("line")
        return Rows(frame.filter(filled), placed, self._done(frame), kept)

    def _done(self, frame: pl.DataFrame) -> int:
        """Return how many bytes of the file these rows reach: the reader itself is ahead."""
        texts = frame.select(pl.sum_horizontal(pl.all().str.len_bytes().sum())).item()
        self.taken += int(texts or 0) + frame.height * frame.width
        if frame.height == 0:
            return self.table.total
        return int(self.file.done * min(1.0, self.taken / max(self.file.given, 1)))

    def _numbers(self, height: int) -> tuple[pl.Series, list[tuple[int, str, int]]]:
        """Number the good rows of a batch, leaving out the numbers of its misfits."""
        last, taken = self.row + height - 1, 0
        while taken < len(self.misfits) and (self.misfits[taken][0] <= last or not height):
            taken, last = taken + 1, last + 1
        misfits, self.misfits = self.misfits[:taken], self.misfits[taken:]
        numbers = pl.int_range(self.row, last + 1, dtype=pl.Int64, eager=True)
        if misfits:
            gaps = pl.Series([number for number, _text, _found in misfits])
            numbers = numbers.filter(~numbers.is_in(gaps.implode()))
        return numbers, misfits

    def _rejected(self, line: int, text: str, found: int) -> Rejected:
        reason = ngettext(
            "{found} column instead of {wanted}", "{found} columns instead of {wanted}", found
        ).format(found=found, wanted=len(self.table.header))
        if "\n" in text:
            reason += _("; look for a quote that is opened in this line and not closed")
        return Rejected(line, "", text[:500], reason)

    def broken(self, why: str) -> Rows:
        """Say that nothing can be read from here on."""
        reason = _(
            "from here to the end the file cannot be read: {why}. Look for a quote that is "
            "opened and not closed, or a row of more than {size} MB."
        ).format(why=why[:200], size=BLOCK >> 20)
        lost = Rejected(self.line, "", "", reason)
        self.line = self.file.line_ends + 1
        nowhere = pl.Series("line", [], dtype=pl.Int64)
        return Rows(self._nothing, nowhere, self.table.total, [lost])

    def trailing(self) -> Rows:
        """Reject the rows after the last good one that do not fit."""
        return self._placed(self._nothing)

    @property
    def _nothing(self) -> pl.DataFrame:
        return pl.DataFrame(schema=dict.fromkeys(self.table.header, pl.String))


def _gathered(stream: Iterable[pa.RecordBatch]) -> Iterator[pl.DataFrame]:
    """Put a few blocks together: on more rows at a time, each column costs less."""
    waiting: list[pl.DataFrame] = []
    try:
        for batch in stream:
            waiting.append(pl.DataFrame(batch))
            if len(waiting) == GATHERED:
                yield pl.concat(waiting)
                waiting = []
    except pa.ArrowInvalid:
        # What came before it can be read.
        if waiting:
            yield pl.concat(waiting)
        raise
    if waiting:
        yield pl.concat(waiting)


def _without_first(rows: Rows) -> Rows:
    return replace(rows, frame=rows.frame.slice(1), lines=rows.lines.slice(1))


def _line_ends(frame: pl.DataFrame) -> pl.Series:
    """Count the line ends within each row's values."""
    texts = pl.all().str.contains("\n", literal=True).any()
    with_ends = [each.name for each in frame.select(texts) if frame.height and each.item()]
    counts = [pl.col(name).str.count_matches("\n", literal=True) for name in with_ends]
    none = pl.repeat(0, frame.height, dtype=pl.Int64)
    total = pl.sum_horizontal(none, *counts)
    return frame.select(total.cast(pl.Int64).alias("ends")).to_series()


def records(text: str, separator: str, n: int) -> list[list[str]]:
    """Return the first *n* records of *text*; fewer where it cannot be split."""
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text), delimiter=separator):
            if any(cell.strip() for cell in record):
                found.append(record)
            if len(found) == n:
                break
    except csv.Error:
        pass
    return found


def separator_of(text: str) -> str:
    """Return the separator that cuts most lines of *text* into the same number of columns.

    >>> separator_of("date;montant" + chr(10) + "1/2/2026;3,50")
    ';'
    """

    def evenness(separator: str) -> tuple[float, int]:
        widths = Counter(len(record) for record in records(text, separator, 100))
        width, same = max(
            widths.items(), key=lambda each: (each[0] > 1, each[1]), default=(0, 0)
        )
        return (same / widths.total() if width > 1 else 0.0), width

    return max(SEPARATORS, key=evenness)


def _is_data(first: list[str]) -> bool:
    """Whether the first line holds values: a header names, it holds no number or date."""
    return any(_VALUE.fullmatch(cell.strip()) for cell in first)
