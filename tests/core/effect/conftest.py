"""Published data and a known simulation, to check effects against."""

import numpy as np
import polars as pl
import pytest
from tests.published import published


@pytest.fixture(scope="session")
def senate() -> pl.DataFrame:
    """Margin of victory, and the vote share six years later (Cattaneo et al. 2015)."""
    # The data of a GPL package: its file is read, the package is never imported.
    file = published("rdrobust/data/rdrobust_RDsenate.csv")
    table = pl.read_csv(file, null_values="NA")
    return table.select("margin", "vote").drop_nulls("margin")


@pytest.fixture(scope="session")
def lalonde() -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    """Covariates, training and later earnings: NSW trainees against CPS (Dehejia and Wahba)."""
    from causaldata import cps_mixtape, nsw_mixtape

    trained = pl.from_pandas(nsw_mixtape.load_pandas().data).filter(pl.col("treat") == 1)
    others = pl.from_pandas(cps_mixtape.load_pandas().data)
    people = pl.concat([trained, others], how="vertical_relaxed")
    known = people.select(
        "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75",
        no_job_74=pl.col("re74") == 0, no_job_75=pl.col("re75") == 0,
    )  # fmt: skip
    return known, people["treat"].to_numpy() == 1, people["re78"].cast(float).to_numpy()
