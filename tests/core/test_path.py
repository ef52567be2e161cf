"""Journeys: where they are cut, what is asked of them, what they answer."""

from datetime import timedelta

import polars as pl
import pytest

from parcours.core.canvas import Canvas, Stage, Touchpoint
from parcours.core.duration import Duration
from parcours.core.language import speaking
from parcours.core.path import NeedsCanvas, UnknownLevel, journeys
from parcours.core.pattern import Pattern
from parcours.core.refusal import Refused
from tests.core import path_by_hand as hand
from tests.core.path_by_hand import CANVAS, START, table

TEN_MINUTES = Duration(10, "min")


def ways(found):
    return found.variants(top=None).table.select("steps", "journeys").rows()


def test_a_silence_longer_than_the_gap_begins_another_journey():
    log = table([("ana", None, 0, "look"), ("ana", None, 10, "pay"), ("ana", None, 21, "look")])

    assert ways(journeys(log, gap=TEN_MINUTES)) == [(["look"], 1), (["look", "pay"], 1)]


def test_a_case_is_one_journey_however_long_its_silence():
    log = table(
        [
            ("ana", "c1", 0, "look"),
            ("ana", "c2", 1, "ask"),
            ("ana", None, 2, "look"),
            ("bob", "c1", 3, "ask"),
            ("ana", "c1", 90_000, "pay"),
        ]
    )

    found = journeys(log, match="case", gap=TEN_MINUTES)

    assert ways(found) == [(["ask"], 2), (["look", "pay"], 1)]


def test_the_canvas_says_whose_journeys_and_where_they_are_cut():
    log = table([("ana", "c1", 0, "look"), ("ana", "c1", 11, "pay")])
    shop = CANVAS.model_copy(update={"journey_gap": TEN_MINUTES})

    assert len(ways(journeys(log))) == 1
    assert len(ways(journeys(log, canvas=shop))) == 2
    by_case = shop.model_copy(update={"journey": "case"})
    assert len(ways(journeys(log, canvas=by_case))) == 1


def test_later_events_do_not_exist():
    log = table([("ana", None, 0, "look"), ("ana", None, 5, "pay")])

    found = journeys(log, as_of=START + timedelta(minutes=4))

    assert ways(found) == [(["look"], 1)]


def test_only_events_that_meet_the_conditions_exist():
    log = table([("ana", None, 0, "look"), ("ana", None, 5, "pay"), ("ana", None, 9, "pay")])
    log = log.with_columns(channel=pl.Series(["web", "store", "web"]))

    assert ways(journeys(log, where={"channel": ("web",)})) == [(["look", "pay"], 1)]


def test_stages_are_steps_too():
    log = table([("ana", None, 0, "look"), ("ana", None, 5, "sneeze"), ("ana", None, 9, "pay")])

    assert ways(journeys(log, canvas=CANVAS, by="stage")) == [(["before", "buy"], 1)]


def test_touchpoints_may_need_other_columns():
    in_shop = Touchpoint(
        touchpoint="till",
        title="Till",
        events=(Pattern(activity=("pay",), channel=("store",)),),
    )
    canvas = Canvas(
        canvas="c", title="C", stages=(Stage(stage="buy", title="Buy", touchpoints=(in_shop,)),)
    )
    log = table([("ana", None, 0, "pay"), ("bob", None, 5, "pay")])
    log = log.with_columns(channel=pl.Series(["web", "store"]))

    found = journeys(log, canvas=canvas, by="touchpoint")

    assert ways(found) == [(["till"], 1)]


def test_what_needs_a_canvas_says_so():
    log = table([("ana", None, 0, "look")])

    with pytest.raises(NeedsCanvas, match="journeys by stage need a canvas"):
        journeys(log, by="stage")
    with pytest.raises(NeedsCanvas, match="no canvas to compare with"):
        journeys(log).conformance()
    with pytest.raises(NeedsCanvas, match="no canvas to compare with"):
        journeys(log).funnel()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"match": "cases"}, "match is `cases`. Did you mean `case`?"),
        ({"by": "touchpoints"}, "by is `touchpoints`. Did you mean `touchpoint`?"),
        ({"by": "x"}, "by is `x`. Use one of: activity, touchpoint, stage."),
    ],
)
def test_a_word_that_is_none_is_refused_with_the_nearest(asked, said):
    with pytest.raises(Refused) as caught:
        journeys(table([("ana", None, 0, "look")]), **asked)

    assert str(caught.value) == said


def test_silence_may_be_written_as_on_the_canvas():
    log = table([("ana", None, 0, "look"), ("ana", None, 10, "pay"), ("ana", None, 21, "look")])

    assert ways(journeys(log, gap="10 min")) == ways(journeys(log, gap=TEN_MINUTES))
    with pytest.raises(Refused, match="`a while` is not a duration"):
        journeys(log, gap="a while")


def test_business_time_is_refused():
    hours = Duration.parse("2 business hours")

    with pytest.raises(Refused, match="on the clock, not in 2 business h"):
        journeys(table([]), gap=hours)
    with pytest.raises(Refused, match="on the clock, not in 2 business h"):
        journeys(table([]), canvas=CANVAS).funnel(window=hours)


def test_a_level_the_canvas_does_not_have_is_refused():
    found = journeys(table([]), canvas=CANVAS, by="touchpoint")

    with pytest.raises(UnknownLevel, match=r"no pag\. Did you mean `page`"):
        found.funnel(["site", "pag"])
    with pytest.raises(UnknownLevel, match="different levels, not through"):
        found.funnel(["site", "site"])


def test_a_canvas_without_touchpoints_has_no_steps():
    empty = Canvas(canvas="c", title="C", stages=(Stage(stage="buy", title="Buy"),))
    found = journeys(table([("ana", None, 0, "pay")]), canvas=empty, by="stage")

    assert ways(found) == []
    assert found.conformance().following.n == 0
    with pytest.raises(UnknownLevel, match="different levels, not through"):
        found.funnel()


def test_a_log_without_events_has_no_journeys():
    found = journeys(table([]), canvas=CANVAS)

    look = found.overview()

    assert (look.variants.journeys, look.follows.table.height) == (0, 0)
    assert (look.durations.median, look.visits.reworked.value) == (None, None)
    assert look.conformance.following.value is None
    assert found.funnel().table["reached"].to_list() == [0, 0, 0]
    assert found.funnel().table["of_before"].to_list() == [None, None, None]


def test_everything_asked_at_once_is_read_once():
    reads = []

    class Counting(hand.Buckets):
        def events(self, bucket, columns=()):
            reads.append(bucket)
            return super().events(bucket, columns)

    log = Counting(hand.bucketed([("ana", None, 0, "look"), ("bob", None, 0, "pay")], 2).logs)
    found = journeys(log, canvas=CANVAS)

    found.overview()
    found.variants(top=1)
    found.conformance()
    found.overview()

    assert sorted(reads) == [0, 1]


def test_journeys_show_themselves_in_both_languages():
    found = journeys(table([("ana", None, 0, "look"), ("ana", None, 5, "<b>")]), canvas=CANVAS)

    with speaking("en"):
        shown = found._repr_html_() + found.funnel()._repr_html_()

    assert "look → &lt;b&gt;" in shown
    for title in ("Variants", "What follows what", "Steps and rework", "Durations", "Funnel"):
        assert f"<caption>{title} · " in shown
