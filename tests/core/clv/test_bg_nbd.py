"""BG/NBD: published results, integrals worked out the long way, and simulated customers."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.special import beta as beta_function
from scipy.stats import beta, gamma

from parcours.core.clv import bg_nbd
from parcours.core.clv.bg_nbd import BgNbd, Histories, fitted
from parcours.core.clv.fitting import CannotBeEstimated

CDNOW = BgNbd(0.243, 4.414, 0.793, 2.426)


def histories(*rows: tuple[float, float, float]) -> Histories:
    x, t_x, t = np.array(rows, dtype=np.float64).T
    return Histories(x=x, t_x=t_x, t=t, count=np.ones(len(rows)))


def simulated(model: BgNbd, customers: int, *, seed: int) -> Histories:
    lot = np.random.default_rng(seed)
    rows = []
    for _customer in range(customers):
        rate, stop = lot.gamma(model.r, 1 / model.alpha), lot.beta(model.a, model.b)
        t = lot.uniform(20, 52)
        x, t_x, now = 0, 0.0, lot.exponential(1 / rate)
        while now < t:
            x, t_x = x + 1, now
            if lot.random() < stop:
                break
            now += lot.exponential(1 / rate)
        rows.append((x, t_x, t))
    return histories(*rows)


def likelihood(model: BgNbd, x: int, t_x: float, t: float) -> float:
    """One customer's likelihood, averaged over her unknown rate and chance of stopping."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    rate, stop = np.meshgrid(10 * (nodes + 1), (nodes + 1) / 2)
    still = (1 - stop) ** x * rate**x * np.exp(-rate * t)
    gone = stop * (1 - stop) ** (x - 1) * rate**x * np.exp(-rate * t_x) if x else 0.0
    spread = gamma.pdf(rate, model.r, scale=1 / model.alpha) * beta.pdf(stop, model.a, model.b)
    return float(np.sum((still + gone) * spread * np.outer(weights / 2, 10 * weights)))


def test_customer_1516_is_expected_as_published():
    seen = histories((26, 30.857, 31))

    assert CDNOW.expected_after(seen, 52) == pytest.approx(25.757, abs=0.002)
    assert CDNOW.alive(seen) == pytest.approx(0.96885, abs=1e-5)


def test_a_single_purchase_leaves_a_customer_active_by_the_model():
    assert CDNOW.alive(histories((0, 0, 38.86))).tolist() == [1.0]


def test_a_frequent_customer_who_fell_silent_is_gone():
    assert CDNOW.expected_after(histories((25, 20, 39)), 52)[0] == pytest.approx(
        0.0004, abs=5e-5
    )


@pytest.mark.parametrize("row", [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 11.0, 12.0)])
def test_the_likelihood_is_the_integral_over_all_customers(row):
    model = BgNbd(2.0, 4.4, 2.0, 3.0)

    assert model.log_likelihood(histories(row)) == pytest.approx(
        np.log(likelihood(model, *row)), abs=1e-8
    )


@pytest.mark.parametrize(
    "model",
    [CDNOW, BgNbd(0.6, 6, 1.0, 2.0), BgNbd(0.4, 3, 0.2, 0.5), BgNbd(2.0, 9, 2.5, 4.0)],
)
def test_purchases_of_a_new_customer_are_the_integral_over_all_customers(model):
    def purchases(stop: float) -> float:
        """By week 52, for one chance of stopping, over all rates."""
        stop = max(stop, 1e-12)
        return (1 - (model.alpha / (model.alpha + 52 * stop)) ** model.r) / stop

    ends = (model.a - 1, model.b - 1)
    total = quad(purchases, 0, 1, weight="alg", wvar=ends)[0] / beta_function(model.a, model.b)

    assert model.expected(52) == pytest.approx(total, rel=1e-6)


def test_hundreds_of_purchases_overflow_nothing():
    found = CDNOW.expected_after(histories((800, 52, 52), (3000, 52, 52)), 52)

    assert np.isfinite(found).all()
    assert found[1] > found[0] > 100


def test_customers_who_nearly_all_stop_at_once_are_expected_to():
    model = BgNbd(r=0.0048, alpha=5.93, a=1096.6, b=153.7)
    seen = histories((0, 0, 5), (1, 3, 30), (2, 5, 40))

    expected = model.expected_after(seen, 52)

    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    assert (expected < 0.1).all()


def test_expectations_grow_with_time_and_start_at_zero():
    seen = histories((0, 0, 10), (3, 9, 10), (3, 4, 10))
    none, less, more = (CDNOW.expected_after(seen, weeks) for weeks in (1e-9, 26, 52))

    assert none == pytest.approx([0, 0, 0], abs=1e-6)
    assert (less < more).all()
    assert more[1] > more[2]


def test_the_gradient_is_that_of_the_likelihood():
    seen = histories((0, 0, 30), (2, 20, 38), (7, 12, 25), (1, 3, 4))
    theta = np.log([0.3, 2, 0.5, 1.7])

    numeric = approx_fprime(theta, lambda at: bg_nbd._loss(at, seen)[0], 1e-7)

    assert bg_nbd._loss(theta, seen)[1] == pytest.approx(numeric, rel=1e-4, abs=1e-5)


def test_simulated_customers_give_back_how_they_were_made():
    truth = BgNbd(0.8, 6.0, 0.9, 3.0)
    seen = simulated(truth, 3000, seed=7)

    found = fitted(seen)

    assert found.log_likelihood(seen) >= truth.log_likelihood(seen)
    assert found.r == pytest.approx(truth.r, rel=0.15)
    assert found.alpha == pytest.approx(truth.alpha, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(0.23, abs=0.04)
    assert found.expected(52) == pytest.approx(truth.expected(52), rel=0.05)


def test_a_search_from_nearby_ends_at_the_same_place():
    seen = simulated(CDNOW, 600, seed=3)
    found = fitted(seen)

    again = fitted(seen, near=BgNbd(found.r * 1.1, found.alpha * 0.9, found.a, found.b))
    astray = fitted(seen, near=BgNbd(900.0, 0.001, 900.0, 0.001))

    for other in (again, astray):
        assert other.log_likelihood(seen) == pytest.approx(found.log_likelihood(seen), abs=1e-4)


def test_equal_histories_may_be_counted():
    one = simulated(CDNOW, 400, seed=5)
    twice = Histories(x=one.x, t_x=one.t_x, t=one.t, count=one.count * 2)

    assert fitted(twice).r == pytest.approx(fitted(one).r, rel=1e-3)


def test_what_determines_no_model_has_no_number():
    with pytest.raises(CannotBeEstimated, match="no time has passed"):
        fitted(histories((0, 0, 0), (0, 0, 0)))
    with pytest.raises(CannotBeEstimated, match="nobody has bought again"):
        fitted(histories((0, 0, 10), (0, 0, 12)))
