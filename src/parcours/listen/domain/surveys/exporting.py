"""The answers of a survey as a table, a row a response: for a spreadsheet or a notebook."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

import polars as pl

from parcours.core.survey import Survey as Definition
from parcours.core.survey import kano
from parcours.core.survey import questions as ask
from parcours.core.survey.questions import OTHER, Asked, offered_by, rows_of
from parcours.core.text.private import find, mask

_OF_PEOPLE: Final = ("customer_id", "order")
_ABOUT: Final = (
    "response", "started_at", "completed_at", "state", "channel", "language", "version", "wave",
    "shop", "table", "till", "touchpoint", "probability", *_OF_PEOPLE,
)  # fmt: skip
_FORMULA: Final = r"^[=+\-@\t\r]"


def table(definition: Definition, answers: pl.DataFrame, *, names_people: bool) -> pl.DataFrame:
    """Return a row per response, typed: scores whole numbers, options chosen true or false.

    A column is the question's key, then the row's or the option's after a dot. What people
    wrote is masked where the reader may not see customers.

    Args:
        definition: the survey as it is answered now.
        answers: those of `reading.answers_of`.
        names_people: whether the reader may see who they are.
    """
    columns = [name for name in _ABOUT if names_people or name not in _OF_PEOPLE]
    responses = answers.unique("response", keep="first", maintain_order=True).select(columns)
    for question in definition.questions:
        own = answers.filter(pl.col("question") == question.key)
        if not names_people:
            own = own.with_columns(pl.col("text").map_elements(_masked, pl.String))
        for column in _columns(question, own):
            responses = responses.join(column, on="response", how="left", maintain_order="left")
    return responses


def as_csv(found: pl.DataFrame) -> bytes:
    """Return a CSV that spreadsheets read as UTF-8 and compute nothing of."""
    safe = found.with_columns(pl.selectors.string().map_batches(_safe))
    return b"\xef\xbb\xbf" + safe.write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ").encode()


def as_parquet(found: pl.DataFrame) -> bytes:
    """Return a Parquet file."""
    file = BytesIO()
    found.write_parquet(file)
    return file.getvalue()


def as_xlsx(found: pl.DataFrame) -> bytes:
    """Return an Excel workbook of one sheet; texts stay texts."""
    import xlsxwriter

    file = BytesIO()
    plain = found.with_columns(
        pl.selectors.datetime().dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        plain.write_excel(book, "answers", autofit=True)
    return file.getvalue()


def _safe(texts: pl.Series) -> pl.Series:
    """Put a mark before what a spreadsheet would take for a formula."""
    return texts.str.replace(_FORMULA, "'$0")


def _masked(text: str) -> str:
    return mask(text, find(text))


def _columns(question: Asked, own: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield each column of a question: response, and what it answered."""
    key = question.key
    match question:
        case ask.Moments():
            yield from (
                _one(
                    own.filter(row=row.key), f"{key}.{row.key}", pl.col("number").cast(pl.Int64)
                )
                for row in rows_of(question)
            )
        case ask.Matrix():
            yield from (
                _one(own.filter(row=row.key), f"{key}.{row.key}", pl.col("option"))
                for row in rows_of(question)
            )
            if kano.is_pair(question):
                yield kano.classed(own).rename({"category": f"{key}.kano"})
        case ask.Choices():
            yield from _exploded(question, own)
        case ask.Choice():
            yield _one(own, key, pl.col("option"))
        case ask.Scored():
            yield _one(own, key, pl.col("number").cast(pl.Int64))
        case ask.Consent():
            yield _one(own, key, pl.col("number") == 1)
        case _:
            yield _one(own, key, pl.col("text"))
    if getattr(question, "other", None):
        yield _one(own.filter(option=OTHER), f"{key}.{OTHER}.text", pl.col("text"))


def _exploded(question: Asked, own: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield a column per option: null for who did not answer the question at all."""
    who = own.select("response").unique(maintain_order=True)
    offered = [each.key for each in offered_by(question)]
    gone = own["option"].drop_nulls().unique().sort().to_list()
    for option in dict.fromkeys([*offered, *gone]):
        chosen = own.filter(option=option)["response"]
        yield who.with_columns(
            pl.col("response").is_in(chosen.implode()).alias(f"{question.key}.{option}")
        )


def _one(own: pl.DataFrame, name: str, value: pl.Expr) -> pl.DataFrame:
    return own.select("response", value.alias(name)).unique("response", keep="first")
