"""What docs/reference/text.md says of drivers is so: on texts that no model learned from."""

import numpy as np
import pytest
from training.measuring import calibration_error
from training.measuring_drivers import coded, f1
from training.sources import labelled

from parcours.core.text.drivers import DRIVERS

ROWS = labelled("fresh")
IS_FRENCH = np.array([row["language"] == "fr" for row in ROWS])
TRUE = np.array([[key in row["drivers"] for key in DRIVERS] for row in ROWS])  # type: ignore[operator]


@pytest.fixture(scope="module")
def read() -> dict[str, np.ndarray]:
    return coded([str(row["text"]) for row in ROWS])


def test_drivers_are_found_as_often_as_was_asked_for(read):
    assert f1(read["said"], TRUE) >= 0.80


@pytest.mark.parametrize("rows", [IS_FRENCH, ~IS_FRENCH], ids=["fr", "en"])
def test_each_driver_is_found_in_both_languages(read, rows):
    said, true = (table[rows] for table in (read["said"], TRUE))

    assert min(f1(said[:, [at]], true[:, [at]]) for at in range(len(DRIVERS))) >= 0.60


def test_how_sure_it_is_comes_true(read):
    assert calibration_error(read["sure"].ravel(), TRUE.ravel()) <= 0.05
