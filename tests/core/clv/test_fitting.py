"""The search for parameters: minima, edges, and searches that come to no end."""

import numpy as np
import pytest

from parcours.core.clv.fitting import EDGE, CannotBeEstimated, minimised, refined


def bowl(theta: np.ndarray) -> tuple[float, np.ndarray]:
    """Lowest at 2 and 5."""
    away = theta - np.log([2, 5])
    return float(away @ away), 2 * away


def slope(theta: np.ndarray) -> tuple[float, np.ndarray]:
    """The first parameter lowest at 2, the second falling for ever."""
    away = theta[0] - np.log(2)
    return float(away**2 - theta[1]), np.array([2 * away, -1.0])


def test_both_searches_end_at_the_minimum():
    assert minimised(bowl, [(1, 1), (100, 0.1)], n=1) == pytest.approx((2, 5), rel=1e-5)
    assert refined(bowl, (2.2, 4), n=1) == pytest.approx((2, 5), rel=1e-5)
    assert refined(bowl, (200, 0.01), n=1) == pytest.approx((2, 5), rel=1e-5)


def test_what_falls_for_ever_stops_at_the_edge():
    assert minimised(slope, [(1, 1)], n=1) == pytest.approx((2, np.exp(EDGE)), rel=1e-5)
    assert refined(slope, (2.2, np.exp(EDGE)), n=1) == pytest.approx((2, np.exp(EDGE)))


def test_a_search_without_an_end_gives_nothing():
    def nowhere(theta: np.ndarray) -> tuple[float, np.ndarray]:
        return np.nan, np.full(2, np.nan)

    with pytest.raises(CannotBeEstimated, match="do not determine"):
        minimised(nowhere, [(1, 1)], n=1)
