"""A table's columns as the types of the event log, or why that cannot be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.schema import COLUMNS, MOMENT, REQUIRED

_EPOCHS: Final = ((1e17, "ns"), (1e14, "us"), (1e11, "ms"), (0, "s"))
"""What an integer moment of our time is at least, in each unit."""


class MissingColumns(Refused):
    """A table lacks columns without which it is not events, or a log the column asked for."""


class WrongType(Refused):
    """A column holds something else than its meaning needs."""


class UnreadableRow(Refused):
    """A text is not the number or the moment it should be."""

    @classmethod
    def of(cls, frame: pl.DataFrame, problem: "Problem") -> "UnreadableRow":
        """Name the first row of *problem* and what it holds."""
        row = int(problem.rows.arg_true()[0])
        return cls(
            _("row {row}: {column} is {found!r}, {reason}").format(
                row=row + 1,
                column=problem.column,
                found=frame[problem.column][row],
                reason=problem.reason,
            )
        )


@dataclass(frozen=True)
class Problem:
    """Rows in which a column cannot be taken, and why: one boolean per row."""

    column: str
    rows: pl.Series
    reason: str


def as_schema(
    frame: pl.DataFrame, *, needs: Sequence[str] = REQUIRED
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return *frame* with the schema's columns, in its order and types; absent ones null.

    Whole numbers become texts where texts are due and floats where numbers are; moments
    of any zone and unit become microseconds of UTC; not-a-number becomes null. Texts
    become numbers and moments (ISO 8601 with offset) row by row: where one does not, it
    is null and a problem.

    Raises:
        MissingColumns: one of *needs* is absent.
        WrongType: a column cannot be converted as a whole.
    """
    missing = [name for name in needs if name not in frame.columns]
    if missing:
        raise MissingColumns(
            _(
                "the table lacks {missing}; it has {found}. Rename or add what is missing."
            ).format(missing=", ".join(missing), found=", ".join(frame.columns))
        )
    columns = [
        _CONVERSIONS[str(kind)](frame[name])
        if name in frame.columns
        else pl.repeat(None, frame.height, dtype=kind, eager=True).alias(name)
        for name, kind in COLUMNS.items()
    ]
    return pl.DataFrame(columns), _unreadable(frame, columns)


def _unreadable(frame: pl.DataFrame, columns: list[pl.Series]) -> list[Problem]:
    reasons = {
        pl.Float64(): _("not a number (write 12.5)"),
        MOMENT: _("not a moment with its offset (write 2026-03-01T12:00:00+01:00)"),
    }
    lost = [
        Problem(each.name, each.is_null() & frame[each.name].is_not_null(), reasons[each.dtype])
        for each in columns
        if each.name in frame.columns
        and frame[each.name].dtype == pl.String
        and each.dtype != pl.String
    ]
    return [problem for problem in lost if problem.rows.any()]


def _text(given: pl.Series) -> pl.Series:
    kind = given.dtype
    if isinstance(kind, pl.Struct):
        return given.struct.json_encode()
    if kind.is_integer() or kind in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return given.cast(pl.String)
    raise _wrong(given, _("give texts or whole numbers"))


def _number(given: pl.Series) -> pl.Series:
    if given.dtype.is_numeric() or given.dtype in (pl.String, pl.Null):
        return given.cast(pl.Float64, strict=False).fill_nan(None)
    raise _wrong(given, _("give numbers"))


def _moment(given: pl.Series) -> pl.Series:
    kind = given.dtype
    if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
        return given.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
    if kind == pl.String:
        return given.str.to_datetime("%+", strict=False, time_unit="us", time_zone="UTC")
    if kind == pl.Null:
        return given.cast(MOMENT)
    raise _wrong(given, _what_moments_need(given))


def _what_moments_need(given: pl.Series) -> str:
    if given.dtype == pl.Datetime:
        return _(
            "they have no time zone: say which with "
            'pl.col("{name}").dt.replace_time_zone("Europe/Paris")'
        ).format(name=given.name)
    if given.dtype == pl.Date:
        return _(
            "a day is not a moment: choose one with "
            'pl.col("{name}").cast(pl.Datetime).dt.replace_time_zone("Europe/Paris")'
        ).format(name=given.name)
    if given.dtype.is_numeric():
        size = abs(given.cast(pl.Float64).drop_nulls().to_numpy()).max(initial=0.0)
        unit = next(unit for least, unit in _EPOCHS if size >= least)
        names = {
            "ns": _("nanoseconds"), "us": _("microseconds"),
            "ms": _("milliseconds"), "s": _("seconds"),
        }  # fmt: skip
        return _(
            "it looks like {unit} since 1970: convert with "
            'pl.from_epoch("{name}", time_unit="{short}").dt.replace_time_zone("UTC")'
        ).format(unit=names[unit], name=given.name, short=unit)
    return _("give moments with a time zone")


def _wrong(given: pl.Series, what_to_do: str) -> WrongType:
    return WrongType(
        _("column {name} is {kind} (first value: {value}); {what_to_do}").format(
            name=given.name,
            kind=given.dtype,
            value=given.drop_nulls().first(),
            what_to_do=what_to_do,
        )
    )


_CONVERSIONS: Final[dict[str, Callable[[pl.Series], pl.Series]]] = {
    str(pl.String()): _text,
    str(pl.Float64()): _number,
    str(MOMENT): _moment,
}
