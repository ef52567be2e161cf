"""Quantiles over buckets: exact when values are kept, within 1 % when they are counted."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.quantiles import ERROR, quantiles, sample

SHARES = (0.0, 0.5, 0.9, 1.0)
VALUES = st.lists(st.integers(0, 10**15), min_size=1, max_size=40)


def groups(*values):
    bounds = np.cumsum([0, *map(len, values)])
    return np.array([each for group in values for each in group], np.int64), bounds


@settings(deadline=None)
@given(VALUES, VALUES)
def test_values_kept_in_two_buckets_give_the_quantiles_of_all(first, second):
    parts = [
        (sample(*groups(first, second), exact=True), np.array([0, 1])),
        (sample(*groups(second), exact=True), np.array([0])),
    ]

    found = quantiles(parts, 3, SHARES)

    np.testing.assert_allclose(found[0], np.quantile(first + second, SHARES))
    np.testing.assert_allclose(found[1], np.quantile(second, SHARES))
    assert np.isnan(found[2]).all()


@settings(deadline=None)
@given(VALUES, VALUES)
def test_values_counted_in_one_bucket_are_within_one_per_cent(first, second):
    parts = [
        (sample(*groups(second, first), exact=False), np.array([1, 0])),
        (sample(*groups(second), exact=True), np.array([0])),
    ]

    found = quantiles(parts, 3, SHARES)

    np.testing.assert_allclose(found[0], np.quantile(first + second, SHARES), rtol=ERROR)
    np.testing.assert_allclose(found[1], np.quantile(second, SHARES), rtol=ERROR)
    assert np.isnan(found[2]).all()


def test_waits_of_ten_years_and_of_a_microsecond_fit_together():
    spread = np.exp(np.random.default_rng(1).uniform(0, np.log(3e14), 20_000)).astype(np.int64)
    part = sample(spread, np.array([0, len(spread)]), exact=False)

    found = quantiles([(part, np.array([0]))], 1, SHARES)

    np.testing.assert_allclose(found[0], np.quantile(spread, SHARES), rtol=ERROR)
    assert part.cells.height < 1700


def test_no_values_have_no_quantiles():
    empty = groups([])

    for exact in (True, False):
        part = sample(*empty, exact=exact)
        assert np.isnan(quantiles([(part, np.array([0]))], 1)).all()
