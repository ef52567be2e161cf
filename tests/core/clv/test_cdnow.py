"""The CDNOW customers: the models as published, and against a plain search by another way."""

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from parcours.core.clv import gamma_gamma
from parcours.core.clv.purchases import histories
from parcours.core.clv.valuation import Customers, fitted
from tests.core.clv.cdnow import CALIBRATION_END, other_days, sample_days


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    return histories(sample_days(), until=CALIBRATION_END)


def test_the_log_is_summed_up_as_published(sample):
    totals = sample.select(pl.col("x", "t_x", "t", "later").sum()).row(0)

    assert sample.height == 2357
    assert totals == pytest.approx((2457, 16135.57, 77111.29, 1882), abs=0.01)
    assert (sample["x"] == 0).sum() == 1411
    assert sample.filter(customer_id="0001").select("x", "t_x", "t").row(0) == pytest.approx(
        (2, 30.4286, 38.8571), abs=1e-4
    )


def test_bg_nbd_is_that_of_fader_hardie_and_lee(sample):
    customers = Customers(sample)
    found = fitted(customers).frequency

    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(
        (0.243, 4.414, 0.793, 2.426), abs=1.5e-3
    )
    assert found.log_likelihood(customers.seen) == pytest.approx(-9582.4292, abs=0.01)
    assert found.expected(52) == pytest.approx(1.444, abs=1e-3)


def test_39_weeks_held_out_are_foreseen_as_published(sample):
    customers = Customers(sample)
    frequency = fitted(customers).frequency

    foreseen = (frequency.expected_after(customers.seen, 39) * customers.seen.count).sum()

    assert foreseen == pytest.approx(1653, abs=1)


def test_gamma_gamma_is_that_of_note_025(sample):
    repeaters = sample.filter(pl.col("priced") > 0)
    x, mean = repeaters["priced"].to_numpy(), repeaters["spend"].to_numpy()

    found = gamma_gamma.fitted(x, mean)

    assert repeaters.height == 946
    assert (found.p, found.q, found.gamma) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert found.log_likelihood(x, mean) == pytest.approx(-4055.92, abs=0.01)
    assert found.mean == pytest.approx(35.17, abs=0.1)
    assert np.corrcoef(x, mean)[0, 1] == pytest.approx(0.114, abs=0.001)


@pytest.mark.shared_data
def test_the_customers_outside_the_sample_are_fitted_as_a_plain_search_does(shared_data):
    customers = Customers(histories(other_days(shared_data), until=CALIBRATION_END))
    seen = customers.seen

    def loss(theta):
        """The likelihood as printed, in weeks, by a method without a gradient."""
        r, alpha, a, b = np.exp(theta)
        first = gammaln(r + seen.x) - gammaln(r) + r * np.log(alpha)
        second = betaln(a, b + seen.x) - betaln(a, b)
        still = (alpha + seen.t) ** -(r + seen.x)
        gone = a / (b + np.maximum(seen.x, 1) - 1) * (alpha + seen.t_x) ** -(r + seen.x)
        return -(seen.count * (first + second + np.log(still + (seen.x > 0) * gone))).sum()

    plain = minimize(
        loss, np.zeros(4), method="Nelder-Mead", options={"maxiter": 2000, "fatol": 1e-6}
    )
    found = fitted(customers).frequency

    assert len(customers) == 21213
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(np.exp(plain.x), rel=1e-3)
    assert found.log_likelihood(seen) >= -plain.fun - 1e-3
