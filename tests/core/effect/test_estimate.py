import numpy as np
import pytest

from parcours.core.effect.estimate import Estimate, by_customer, strength


def mean_of(values, customer, customers):
    influence = (values - values.mean()) / len(values)
    return Estimate.of(values.mean(), influence, customer=customer, customers=customers)


def test_the_error_of_a_mean_is_the_textbook_s():
    values = np.random.default_rng(0).normal(size=50)

    found = mean_of(values, np.arange(50), 50)

    assert found.error == pytest.approx(values.std(ddof=1) / np.sqrt(50))


def test_a_difference_of_the_same_people_knows_that_they_are_the_same():
    values = np.random.default_rng(0).normal(size=50)
    found = mean_of(values, np.arange(50), 50)

    assert found.plus(found.scaled(-1)).error == 0
    assert found.plus(found).error == pytest.approx(2 * found.error)


def test_a_product_has_the_delta_method_s_error():
    random = np.random.default_rng(0)
    one = mean_of(random.normal(5, 1, 400), np.arange(400), 800)
    two = mean_of(random.normal(3, 1, 400), np.arange(400, 800), 800)

    expected = np.hypot(one.value * two.error, two.value * one.error)
    assert one.times(two).value == one.value * two.value
    assert one.times(two).error == pytest.approx(expected, rel=0.01)


def test_several_cases_of_a_customer_are_one_influence():
    found = Estimate.of(
        1.0, np.array([0.5, -0.2, -0.3]), customer=np.array([2, 2, 0]), customers=4
    )

    assert found.influence.tolist() == [-0.3, 0.0, 0.3, 0.0]


def test_values_are_summed_by_customer():
    sums, sizes = by_customer(np.array([1.0, 2.0, 4.0]), np.array([9, 3, 9]))

    assert (sums.tolist(), sizes.tolist()) == ([2.0, 5.0], [1.0, 2.0])


def test_ten_customers_stand_for_all_their_cases_and_nine_for_themselves():
    assert strength(np.repeat(np.arange(10), 3)) == 30
    assert strength(np.repeat(np.arange(9), 30)) == 9
