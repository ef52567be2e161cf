"""Workbooks: XLSX, and the older XLS, XLSB and ODS."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from parcours.core.language import _
from parcours.core.sources.reading import Rows, UnreadableFile, unique_names

ROWS: Final = 65_536


@dataclass(frozen=True)
class Workbook:
    """One sheet of a workbook; its header is the first row with at least two cells filled.

    A sheet has at most a million rows, so it is read whole and handed out in batches.
    """

    path: Path
    sheet: str | None = None

    @cached_property
    def _book(self) -> fastexcel.ExcelReader:
        try:
            return fastexcel.read_excel(self.path)
        except fastexcel.FastExcelError:
            raise self._unreadable() from None

    def _unreadable(self) -> UnreadableFile:
        return UnreadableFile(
            _(
                "{file} is not a workbook that can be read: it may be damaged, or protected by "
                "a password. Save it again without one, or as CSV."
            ).format(file=self.path.name)
        )

    @property
    def sheets(self) -> list[str]:
        """The sheets of the workbook, in order."""
        return list(self._book.sheet_names)

    @cached_property
    def _table(self) -> tuple[pl.DataFrame, int]:
        """The rows below the header, named; and the header's row number."""
        wanted = self.sheet or self.sheets[0]
        if wanted not in self.sheets:
            raise UnreadableFile(
                _("{file} has no sheet {sheet!r}; it has {sheets}").format(
                    file=self.path.name, sheet=wanted, sheets=", ".join(self.sheets)
                )
            )
        top = self._load(wanted, skip=0, n=50)
        place = _header_row(top)
        if place is None:
            raise UnreadableFile(
                _("sheet {sheet!r} of {file} is empty").format(
                    sheet=wanted, file=self.path.name
                )
            )
        names = unique_names([str(each or "") for each in top.row(place)])
        body = self._load(wanted, skip=place + 1)
        body = body.select(pl.nth(range(min(len(names), body.width))))
        return body.rename(dict(zip(body.columns, names, strict=False))), place + 1

    def _load(self, sheet: str, *, skip: int, n: int | None = None) -> pl.DataFrame:
        try:
            loaded = self._book.load_sheet(
                sheet, header_row=None, skip_rows=skip, n_rows=n, schema_sample_rows=None
            )
        except fastexcel.FastExcelError:
            raise self._unreadable() from None
        return loaded.to_polars()

    @property
    def header(self) -> list[str]:
        """The columns."""
        return self._table[0].columns

    @property
    def total(self) -> int:
        """Rows below the header."""
        return self._table[0].height

    def rows(self) -> Generator[Rows]:
        """Read the sheet: dates are dates and numbers are numbers where Excel says so."""
        body, header_line = self._table
        lines = pl.int_range(1, body.height + 1, dtype=pl.Int64, eager=True) + header_line
        blank = pl.all_horizontal(pl.all().is_null())
        for start in range(0, body.height, ROWS):
            frame = body.slice(start, ROWS)
            filled = frame.select(~blank).to_series()
            placed = lines.slice(start, ROWS).filter(filled).alias("line")
            yield Rows(frame.filter(filled), placed, start + frame.height)


def _header_row(top: pl.DataFrame) -> int | None:
    """Return the first row with two cells filled (or one, of one column); none where empty."""
    if top.height == 0:
        return None
    filled = top.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    return (filled >= min(2, top.width)).arg_max()
