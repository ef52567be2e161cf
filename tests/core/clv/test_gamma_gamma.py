"""Gamma-Gamma: published results and simulated amounts."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.stats import gamma

from parcours.core.clv import gamma_gamma
from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.clv.gamma_gamma import GammaGamma, fitted

CDNOW = GammaGamma(6.25, 3.74, 15.44)


def simulated(model: GammaGamma, customers: int) -> tuple[np.ndarray, np.ndarray]:
    lot = np.random.default_rng(1)
    x = lot.integers(1, 9, customers).astype(np.float64)
    scale = 1 / lot.gamma(model.q, 1 / model.gamma, customers)
    return x, lot.gamma(model.p * x) * scale / x


def test_amounts_of_customers_are_expected_as_published():
    found = CDNOW.expected(np.array([2.0, 1, 0]), np.array([22.35, 11.77, 0]))

    assert found == pytest.approx([24.65, 18.91, 35.17], abs=0.1)
    assert CDNOW.mean == pytest.approx(35.17, abs=0.1)


def test_the_likelihood_is_the_integral_over_all_customers():
    def one(rate: float) -> float:
        amount = gamma.pdf(20.0, 3 * CDNOW.p, scale=1 / (3 * rate))
        return amount * gamma.pdf(rate, CDNOW.q, scale=1 / CDNOW.gamma)

    assert CDNOW.log_likelihood(np.array([3.0]), np.array([20.0])) == pytest.approx(
        np.log(quad(one, 0, 5)[0]), abs=1e-6
    )


def test_the_gradient_is_that_of_the_likelihood():
    seen = {"x": np.array([1.0, 4, 2]), "mean": np.array([3.0, 40, 11]), "count": np.ones(3)}
    theta = np.log([3.0, 2, 5])

    numeric = approx_fprime(theta, lambda at: gamma_gamma._loss(at, **seen)[0], 1e-7)

    assert gamma_gamma._loss(theta, **seen)[1] == pytest.approx(numeric, rel=1e-4)


def test_simulated_amounts_give_back_how_they_were_made():
    truth = GammaGamma(6.0, 4.0, 60.0)
    x, mean = simulated(truth, 4000)

    found = fitted(x, mean)

    better = found.log_likelihood(x, mean) - truth.log_likelihood(x, mean)

    assert 0 <= 2 * better < 11.3  # chi-squared, 3 parameters, 99 %
    assert found.q == pytest.approx(truth.q, rel=0.1)
    assert found.mean == pytest.approx(truth.mean, rel=0.03)


def test_cents_and_euros_give_the_same_model():
    x, mean = simulated(CDNOW, 500)

    euros, cents = fitted(x, mean), fitted(x, 100 * mean)

    assert cents.gamma == pytest.approx(100 * euros.gamma, rel=1e-4)
    assert cents.q == pytest.approx(euros.q, rel=1e-4)


def test_amounts_without_a_mean_are_not_given_one():
    x, mean = simulated(GammaGamma(6.0, 0.6, 15.0), 500)

    with pytest.raises(CannotBeEstimated, match="no mean"):
        fitted(x, mean)
    assert GammaGamma(6.0, 0.6, 15.0).mean == np.inf
