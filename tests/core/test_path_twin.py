"""Whatever the log and its buckets, journeys are those counted by hand."""

from collections import Counter
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.core.duration import Duration
from parcours.core.path import journeys
from tests.core import path_by_hand as hand

# Other tests show that every line is run: here, thousands of runs would only be slower.
pytestmark = pytest.mark.no_cover
ROW = st.tuples(
    st.sampled_from(["ana", "bob", "zoé"]),
    st.sampled_from(["c1", "c2", None]),
    st.integers(0, 40),
    st.sampled_from(hand.ACTIVITIES),
)
ROWS = st.lists(ROW, max_size=25)
MATCH = st.sampled_from(["customer", "case"])
BUCKETS = st.integers(1, 3)
GAP = 10
UNHURRIED = settings(deadline=None)  # a busy machine is no failure
ON = {
    "stage": {point: hand.STAGE[activity] for activity, point in hand.TOUCHPOINT.items()},
    "touchpoint": {point: point for point in hand.TOUCHPOINT.values()},
}


def read(rows, match, buckets, **options):
    gap = Duration(GAP, "min")
    return journeys(hand.bucketed(rows, buckets), match=match, gap=gap, **options)


@UNHURRIED
@given(ROWS, MATCH, BUCKETS, st.booleans())
def test_variants_are_those_counted_by_hand(rows, match, buckets, collapse):
    found = read(rows, match, buckets).variants(top=None, collapse=collapse)

    expected = hand.variants(hand.flat(hand.cut(rows, match, GAP)), collapse=collapse)
    steps = [tuple(way) for way in found.table["steps"].to_list()]
    assert dict(zip(steps, found.table["journeys"], strict=True)) == expected
    assert (found.variants, found.journeys) == (len(expected), expected.total())


@UNHURRIED
@given(ROWS, MATCH, BUCKETS)
def test_what_follows_what_is_counted_and_timed_as_by_hand(rows, match, buckets):
    found = read(rows, match, buckets).follows().table

    timed = {
        (start, end): (times, median, p90)
        for start, end, times, _, median, p90 in found.iter_rows()
    }
    expected = hand.follows(hand.flat(hand.cut(rows, match, GAP)))
    assert {pair: tuple(round(n, 6) for n in facts) for pair, facts in timed.items()} == {
        pair: tuple(round(n, 6) for n in facts) for pair, facts in expected.items()
    }


@UNHURRIED
@given(ROWS, MATCH, BUCKETS)
def test_visits_and_rework_are_those_counted_by_hand(rows, match, buckets):
    found = read(rows, match, buckets).visits()

    cut = hand.flat(hand.cut(rows, match, GAP))
    assert {row[0]: row[1:7] for row in found.table.iter_rows()} == hand.visits(cut)
    again = sum(len({step for _, step in each}) < len(each) for each in cut)
    assert found.reworked.value == (again / len(cut) if cut else None)


@UNHURRIED
@given(ROWS, MATCH, BUCKETS)
def test_touchpoints_leave_out_what_is_off_the_canvas(rows, match, buckets):
    found = read(rows, match, buckets, canvas=hand.CANVAS, by="touchpoint")

    cut = hand.through(hand.flat(hand.cut(rows, match, GAP)), hand.TOUCHPOINT)
    ways = found.variants(top=None).table
    assert {tuple(way): n for way, n in ways.select("steps", "journeys").iter_rows()} == (
        hand.variants(cut)
    )
    assert found.durations.journeys == len(cut)


@settings(UNHURRIED, max_examples=200)
@given(ROWS, MATCH, BUCKETS, st.sampled_from([0, 5, 20, inf]))
def test_a_funnel_finds_every_customer_who_has_a_way(rows, match, buckets, window):
    allowed = None if window == inf else Duration(window, "min")
    found = read(rows, match, buckets, canvas=hand.CANVAS).funnel(window=allowed)

    owners = [hand.through(owner, hand.STAGE) for owner in hand.cut(rows, match, inf)]
    assert found.table["level"].to_list() == ["before", "buy", "after"]
    assert found.table["reached"].to_list() == hand.reached(
        owners, ["before", "buy", "after"], window
    )


@UNHURRIED
@given(ROWS, MATCH, BUCKETS, st.sampled_from(["stage", "touchpoint"]))
def test_journeys_follow_the_canvas_when_none_of_their_steps_goes_back(
    rows, match, buckets, order
):
    found = read(rows, match, buckets, canvas=hand.CANVAS).conformance(order=order)

    names = {"stage": hand.STAGE, "touchpoint": hand.TOUCHPOINT}[order]
    cut = hand.through(hand.flat(hand.cut(rows, match, GAP)), names)
    back = hand.departures(cut, list(dict.fromkeys(names.values())))
    assert found.following.n == len(cut)
    assert found.following.value == (sum(not each for each in back) / len(cut) if cut else None)
    steps = found.departures.select("from", "to", "times").iter_rows()
    counted = Counter()
    for start, end, times in steps:
        counted[ON[order][start], ON[order][end]] += times
    assert counted == Counter(pair for each in back for pair in each)
