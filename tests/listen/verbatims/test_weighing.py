"""What weighs is called no more than it is proved to be."""

import pytest

from parcours.listen.domain.verbatims.weighing import proved_kind


@pytest.mark.parametrize(
    ("kind", "low", "high", "proved"),
    [
        ("hybrid", 0.8, -1.9, "hybrid"),
        ("hybrid", -0.7, 0.0, ""),
        ("hybrid", 0.8, 0.1, ""),
        ("hybrid", None, None, ""),
        ("dissatisfier", -0.7, -2.4, "dissatisfier"),
        (None, None, None, ""),
    ],
)
def test_both_ways_are_cut_only_where_both_are_sure(kind, low, high, proved):
    weight = {"kind": kind, "reward": {"low": low}, "penalty": {"high": high}}

    assert proved_kind(weight) == proved
