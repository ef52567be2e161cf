"""What each answer about journeys says, on logs small enough to count."""

from dataclasses import replace

import numpy as np
import polars as pl

from parcours.core.duration import Duration
from parcours.core.events import Events
from parcours.core.interval import wilson
from parcours.core.path import journeys
from parcours.core.path.durations import durations, lengths
from parcours.core.path.follows import edges, graph
from parcours.core.path.funnel import funnel, reached
from parcours.core.path.steps import Cutting, View
from parcours.core.path.variants import together, ways
from tests.core.path_by_hand import CANVAS, bucketed, table

HOUR = 60


def test_variants_carry_their_share_and_the_share_so_far():
    rows = [("ana", None, 0, "look"), ("bob", None, 0, "pay"), ("zoé", None, 0, "look")]

    found = journeys(bucketed(rows, 3)).variants()

    assert found.table.to_dicts() == [
        {
            "rank": 1, "steps": ["look"], "length": 1, "journeys": 2,
            "share": 2 / 3, "cumulative_share": 2 / 3,
        },
        {
            "rank": 2, "steps": ["pay"], "length": 1, "journeys": 1,
            "share": 1 / 3, "cumulative_share": 1.0,
        },
    ]  # fmt: skip


def test_the_top_is_of_all_variants():
    rows = [("ana", None, 0, "look"), ("bob", None, 0, "pay"), ("zoé", None, 0, "look")]

    found = journeys(table(rows)).variants(top=1)

    assert (found.table.height, found.variants, found.journeys) == (1, 2, 3)


def test_long_journeys_that_differ_only_in_order_are_different_variants():
    # Thue-Morse sequences of 2,048 steps collide under any polynomial modulo 2^64.
    bits = np.array([bin(place).count("1") % 2 for place in range(2048)])
    both = [("ana", bits), ("bob", 1 - bits)]
    rows = [
        (who, None, minute, "ab"[bit]) for who, all_ in both for minute, bit in enumerate(all_)
    ]

    assert journeys(table(rows)).variants().variants == 2


def test_a_variant_is_the_same_in_buckets_that_know_other_activities():
    first = Cutting(Events.of(table([("ana", None, 0, "pay")])), View(), exact=True)
    second = Cutting(
        Events.of(table([("bob", None, 0, "pay"), ("zoé", None, 0, "ask")])), View(), exact=True
    )

    found = together([ways(each.steps("activity")) for each in (first, second)])

    assert found.table["journeys"].to_list() == [2, 1]


def test_a_step_after_itself_is_a_loop():
    rows = [("ana", None, minute, step) for minute, step in enumerate(["look", "look", "pay"])]

    found = journeys(table(rows)).follows()

    assert found.table.select("from", "to", "times", "share").rows() == [
        ("look", "look", 1, 0.5),
        ("look", "pay", 1, 0.5),
    ]
    assert found.loops["from"].to_list() == ["look"]


def test_durations_have_a_histogram_on_edges_people_know():
    rows = [
        ("ana", None, 0, "look"), ("ana", None, HOUR, "pay"),
        ("bob", None, 0, "look"), ("zoé", None, 0, "look"), ("zoé", None, 3 * HOUR, "pay"),
    ]  # fmt: skip

    found = journeys(bucketed(rows, 2)).durations

    assert (found.journeys, found.steps) == (3, 5)
    assert (found.mean, found.median, found.longest) == (4800.0, 3600.0, 10800.0)
    filled = found.table.filter(pl.col("journeys") > 0)
    assert filled.rows() == [(0, 1, 1, 1 / 3), (3600, 21600, 2, 2 / 3)]


def test_a_large_log_gets_quantiles_within_one_per_cent_and_says_so():
    rng = np.random.default_rng(5)
    rows = [
        (f"c{customer}", None, int(minute), step)
        for customer in range(60)
        for minute, step in zip(
            rng.integers(0, 4000, 12), rng.choice(["a", "b"], 12), strict=True
        )
    ]
    exact = Cutting(Events.of(table(rows)), View(gap=3e4), exact=True).steps("activity")
    large = replace(exact, exact=False)

    for kernel, combine in ((edges, graph), (lengths, durations)):
        kept, counted = combine([kernel(exact)]), combine([kernel(exact), kernel(large)])
        assert (kept.error, counted.error) == (0.0, 0.01)
    kept, counted = (graph([edges(steps)]).table for steps in (exact, large))
    np.testing.assert_allclose(
        counted["p90_seconds"].to_numpy(), kept["p90_seconds"].to_numpy(), rtol=0.01
    )
    assert funnel([reached(large, ("a", "b"), None)]).error == 0.01


def test_a_funnel_tells_conversion_with_its_interval_and_the_time_it_took():
    rows = [
        ("ana", None, 0, "look"), ("ana", None, 30, "look"), ("ana", None, 60, "pay"),
        ("bob", None, 0, "pay"), ("bob", None, 10, "look"),
        ("zoé", None, 0, "look"), ("zoé", None, 10, "pay"), ("zoé", None, 20, "pay"),
    ]  # fmt: skip

    found = journeys(bucketed(rows, 2)).funnel(["look", "pay"]).table

    low, high = wilson(2, 3)
    assert found.row(1, named=True) == {
        "level": "pay", "reached": 2,
        "of_first": 2 / 3, "of_first_low": low, "of_first_high": high,
        "of_before": 2 / 3, "of_before_low": low, "of_before_high": high,
        "median_seconds": (1800 + 600) / 2, "median_seconds_from_first": (1800 + 600) / 2,
    }  # fmt: skip


def test_a_funnel_counts_a_customer_once_across_her_journeys():
    rows = [("ana", None, 0, "look"), ("ana", None, 90, "pay"), ("ana", None, 99, "pay")]

    found = journeys(table(rows), gap=Duration(1, "h")).funnel(["look", "pay"])

    assert found.table["reached"].to_list() == [1, 1]


def test_departures_are_the_steps_back_most_frequent_first():
    rows = [
        ("ana", None, 0, "pay"), ("ana", None, 1, "visit"), ("ana", None, 2, "sneeze"),
        ("ana", None, 3, "pay"), ("ana", None, 4, "visit"), ("bob", None, 0, "ask"),
        ("bob", None, 1, "look"), ("zoé", None, 0, "visit"), ("zoé", None, 1, "look"),
    ]  # fmt: skip

    found = journeys(bucketed(rows, 2), canvas=CANVAS).conformance()

    assert found.departures.rows() == [
        ("till", "site", 2, 1, 1 / 3),
        ("help", "page", 1, 1, 1 / 3),
    ]
    assert (found.following.value, found.following.n) == (1 / 3, 3)


def test_within_a_stage_only_the_order_of_touchpoints_is_strict():
    log = table([("ana", None, 0, "look"), ("ana", None, 1, "visit")])

    found = journeys(log, canvas=CANVAS)

    assert found.conformance().following.value == 1.0
    assert found.conformance(order="touchpoint").following.value == 0.0


def test_steps_of_the_same_instant_follow_the_canvas_in_any_row_order():
    log = table([("ana", None, 0, "ask"), ("ana", None, 0, "pay"), ("ana", None, 0, "look")])

    found = journeys(log, canvas=CANVAS)

    assert found.conformance().following.value == 1.0
    assert found.funnel().table["reached"].to_list() == [1, 1, 1]
