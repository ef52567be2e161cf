"""An Italian IT helpdesk, 2010 to 2014: taken in charge, resolved, and once for all?"""

from pathlib import Path

import polars as pl
from examples.running import main

TICKET = "case:concept:name"


def prepare(data: Path, folder: Path) -> Path:
    """Say which step opens each ticket, and whose ticket it is from then on.

    Steps stand in their order. Seven tickets name two customers; the first one asked.
    """
    steps = pl.scan_parquet(data / "eventlog_helpdesk.parquet").with_columns(
        pl.col("customer").first().over(TICKET),
        opens_ticket=pl.int_range(pl.len()).over(TICKET) == 0,
    )
    file = folder / "steps.parquet"
    steps.sink_parquet(file)
    return file


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
