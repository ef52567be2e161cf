"""Published data and a known simulation, to check effects against."""

import importlib.util
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

SENATE = "rdrobust_RDsenate.csv"


@pytest.fixture(scope="session")
def senate() -> pl.DataFrame:
    """Margin of victory, and the vote share six years later (Cattaneo et al. 2015)."""
    places = [Path(os.environ.get("PARCOURS_SENATE", SENATE))]
    # The data of a GPL package: its file is read, the package is never imported.
    package = importlib.util.find_spec("rdrobust")
    if package is not None and package.origin is not None:
        places.append(Path(package.origin).parent / "data" / SENATE)
    for place in places:
        if place.exists():
            return (
                pl.read_csv(place, null_values="NA")
                .select("margin", "vote")
                .drop_nulls("margin")
            )
    pytest.skip(
        f"no Senate data: install rdrobust 2.1.1, or name its {SENATE} in PARCOURS_SENATE"
    )


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
