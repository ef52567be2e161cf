"""Answers of survey tools in JSON as tables: a response a row, a question a column."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Final

import orjson
import polars as pl

from parcours.core.sources.documents import documents, inside
from parcours.core.sources.reading import Rejected, Rows
from parcours.core.sources.records import Records, table

Row = dict[str, Any]


@dataclass(frozen=True)
class Responses(Records):
    """A file of responses of one tool as a table."""

    kind: str

    def _batches(self, size: int) -> Generator[Rows]:
        found: list[Row] = []
        lines: list[int] = []
        bad: list[Rejected] = []
        for each in documents(self.path):
            if isinstance(each.value, Rejected):
                bad.append(each.value)
                continue
            for held in _held(each.value):
                found.append(FORMS[self.kind](held))
                lines.append(each.line)
            if len(found) + len(bad) >= size:
                yield Rows(table(found), _numbers(lines), each.done, bad)
                found, lines, bad = [], [], []
        yield Rows(table(found), _numbers(lines), self.total, bad)


def _numbers(lines: list[int]) -> pl.Series:
    return pl.Series("line", lines, dtype=pl.Int64)


def _held(document: Row) -> list[Row]:
    if document.get("event_type") == "form_response":
        return [document["form_response"]]
    return inside(document)[0]


def _typeform(given: Row) -> Row:
    """Return a response of Typeform; where it carries its questions, they name the columns."""
    asked = {each["id"]: each for each in (given.get("definition") or {}).get("fields", [])}
    row: Row = {
        "response_id": given.get("response_id") or given.get("token"),
        "landing_id": given.get("landing_id"),
        "submitted_at": given.get("submitted_at"),
    }
    row |= {f"hidden {name}": value for name, value in (given.get("hidden") or {}).items()}
    for answer in given.get("answers") or []:
        field = answer.get("field") or {}
        known = asked.get(field.get("id"), {})
        # Only the kind of a question says its scale where its words are not there.
        unnamed = f"{field.get('type', '')} {field.get('ref') or field.get('id')}".strip()
        row[known.get("title") or unnamed] = _answered(answer)
    if (email := row.pop("hidden email", None)) is not None:
        row["email"] = email
    return row


def _answered(answer: Row) -> Any:
    value = answer.get(str(answer.get("type")))
    if isinstance(value, dict):
        value = value.get("label") or value.get("labels") or value.get("other")
    return _plain(value)


def _formbricks(given: Row) -> Row:
    """Return a response of Formbricks; its questions are known by their number alone."""
    contact = given.get("contact") or given.get("person") or {}
    row: Row = {
        "id": given.get("id"),
        "surveyId": given.get("surveyId"),
        "createdAt": given.get("createdAt"),
        "finished": given.get("finished"),
        "language": given.get("language"),
        "userId": contact.get("userId"),
        "email": (given.get("contactAttributes") or {}).get("email"),
    }
    kept = {name: value for name, value in row.items() if value is not None}
    return kept | {name: _plain(value) for name, value in (given.get("data") or {}).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
    return None if value == "" else value


FORMS: Final[dict[str, Callable[[Row], Row]]] = {
    "typeform": _typeform,
    "formbricks": _formbricks,
}
"""Kinds of files that hold responses in JSON, and how one becomes a row."""
