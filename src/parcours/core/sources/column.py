"""A column of a sample: what its header and its values say it is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from parcours.core.sources import vocabulary
from parcours.core.sources.amounts import decimal_of, numbers
from parcours.core.sources.identity import is_identity, key, looks_like_identity
from parcours.core.sources.mapping import EMPTY
from parcours.core.sources.moments import formats_of
from parcours.core.sources.translating import as_text, cleaned

_SERIALS: Final = (20_000, 80_000)  # Excel's days from 1954 to 2119


@dataclass(frozen=True)
class Column:
    """A column of a sample: its name as compared with others, and what its values are."""

    name: str
    values: pl.Series
    day_first: bool | None = None

    @cached_property
    def key(self) -> str:
        """The header, without case, accents and punctuation."""
        return key(self.name)

    @cached_property
    def words(self) -> list[str]:
        """The words of the header."""
        return self.key.split("_")

    @cached_property
    def texts(self) -> pl.Series:
        """The values there are, as texts."""
        return cleaned(as_text(self.values), EMPTY).drop_nulls()

    @cached_property
    def dates(self) -> tuple[tuple[str, ...], bool]:
        """The formats that read it as instants, none where it is not one; and any doubt."""
        if self.values.dtype in (pl.Datetime, pl.Date):
            return ("iso",), False
        if not self.values.dtype.is_numeric() or self._is_named_as_date:
            if self._is_serial:
                return ("excel",), False
            return formats_of(self.texts, day_first=self.day_first)
        return (), False

    @property
    def is_moment(self) -> bool:
        """Whether its values are dates or instants."""
        return bool(self.dates[0])

    @cached_property
    def is_naive(self) -> bool:
        """Whether its instants do not say their time zone."""
        if isinstance(self.values.dtype, pl.Datetime):
            return self.values.dtype.time_zone is None
        has_zone = self.texts.str.contains(r"\d(?:Z|[+-]\d\d:?\d\d)$").any()
        return not has_zone and not self.dates[0][0].startswith("epoch")

    @cached_property
    def numbers(self) -> pl.Series:
        """Its values as numbers, null where they are none."""
        return numbers(self.texts, decimal=decimal_of([self.texts]) or ".")

    @property
    def is_number(self) -> bool:
        """Whether nearly all its values are numbers."""
        if self.values.dtype.is_numeric():
            return True
        read = self.numbers
        return len(self.texts) > 0 and read.null_count() <= 0.05 * len(read)

    @property
    def is_name(self) -> bool:
        """Whether each row has a value, and no two rows the same."""
        return len(self.texts) == len(self.values) > 1 and bool(self.texts.is_unique().all())

    @property
    def is_identity(self) -> bool:
        """Whether it tells who someone is, by its name or by its values."""
        some = self.texts.head(200).to_list()
        held = sum(looks_like_identity(each) for each in some)
        return is_identity(self.name) or held > 0.1 * len(some) > 0

    @property
    def is_code(self) -> bool:
        """Whether its numbers are names: a leading zero, or a header with id or code."""
        has_zeros = bool(self.texts.str.contains(r"^0\d").any())
        return has_zeros or bool(vocabulary.CODES & set(self.words))

    @property
    def _is_named_as_date(self) -> bool:
        return bool(vocabulary.DATE_WORDS & set(self.words)) or self.key in vocabulary.AT

    @property
    def _is_serial(self) -> bool:
        if not self._is_named_as_date:
            return False
        read = self.texts.cast(pl.Float64, strict=False)
        return len(read) > 0 and bool(read.is_between(*_SERIALS).fill_null(value=False).all())
