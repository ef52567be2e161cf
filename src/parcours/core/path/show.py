"""How results about journeys show themselves in a notebook."""

from collections.abc import Mapping
from html import escape

import polars as pl


def card(title: str, facts: Mapping[str, object], table: pl.DataFrame) -> str:
    """Return a title, one line of facts and a table as HTML."""
    line = " · ".join(
        f"{escape(name)} <b>{escape(_said(is_))}</b>" for name, is_ in facts.items()
    )
    body = table._repr_html_()
    return f"<div><h4>{escape(title)}</h4><p>{line}</p>{body}</div>"


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
