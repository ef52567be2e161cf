"""Parquet files, a batch of rows at a time."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from parcours.core.language import _
from parcours.core.sources.reading import Rows, UnreadableFile

ROWS: Final = 65_536


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file; its "lines" are row numbers, from 1."""

    path: Path

    @cached_property
    def _file(self) -> parquet.ParquetFile:
        try:
            return parquet.ParquetFile(self.path)
        except (pa.ArrowInvalid, OSError):
            raise UnreadableFile(
                _(
                    "{file} is not a whole Parquet file. It may have been cut while it was "
                    "copied; copy or export it again."
                ).format(file=self.path.name)
            ) from None

    @cached_property
    def header(self) -> list[str]:
        """The columns."""
        return list(self._file.schema_arrow.names)

    @property
    def total(self) -> int:
        """Rows of the file."""
        return int(self._file.metadata.num_rows)

    def rows(self) -> Generator[Rows]:
        """Read the table with the types it has; lists and structures become JSON."""
        done = 0
        for batch in self._file.iter_batches(batch_size=ROWS):
            frame = plain(pl.DataFrame(batch))
            lines = pl.int_range(done + 1, done + 1 + frame.height, dtype=pl.Int64, eager=True)
            done += frame.height
            yield Rows(frame, lines.alias("line"), done)


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return *frame* with only texts, numbers, booleans and times."""
    return frame.with_columns(
        pl.struct(name).struct.json_encode().alias(name)
        if dtype.is_nested()
        else pl.col(name).cast(pl.String, strict=False)
        for name, dtype in frame.schema.items()
        if dtype.is_nested() or dtype in (pl.Categorical, pl.Enum, pl.Binary, pl.Null)
    )
