"""What was known before, as the columns of numbers that a fair comparison needs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVELS: Final = 20
RARE: Final = 0.01
_FAR: Final = 5.0  # standard deviations: a single huge order must not steer the fit


@dataclass(frozen=True)
class Covariates:
    """Standardised columns: ``plain`` for reading balance, ``matrix`` for fitting.

    ``matrix`` starts with a column of ones, then ``plain``, then squares of its numbers.
    """

    names: list[str]
    plain: Floats
    matrix: Floats

    def of(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "Covariates":
        """Return the same columns for some rows."""
        return Covariates(self.names, self.plain[rows], self.matrix[rows])


def covariates(frame: pl.DataFrame) -> Covariates:
    """Turn every column of *frame* into numbers that a regression can use.

    Numbers are standardised and cut at five standard deviations; a missing one becomes the
    mean, and a column ``name is missing`` says so, unless they are fewer than 1 %; numbers of
    which fewer than 1 % are known are left out. Texts and booleans become one column a
    level; levels below 1 % of the rows, or beyond the 20 most frequent, share one. Columns
    that do not vary are left out.

    Args:
        frame: one row per case; numbers, booleans or texts, nulls allowed.
    """
    parts: list[tuple[str, Floats, bool]] = []
    for series in frame:
        is_number = series.dtype.is_numeric()
        parts += _numbers(series) if is_number else _levels(series)
    kept = [(name, standard, squares) for name, column, squares in parts
            if (standard := _standardised(column)) is not None]  # fmt: skip
    plain = _beside([column for _, column, _ in kept], frame.height)
    squares = [column**2 for _, column, squares in kept if squares]
    ones = np.ones((frame.height, 1))
    matrix = np.hstack([ones, plain, _beside(squares, frame.height)])
    return Covariates([name for name, _, _ in kept], plain, matrix)


def _numbers(series: pl.Series) -> list[tuple[str, Floats, bool]]:
    values = series.cast(pl.Float64).fill_nan(None)
    missing = values.is_null()
    known_share = 1 - values.null_count() / max(1, len(values))
    if known_share < RARE:
        return []
    mean = values.mean()
    filled = values.fill_null(mean if isinstance(mean, float) else 0.0).to_numpy()
    # The square of a column of two values is the column again.
    numbers = [(series.name, filled, values.n_unique() > 3)]
    if known_share < 1 - RARE:
        numbers.append(
            (f"{series.name} is missing", missing.cast(pl.Float64).to_numpy(), False)
        )
    return numbers


def _levels(series: pl.Series) -> list[tuple[str, Floats, bool]]:
    texts = series.cast(pl.String).fill_null("")
    counts = texts.value_counts(sort=True, name="rows")
    frequent = counts.filter(pl.col("rows") >= RARE * len(texts))[series.name][:LEVELS]
    # One level less than there are: the others say the rest.
    spoken = frequent if len(frequent) < len(counts) else frequent[1:]
    return [
        (f"{series.name} {level}".rstrip(), (texts == level).cast(pl.Float64).to_numpy(), False)
        for level in spoken
    ]


def _standardised(column: Floats) -> Floats | None:
    sd = column.std()
    if sd <= 1e-12 * max(1.0, abs(column.mean())):
        return None
    cut: Floats = np.clip((column - column.mean()) / sd, -_FAR, _FAR)
    return cut


def _beside(columns: list[Floats], rows: int) -> Floats:
    return np.column_stack(columns) if columns else np.empty((rows, 0))
