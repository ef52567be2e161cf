"""How long contracts last: the published result, and what cannot be told."""

import numpy as np
import pytest

from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.clv.shifted_beta import ShiftedBetaGeometric

SURVIVORS = [1000, 869, 743, 653, 593, 551, 517, 491]


def test_the_published_high_end_segment_is_reproduced():
    model = ShiftedBetaGeometric.fitted(SURVIVORS)

    assert (model.alpha, model.beta) == pytest.approx((0.6681, 3.8061), abs=0.001)
    assert model.log_likelihood(SURVIVORS) == pytest.approx(-1611.158, abs=0.001)
    assert 100 * model.survival(12)[8:] == pytest.approx(
        [46.0, 43.6, 41.4, 39.5, 37.8], abs=0.1
    )


def test_customers_with_one_chance_all_alike_leave_at_one_pace():
    survivors = [1000 * 0.9**n for n in range(8)]

    kept = ShiftedBetaGeometric.fitted(survivors).survival(8)

    assert kept[1:] / kept[:-1] == pytest.approx(np.full(8, 0.9), abs=0.001)


@pytest.mark.parametrize("survivors", [[100, 90], [100, 100, 100], [100, 0, 0]])
def test_renewals_that_determine_nothing_are_refused(survivors):
    with pytest.raises(CannotBeEstimated, match="the renewals so far"):
        ShiftedBetaGeometric.fitted(survivors)
