"""The columns of the event log: the one contract between who records and who computes."""

from typing import Final

import polars as pl

MOMENT: Final = pl.Datetime("us", "UTC")

COLUMNS: Final[dict[str, pl.DataType]] = {
    "event_id": pl.String(),
    "customer_id": pl.String(),
    "case_id": pl.String(),
    "at": MOMENT,
    "activity": pl.String(),
    "channel": pl.String(),
    "due_at": MOMENT,
    "score": pl.Float64(),
    "scale": pl.String(),
    "amount": pl.Float64(),
    "currency": pl.String(),
    "seconds": pl.Float64(),
    "text": pl.String(),
    "language": pl.String(),
    "properties": pl.String(),
    "source": pl.String(),
    "recorded_at": MOMENT,
}
SCHEMA: Final = pl.Schema(COLUMNS)

CODED: Final[dict[str, pl.DataType]] = COLUMNS | {"activity": pl.Categorical()}
"""The columns as kernels get them."""

REQUIRED: Final = ("event_id", "customer_id", "at", "activity")

CHANNELS: Final = (
    "web", "app", "store", "phone", "email", "chat",
    "whatsapp", "messenger", "instagram", "sms", "post", "review",
)  # fmt: skip
