"""All metrics of a log at once: periods, groups, scales, buckets, and what is refused."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from parcours.core.canvas import Canvas
from parcours.core.events import Events
from parcours.core.metrics import (
    METRICS,
    CanvasNeeded,
    Moment,
    UnknownMetric,
    UnknownPeriod,
    figures,
    measure,
)
from parcours.core.metrics.kept import outcomes
from parcours.core.refusal import Refused
from tests.core.metrics.log import AS_OF, MONDAY, answer, event, table

CANVAS = Canvas.model_validate(
    {
        "canvas": "shop",
        "title": "Shop",
        "time_zone": "Europe/Paris",
        "stages": [
            {
                "stage": "decision",
                "title": "Decision",
                "touchpoints": [
                    {"touchpoint": "site", "title": "Site",
                     "events": [{"activity": "survey.answered", "channel": "web"}]},
                    {"touchpoint": "till", "title": "Till",
                     "events": [{"activity": "survey.answered", "channel": "store"}],
                     "promises": [{"promise": "short-queue", "title": "Short queue",
                                   "kind": "limit", "opens": "queue.left", "of": "seconds",
                                   "at_most": 300}]},
                ],
            }
        ],
    }
)  # fmt: skip


class TwoBuckets:
    """A log of two buckets: ana's and everybody else's."""

    buckets, version = 2, 0

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def events(self, bucket: int, columns: object = ()) -> Events:
        return Events.of(self.frame.filter((pl.col("customer_id") == "ana") == (bucket == 0)))

    def last_at(self) -> datetime:
        return AS_OF


def values(log: object, *metrics: str, **how: object) -> list[tuple[object, ...]]:
    found = measure(log, **{"as_of": AS_OF, "metrics": metrics, **how})
    return found.select("start", "group", "scale", "value", "n", "customers").rows()


def test_a_figure_says_everything_about_itself():
    log = table(*(answer(score, who=f"c{score}") for score in range(11)))

    found = measure(log, as_of=AS_OF, metrics=["nps"])

    assert found.drop("value", "low", "high").rows(named=True) == [
        {"metric": "nps", "start": None, "group": None, "scale": None, "n": 11,
         "customers": 11, "unit": "points", "evidence": "thin", "definition": "nps/1"}
    ]  # fmt: skip
    assert found["value"].item() == pytest.approx(-500 / 11)
    assert found["low"].item() < found["value"].item() < found["high"].item()


def test_weeks_begin_on_monday_in_the_canvas_s_time_zone():
    late_sunday = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    log = table(answer(10), answer(0, at=late_sunday))

    assert values(log, "nps", every="1w", canvas=CANVAS) == [
        (date(2026, 3, 2), None, None, 100.0, 1, 1),
        (date(2026, 3, 9), None, None, -100.0, 1, 1),
    ]
    assert values(log, "nps", every="1mo") == [(date(2026, 3, 1), None, None, 0.0, 1, 1)]


def test_groups_are_touchpoints_stages_columns_or_properties():
    log = table(
        answer(10, channel="web"),
        answer(0, channel="store", properties='{"shop": "Lyon"}'),
        answer(8, channel="phone"),
    )

    def groups(by: str) -> dict[object, object]:
        return {row[1]: row[3] for row in values(log, "nps", by=by, canvas=CANVAS)}

    assert groups("touchpoint") == {None: 0.0, "site": 100.0, "till": -100.0}
    assert groups("stage") == {None: 0.0, "decision": 0.0}
    assert groups("channel") == {"web": 100.0, "store": -100.0, "phone": 0.0}
    assert groups("properties.shop") == {None: 50.0, "Lyon": -100.0}


def test_a_hundred_answers_of_nine_people_are_too_few():
    nine = table(*(answer(9, who=f"c{n % 9}", day=n) for n in range(90)))
    ten = table(*(answer(9, who=f"c{n % 10}", day=n) for n in range(90)))

    found = pl.concat([measure(nine, metrics=["nps"]), measure(ten, metrics=["nps"])])

    assert found.select("n", "customers", "evidence").rows() == [
        (9, 9, "too few"),
        (90, 10, "enough"),
    ]


def test_scales_are_never_mixed():
    log = table(answer(5, "csat_1_5"), answer(3, "csat_1_5"), answer(9, "csat_0_10"))

    assert values(log, "csat") == [
        (None, None, "csat_0_10", 1.0, 1, 1),
        (None, None, "csat_1_5", 0.5, 1, 1),
    ]
    assert [figure.definition for _metric, _row, figure in figures(log, metrics=["csat"])] == [
        "csat/1 csat_0_10",
        "csat/1 csat_1_5",
    ]


def test_promises_kept_are_measured_where_they_are_made():
    log = table(
        event("queue.left", seconds=100.0),
        event("queue.left", seconds=200.0, who="bob"),
        event("queue.left", seconds=900.0, day=7, who="bob"),
    )

    assert values(log, "kept", canvas=CANVAS, by="touchpoint") == [
        (None, "till", None, 2 / 3, 2, 2)
    ]
    assert values(log, "kept", canvas=CANVAS, by="stage")[0][1] == "decision"
    assert values(log, "kept", canvas=CANVAS, by="promise", every="1w") == [
        (date(2026, 3, 2), "short-queue", None, 1.0, 2, 2),
        (date(2026, 3, 9), "short-queue", None, 0.0, 1, 1),
    ]


def test_without_a_canvas_nothing_was_promised():
    events = Events.of(table(event("queue.left", seconds=100.0)))

    assert outcomes(events, Moment(as_of=AS_OF)).is_empty()


def test_only_promises_have_a_promise():
    log = table(answer(10), event("queue.left", seconds=100.0))

    found = measure(log, as_of=AS_OF, canvas=CANVAS, by="promise")

    assert found.filter(metric="nps")["group"].to_list() == [None]
    assert found.filter(metric="kept")["group"].to_list() == ["short-queue"]


def test_nothing_exists_after_as_of_and_nothing_counts_before_since():
    log = table(
        event("visit.started"), event("visit.started", day=10), event("visit.started", day=20)
    )

    assert values(log, "visits", as_of=MONDAY)[0][3] == 1
    assert values(log, "visits", since=datetime(2026, 3, 3, tzinfo=UTC))[0][3] == 2
    assert values(log, "returning_visitors", since=datetime(2026, 3, 3, tzinfo=UTC)) == [
        (None, None, None, 1.0, 1, 1)
    ]
    assert measure(log, metrics=["visits"])["value"].item() == 3


def test_only_what_meets_the_conditions_counts():
    log = table(
        event("visit.started", channel="web", properties='{"origin": "direct"}'),
        event("visit.started", day=1, channel="store", properties='{"origin": "direct"}'),
        event("visit.started", day=2, channel="web", properties='{"origin": "ad"}'),
    )

    found = measure(
        log, metrics=["visits"], as_of=AS_OF,
        where={"channel": "web", "properties.origin": "direct"},
    )  # fmt: skip

    assert found["value"].to_list() == [1.0]


def test_buckets_together_give_what_the_whole_gives():
    people = ("ana", "bob", "evelyn")
    rows = [answer(day % 11, day=day, who=who) for day in range(9) for who in people]
    rows += [
        event("page.viewed", day=day, who=who, seconds=float(day * len(who)))
        for day in range(20)
        for who in people
    ]
    log = table(*rows)
    how = {"as_of": AS_OF, "metrics": ["nps", "felt", "page_time"], "every": "1w"}

    assert_frame_equal(measure(TwoBuckets(log), **how), measure(log, **how))


def test_an_empty_log_has_no_figures():
    empty = table(answer(10)).clear()

    assert measure(empty).is_empty()
    assert measure(empty, as_of=AS_OF).is_empty()
    assert measure(empty).schema == measure(table(answer(10))).schema


def test_one_metric_may_be_named_alone():
    log = table(answer(10))

    assert_frame_equal(measure(log, metrics="nps"), measure(log, metrics=["nps"]))


def test_what_does_not_exist_is_refused_with_the_nearest_word():
    log = table(answer(10))

    with pytest.raises(UnknownMetric, match=r"no metric npss\. Did you mean `nps`"):
        measure(log, metrics=["npss"])
    with pytest.raises(UnknownPeriod, match="no period 1week"):
        measure(log, every="1week")
    with pytest.raises(CanvasNeeded, match="by touchpoint need a canvas"):
        measure(log, by="touchpoint")
    with pytest.raises(Refused, match="`shop` is neither a column of the log nor"):
        measure(log, by="shop")
    with pytest.raises(Refused, match="has no time zone"):
        measure(log, as_of=datetime(2026, 4, 1))
    with pytest.raises(Refused, match="2026-04-01 has no time zone"):
        measure(log, as_of=date(2026, 4, 1))
    with pytest.raises(Refused, match="in which time zone"):
        measure(log, since=datetime(2026, 4, 1))
    with pytest.raises(CanvasNeeded, match="kept needs a canvas"):
        measure(log, metrics=["kept"])


def test_every_metric_says_what_it_is_in_both_languages():
    for metric in METRICS:
        assert metric.definition.startswith(f"{metric.name}/")
        assert set(metric.title) == {"en", "fr"}
        assert (metric.level == "stage") <= (metric.stage is not None)
    assert len({metric.name for metric in METRICS}) == len(METRICS)
