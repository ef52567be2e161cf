"""Names for events that come without one: the same row gets the same name each time."""

from hashlib import blake2b
from typing import Final

import polars as pl

from parcours.core.schema import COLUMNS, MOMENT
from parcours.core.table.casting import as_schema

_TOLD: Final = [name for name in COLUMNS if name not in ("event_id", "recorded_at")]
_NEEDED: Final = ("customer_id", "at", "activity")


def identify(frame: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return *frame* with an event_id made from what each row says.

    Importing a file twice then is importing it once, whatever the order of its rows. Rows
    that say exactly the same are counted, so two of them stay two. Give a whole file at
    once, or batches such that equal rows are in one.

    Args:
        frame: columns of the schema; an event_id that is there is kept where not null.
        source: tells these events from equal ones that somebody else tells.

    Returns:
        The same rows; event_id is 16 hexadecimal digits, and ``-1``, ``-2``… for repeats.
        Ids are compared within one customer only, so 64 bits are plenty.
    """
    events, _problems = as_schema(frame, needs=_NEEDED)
    made = _numbered(names(events, source))
    return frame.with_columns(event_id=events["event_id"].fill_null(made))


def names(events: pl.DataFrame, source: str) -> pl.Series:
    """Return 16 hexadecimal digits per row, the same for rows that say exactly the same.

    Args:
        events: all columns of the schema, in its types.
        source: who tells them.
    """
    whose = pl.repeat(source, events.height)
    told = (_exact(events[name]) for name in _TOLD)
    said = events.select(pl.concat_str(whose, *told, separator="\x1f"))
    made = [
        blake2b(row, digest_size=8).hexdigest()
        for row in said.to_series().cast(pl.Binary).to_list()
    ]
    return pl.Series("event_id", made, dtype=pl.String)


def _exact(column: pl.Series) -> pl.Series | pl.Expr:
    """Return values as texts that no version of Polars writes otherwise."""
    is_missing = column.is_null()
    if is_missing.all():
        return pl.lit("\x00")
    if column.dtype == MOMENT:
        column = column.to_physical()
    elif column.dtype == pl.Float64:
        # The bits, since how floats are written may change; adding zero turns -0.0 into 0.0.
        column = pl.Series((column.fill_null(0.0).to_numpy() + 0.0).view("int64"))
    return column.cast(pl.String).set(is_missing, "\x00")


def _numbered(names: pl.Series) -> pl.Series:
    if not names.is_duplicated().any():
        return names
    number = pl.int_range(pl.len()).over("event_id")
    once = pl.col("event_id")
    return (
        names.to_frame()
        .select(pl.when(number > 0).then(once + "-" + number.cast(pl.String)).otherwise(once))
        .to_series()
        .alias("event_id")
    )
