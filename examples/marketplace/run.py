"""A Brazilian marketplace: does the parcel come by the day announced, and if it does not?"""

from pathlib import Path

import polars as pl
from examples.running import main


def prepare(data: Path, folder: Path) -> Path:
    """Join orders with their customers, payments and reviews: a row per order and review."""

    def table(name: str, *columns: str) -> pl.LazyFrame:
        return pl.scan_parquet(data / f"olist_{name}.parquet").select(*columns or ["*"])

    customers = table("customers", "customer_id", "customer_unique_id", "customer_state")
    payments = table("payments").group_by("order_id").agg(pl.col("payment_value").sum())
    joined = (
        table("orders")
        .join(customers, on="customer_id", how="left")
        .join(payments, on="order_id", how="left")
        .join(table("reviews"), on="order_id", how="left")
        # Sums of cents: 36.66000000000001 is 36.66.
        .with_columns(pl.col("payment_value").round(2))
    )
    file = folder / "orders.parquet"
    joined.sink_parquet(file)
    return file


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
