"""A gap as plain values, as a table, and as a notebook shows it."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from parcours.core import notebook
from parcours.core.canvas import Canvas
from parcours.core.figure import Figure
from parcours.core.language import Message, _, language
from parcours.core.words import say

if TYPE_CHECKING:
    from parcours.core.effect import Effect
    from parcours.core.gap.result import Gap

FIGURES: Final = (
    "kept", "felt", "felt_kept", "felt_broken", "returned_kept", "returned_broken",
    "recovered", "inferred", "inferred_kept", "inferred_broken",
)  # fmt: skip


def as_json(found: Any) -> Any:
    """Return dataclasses as objects, moments as ISO text, numbers that are infinite as null.

    A figure also says its evidence; the canvas only its name.
    """
    if isinstance(found, Canvas):
        return found.canvas
    if isinstance(found, Figure):
        return _object(found) | {"evidence": found.evidence}
    if is_dataclass(found):
        return _object(found)
    if isinstance(found, dict):
        return {str(key): as_json(each) for key, each in found.items()}
    if isinstance(found, list | tuple):
        return [as_json(each) for each in found]
    if isinstance(found, datetime):
        return found.isoformat()
    return None if isinstance(found, float) and not isfinite(found) else found


def _object(found: Any) -> dict[str, Any]:
    return {field.name: as_json(getattr(found, field.name)) for field in fields(found)}


def as_frame(found: "Gap") -> pl.DataFrame:
    """Return one row per promise, in the order of the canvas.

    Returns:
        stage, touchpoint, promise, kind, quadrant, is_clear, n_kept, n_broken, n_pending,
        n_void, customers, customers_touched; then each figure as four columns: its name,
        ``_low``, ``_high`` and ``_n``; effects (of the rung that speaks) and the value at
        stake also have ``_rung`` and ``_is_conclusive``. Every figure is null when its evidence
        is too few.
    """
    rows = []
    for each in found.promises:
        row: dict[str, Any] = {
            name: getattr(each, name)
            for name in ("stage", "touchpoint", "promise", "kind", "quadrant", "is_clear")
        }
        row |= {f"n_{state}": count for state, count in each.n.items()}
        row |= {"customers": each.customers, "customers_touched": each.customers_touched}
        for name in FIGURES:
            row |= _cells(name, getattr(each, name))
        for name in ("felt_effect", "return_effect", "spend_effect"):
            effects = getattr(each, f"{name}s")
            row |= _cells(name, effects[0].figure if effects else None)
            row[f"{name}_rung"] = effects[0].rung if effects else None
            row[f"{name}_is_conclusive"] = effects[0].is_conclusive if effects else None
        row |= _cells("at_stake", each.value.at_stake)
        row["at_stake_rung"] = each.value.rung
        row["at_stake_is_conclusive"] = each.value.is_conclusive
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def _cells(name: str, figure: Figure | None) -> dict[str, Any]:
    shown = figure if figure is not None and figure.evidence != "too few" else None
    return {
        name: shown.value if shown else None,
        f"{name}_low": shown.low if shown else None,
        f"{name}_high": shown.high if shown else None,
        f"{name}_n": figure.n if figure else 0,
    }


def as_html(found: "Gap") -> str:
    """Return a small table: per promise kept, felt, effect on returns, at stake, quadrant."""
    # The report leans on the gap.
    from parcours.core.report.sentences import quadrant_name

    titles = {promise.promise: promise.title for _point, promise in found.canvas.promises()}
    heads = (_("promise"), _("kept"), _("felt"), _("returns, kept minus broken"),
             _("at stake a year"), _("where it stands"))  # fmt: skip
    rows = [
        (
            say(titles[each.promise], language()),
            brief(each.kept),
            brief(each.felt),
            _effect(each.return_effects),
            brief(each.value.at_stake),
            quadrant_name(each.quadrant),
        )
        for each in found.promises
    ]
    title = say(found.canvas.title, language())
    return notebook.table(f"{title}, {found.as_of:%Y-%m-%d}", heads, rows)


def _effect(effects: "tuple[Effect, ...]") -> str:
    from parcours.core.report.sentences import labels

    figure = effects[0].figure if effects else None
    said = ", ".join(labels(effects[0])) if effects else ""
    return f"{brief(figure)} ({said})" if said else brief(figure)


def brief(figure: Figure | None) -> str:
    """Return value, interval and n in one short text, or that there are too few.

    >>> brief(Figure(value=0.5, low=0.4, high=0.6, n=100, unit="share", definition="kept/1"))
    '50.0 % [40.0; 60.0], n = 100'
    """
    if figure is None or figure.value is None or figure.evidence == "too few":
        return _("too few (n = {n})").format(n=figure.n if figure is not None else 0)
    scale, unit = (100, " %") if figure.unit == "share" else (1, "")
    unit = f" {figure.currency}" if figure.unit == "money" else unit
    digits = 0 if figure.unit == "money" else 2 if figure.unit == "felt" else 1
    between = ""
    if figure.low is not None and figure.high is not None:
        low, high = (_decimal(scale * end, digits) for end in (figure.low, figure.high))
        between = f" [{low}; {high}]"
    return f"{_decimal(scale * figure.value, digits)}{unit}{between}, n = {figure.n}"


def _decimal(number: float, digits: int) -> str:
    form = f"{{:,.{digits}f}}"
    return Message.of(form, form).format(number)
