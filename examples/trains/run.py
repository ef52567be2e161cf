"""French high-speed trains, 2018 to 2022: how many are cancelled or late, route by route?"""

from pathlib import Path

import polars as pl
from examples.running import main

PLANNED = pl.col("Nombre de circulations prévues")
CANCELLED = pl.col("Nombre de trains annulés")
LATE = pl.col("Nombre trains en retard > 15min")
MEAN_DELAY = pl.col("Retard moyen de tous les trains à l'arrivée")


def prepare(data: Path, folder: Path) -> Path:
    """Turn counts into shares of the trains that were planned, or that ran.

    Where no train was planned, or more were late than ran, there is no share.
    """
    ran = PLANNED - CANCELLED
    months = pl.scan_parquet(data / "sncf_tgv_regularite.parquet").with_columns(
        month_end=pl.format("{}-01", "Date").str.to_date().dt.month_end(),
        cancelled_percent=pl.when(PLANNED >= CANCELLED, PLANNED > 0).then(
            100 * CANCELLED / PLANNED
        ),
        late_percent=pl.when(ran >= LATE, ran > 0).then(100 * LATE / ran),
        mean_delay=pl.when(ran > 0).then(MEAN_DELAY),
    )
    file = folder / "months.parquet"
    months.sink_parquet(file)
    return file


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
