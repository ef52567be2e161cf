"""The answers of a survey as a table, for whoever computes with them."""

from typing import Final

import polars as pl

from parcours.listen.models import Answer, Response, Survey

_PLACES: Final = ("shop", "table", "till", "order", "touchpoint")
_OF_RESPONSE: Final = {
    "key": pl.String(),
    "state": pl.String(),
    "channel": pl.String(),
    "language": pl.String(),
    "customer_id": pl.String(),
    "probability": pl.Float64(),
    "wave": pl.Date(),
    "started_at": pl.Datetime("us", "UTC"),
    "completed_at": pl.Datetime("us", "UTC"),
    "context": pl.Struct(dict.fromkeys(_PLACES, pl.String())),
}
_OF_ANSWER: Final = {
    "question": pl.String(),
    "row": pl.String(),
    "option": pl.String(),
    "version": pl.Int32(),
    "number": pl.Float64(),
    "text": pl.String(),
}


def answers_of(survey: Survey) -> pl.DataFrame:
    """Return the counted answers of *survey*, a row per field value, in the order they came.

    Returns:
        response (key), state (complete, partial), channel, language, customer_id (null where
        not known), probability (0 to 1, of being drawn; null where nobody drew), wave (its
        first day, ``2026-03-01``; null where in none), started_at, completed_at (null where
        partial), shop, table, till, order, touchpoint (null where not told), question, row,
        option (null where there is none), version, number, text (null where there is none).
    """
    counted = Response.objects.filter(survey=survey).counted()
    names = [f"response__{name}" for name in _OF_RESPONSE]
    rows = Answer.objects.filter(response__in=counted).order_by("response_id", "pk")
    told = [
        (str(key), *rest) for key, *rest in rows.values_list(*names, *_OF_ANSWER).iterator()
    ]
    schema: dict[str, pl.DataType] = {**_OF_RESPONSE, **_OF_ANSWER}
    frame = pl.DataFrame(told, schema=schema, orient="row")
    words = pl.selectors.string()
    return (
        frame.rename({"key": "response"})
        .unnest("context")
        .with_columns(pl.col("wave").cast(pl.String))
        .with_columns(pl.when(words != "").then(words))
    )
