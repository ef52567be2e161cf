"""The CDNOW purchases of 1997 and 1998: the published sample, and the other customers."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.published import published

CALIBRATION_END = date(1997, 9, 30)


def sample_days() -> pl.DataFrame:
    """Return the days of purchases of the published sample."""
    lines = [
        line.split()
        for line in published("lifetimes/datasets/CDNOW_sample.txt").read_text().splitlines()
    ]
    return merged(
        pl.DataFrame(
            {
                "customer_id": [line[1] for line in lines],
                "date": [line[2] for line in lines],
                "amount": [float(line[4]) for line in lines],
            }
        )
    )


def other_days(shared_data: Path) -> pl.DataFrame:
    """Return the days of purchases of the customers outside the sample."""
    table = pl.read_parquet(shared_data / "cdnow_master_minus_sample.parquet")
    return merged(
        table.select(
            pl.col("customer_id", "date").cast(pl.String), amount=pl.col("dollar_value")
        )
    )


def merged(table: pl.DataFrame) -> pl.DataFrame:
    days = table.with_columns(day=pl.col("date").str.to_date("%Y%m%d"))
    spent = days.group_by("customer_id", "day").agg(pl.col("amount").sum())
    return spent.sort("customer_id", "day").with_columns(
        pl.when(pl.col("amount") > 0).then("amount").alias("amount")
    )
