"""Which rows of a batch are events, and what is wrong with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final

import orjson
import polars as pl

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.scale import bounds, rescale
from parcours.core.schema import COLUMNS, MOMENT, REQUIRED
from parcours.core.table.casting import MissingColumns, Problem, WrongType, as_schema

__all__ = ["Checked", "MissingColumns", "UnknownColumns", "WrongType", "check"]

_EARLIEST: Final = pl.datetime(1970, 1, 1, time_unit="us", time_zone="UTC")
_LATEST: Final = pl.datetime(2101, 1, 1, time_unit="us", time_zone="UTC")
_MOMENTS: Final = [name for name, kind in COLUMNS.items() if kind == MOMENT]
_NUMBERS: Final = [name for name, kind in COLUMNS.items() if kind == pl.Float64]

Rule = tuple[str, pl.Expr, str]
"""A column, where it is wrong, and why."""


class UnknownColumns(Refused):
    """A table has columns that the event log has not."""


@dataclass(frozen=True)
class Checked:
    """A batch after the check.

    ``events`` are the good rows, with all columns of the schema; ``rejected`` tells each
    bad row's number (the first is 1), its problems, and the row as it was given.
    """

    events: pl.DataFrame
    rejected: list[dict[str, Any]]


def check(frame: pl.DataFrame, recorded_at: datetime) -> Checked:
    """Tell the good rows of *frame* from the bad.

    Args:
        frame: columns of the schema, any order; types as ``as_schema`` takes them.
        recorded_at: when the batch was learned of, for rows that do not say.

    Raises:
        MissingColumns, UnknownColumns, WrongType: no row can be told.
    """
    _refuse_unknown(frame)
    events, problems = as_schema(frame)
    problems += broken_rules(events, problems)
    events = events.with_columns(pl.col("recorded_at").fill_null(recorded_at))
    if not problems:
        return Checked(events, [])
    is_bad = pl.DataFrame({str(n): each.rows for n, each in enumerate(problems)}).select(
        pl.any_horizontal(pl.all())
    )
    return Checked(events.filter(~is_bad.to_series()), _rejected(frame, problems))


def _refuse_unknown(frame: pl.DataFrame) -> None:
    unknown = [name for name in frame.columns if name not in COLUMNS]
    if not unknown:
        return
    near = get_close_matches(unknown[0].lower(), COLUMNS, n=1)
    raise UnknownColumns(
        _("the event log has no column {unknown}; it has {known}.").format(
            unknown=", ".join(unknown), known=", ".join(COLUMNS)
        )
        + (_(" Is {name} meant?").format(name=near[0]) if near else "")
        + _(" What has no column goes into properties, as a JSON object.")
    )


def broken_rules(
    events: pl.DataFrame, unreadable: list[Problem], *, needs: Sequence[str] = REQUIRED
) -> list[Problem]:
    """Return the problems of readable values, by rule; no row may lack one of *needs*."""
    rules = [*_required(needs), *_moments(), *_numbers(), *_scores(events), *_words(events)]
    found = events.select(
        where.fill_null(value=False).alias(str(n))
        for n, (_column, where, _reason) in enumerate(rules)
    )
    known = {each.column: each.rows for each in unreadable}
    problems = []
    for (column, _where, reason), rows in zip(rules, found.get_columns(), strict=True):
        # What could not be read is null by now, but it is not missing.
        rows = rows & ~known[column] if column in known else rows
        if rows.any():
            problems.append(Problem(column, rows, reason))
    return problems


def _required(needs: Sequence[str]) -> list[Rule]:
    texts = [name for name in needs if COLUMNS[name] == pl.String]
    blank = [(name, pl.col(name).str.strip_chars().str.len_bytes() == 0) for name in texts]
    missing = [(name, pl.col(name).is_null()) for name in needs]
    return [(name, where, _("missing")) for name, where in (*missing, *blank)]


def _moments() -> list[Rule]:
    reason = _("not between 1970 and 2100")
    return [
        (name, ~pl.col(name).is_between(_EARLIEST, _LATEST, closed="left"), reason)
        for name in _MOMENTS
    ]


def _numbers() -> list[Rule]:
    endless = [(name, pl.col(name).is_infinite(), _("infinite")) for name in _NUMBERS]
    return [*endless, ("seconds", pl.col("seconds") < 0, _("negative"))]


def _scores(events: pl.DataFrame) -> list[Rule]:
    score, scale = pl.col("score"), pl.col("scale")
    used = events["scale"].drop_nulls().unique()
    unbounded = [name for name in used if bounds(name) is None]
    has_bounds = scale.is_not_null() & ~scale.is_in(unbounded)
    return [
        ("scale", score.is_not_null() & scale.is_null(), _("a score needs its scale")),
        ("scale", scale.is_in(unbounded), _("not name_low_high (write nps_0_10)")),
        (
            "score",
            has_bounds & score.is_not_null() & rescale(score, scale).is_null(),
            _("outside its scale"),
        ),
    ]


def _words(events: pl.DataFrame) -> list[Rule]:
    told = events["properties"].drop_nulls().unique()
    wrong = [text for text in told if not _is_object(text)]
    currency = pl.col("currency")
    return [
        (
            "currency",
            ~currency.str.contains(r"^[A-Z]{3}$"),
            _("not a currency code of three capitals (write EUR)"),
        ),
        ("properties", pl.col("properties").is_in(wrong), _("not a JSON object")),
    ]


def _is_object(text: str) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def _rejected(frame: pl.DataFrame, problems: list[Problem]) -> list[dict[str, Any]]:
    told: dict[int, list[dict[str, Any]]] = {}
    for problem in problems:
        rows = problem.rows.arg_true()
        is_given = problem.column in frame.columns
        given = frame[problem.column][rows] if is_given else [None] * len(rows)
        for row, found in zip(rows.to_list(), given, strict=True):
            told.setdefault(row, []).append(
                {"column": problem.column, "found": found, "reason": problem.reason}
            )
    order = sorted(told)
    return [
        {"row": row + 1, "problems": told[row], "event": event}
        for row, event in zip(order, frame[order].rows(named=True), strict=True)
    ]
