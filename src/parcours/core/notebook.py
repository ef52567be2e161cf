"""How results show themselves in a notebook: one small table, without style or script."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from parcours.core.language import Message


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    notes: Sequence[str] = (),
) -> str:
    """Return *rows* of texts as HTML, with what is to be known below them.

    >>> table("Shops", ["shop"], [["Lyon & co"]])
    '<table><caption>Shops</caption><thead><tr><th>shop</th></tr></thead><tbody><tr><td>Lyon
    &amp; co</td></tr></tbody></table>'
    """
    body = "".join(_row("td", row) for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead>{_row('th', heads)}</thead><tbody>{body}</tbody></table>{listed(notes)}"
    )


def facts(caption: str, pairs: Mapping[str, str], *, notes: Sequence[str] = ()) -> str:
    """Return names with their values beside them as HTML.

    >>> facts("Log", {"events": "3"})
    '<table><caption>Log</caption><tbody><tr><th>events</th><td>3</td></tr></tbody></table>'
    """
    body = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in pairs.items()
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<tbody>{body}</tbody></table>{listed(notes)}"
    )


def count(n: int) -> str:
    """Return a number with its thousands apart, as the language has it."""
    return Message.of("{n:,}", "{n:,}").format(n=n)


def _row(tag: str, texts: Sequence[str]) -> str:
    cells = "".join(f"<{tag}>{escape(each)}</{tag}>" for each in texts)
    return f"<tr>{cells}</tr>"


def listed(notes: Sequence[str]) -> str:
    """Return sentences as a list; nothing where there is none."""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f"<ul>{items}</ul>" if items else ""
