"""The CDNOW purchases of 1997 and 1998, wherever they are on this machine.

The sample on which the models were published lies, as data, in the wheel of ``lifetimes``
0.11.3 (MIT): its folder ``lifetimes/datasets``. Nothing of that package is imported; where it
is not installed, name the folder in PARCOURS_CDNOW.
"""

import os
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import polars as pl
import pytest

CALIBRATION_END = date(1997, 9, 30)


def sample_file() -> Path:
    """Return the file of the published sample, or skip visibly."""
    named = os.environ.get("PARCOURS_CDNOW")
    if named:
        return Path(named) / "CDNOW_sample.txt"
    try:
        package = distribution("lifetimes")
    except PackageNotFoundError:
        pytest.skip("the CDNOW sample is not here: set PARCOURS_CDNOW to its folder")
    return Path(str(package.locate_file("lifetimes/datasets/CDNOW_sample.txt")))


def sample_days() -> pl.DataFrame:
    """Return the days of purchases of the published sample."""
    lines = [line.split() for line in sample_file().read_text().splitlines()]
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
