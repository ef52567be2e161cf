"""What counts as one observation of each metric, and what does not."""

from datetime import date, timedelta

import polars as pl
import pytest

from parcours.core.metrics import figures, measure
from parcours.core.metrics.ces import ces_figure
from parcours.core.metrics.csat import csat_figure
from parcours.core.metrics.nps import nps_figure
from tests.core.metrics.log import AS_OF, MONDAY, Unchecked, answer, event, table

HOUR = 1 / 24
DUE = MONDAY + timedelta(days=3)


def value(metric: str, *rows: dict[str, object], **how: object) -> tuple[object, int] | None:
    """The value of the only figure and how many observations, nothing without any."""
    found = figures(Unchecked(*rows), **{"as_of": AS_OF, "metrics": [metric], **how})
    return next(((figure.value, row["n"]) for _metric, row, figure in found), None)


@pytest.mark.parametrize(
    ("scale", "satisfied"),
    [("csat_1_5", [4, 5]), ("csat_0_10", [9, 10]), ("csat_1_7", [6, 7]), ("csat_1_4", [3, 4]),
     ("csat_1_3", [3]), ("csat_0_1", [1]), ("csat_0_100", list(range(80, 101)))],
)  # fmt: skip
def test_top_boxes_by_scale(scale, satisfied):
    low, high = (int(end) for end in scale.split("_")[1:])
    found = [
        score for score in range(low, high + 1) if csat_figure(pl.Series([score]), scale).value
    ]

    assert found == satisfied


def test_each_score_metric_reads_its_own_scales():
    rows = [
        answer(10), answer(1, "csat_1_5"), answer(7, "ces_1_7"), answer(None, "csat_1_5"),
        event("review.posted", score=5.0, scale="stars_1_5"), answer(9, "csat"),
    ]  # fmt: skip

    assert value("nps", *rows) == (100.0, 1)
    assert value("ces", *rows) == (7.0, 1)
    assert value("easy", *rows) == (1.0, 1)
    assert value("felt", *rows) == (4.0, 4)
    assert measure(Unchecked(*rows), metrics=["csat"])["scale"].to_list() == [
        "csat_1_5",
        "stars_1_5",
    ]


@pytest.mark.parametrize("score", [-1, 42, float("nan"), None])
def test_a_score_off_its_scale_does_not_count(score):
    rows = [answer(score), answer(score, "csat_1_5"), answer(score, "ces_1_7")]

    assert measure(Unchecked(*rows), as_of=AS_OF).is_empty()
    assert nps_figure(pl.Series([score, 10], dtype=pl.Float64)).n == 1
    assert ces_figure(pl.Series([score, 7], dtype=pl.Float64)).n == 1


def test_the_first_message_waits_for_the_first_answer():
    def message(verb: str, day: float, case: str | None = "c1") -> dict[str, object]:
        return event(f"message.{verb}", day=day, case_id=case)

    asked, again = message("received", 0), message("received", 1 * HOUR)

    assert value(
        "first_reply", asked, again, message("sent", 2 * HOUR), message("sent", 9)
    ) == (7200, 1)
    assert value("first_reply", message("sent", -1), asked) == (None, 1)
    assert value("first_reply", asked, message("sent", 0)) == (0, 1)
    assert value("first_reply", asked, message("sent", 1, "c2")) == (None, 1)
    assert value("first_reply", message("sent", 1)) is None
    assert value("first_reply", message("received", 0, None), message("sent", 1, None)) is None


def test_a_case_belongs_to_one_customer():
    rows = [
        event("message.received", case_id="c1"),
        event("message.sent", case_id="c1", day=1, who="bob"),
    ]

    assert value("first_reply", *rows) == (None, 1)


def test_a_conversation_opened_again_is_not_resolved():
    opened = event("conversation.opened", case_id="c1")
    resolved = event("conversation.resolved", case_id="c1", day=1)
    reopened = event("conversation.opened", case_id="c1", day=2)
    closed = event("conversation.resolved", case_id="c1", day=3)

    assert value("resolution", opened, resolved) == (86400, 1)
    assert value("resolution", opened, resolved, reopened) == (None, 1)
    assert value("resolution", opened, resolved, reopened, closed) == (3 * 86400, 1)
    assert value("conversations", opened, resolved, reopened) == (2, 2)


def test_an_order_is_late_once_its_moment_has_passed():
    placed = event("order.placed", case_id="o1", due_at=DUE)

    def delivered(day: float) -> dict[str, object]:
        return event("order.delivered", case_id="o1", day=day)

    assert value("delay", placed, delivered(5)) == (2 * 86400, 1)
    assert value("delay", placed, delivered(2)) == (-86400, 1)
    assert value("late", placed, delivered(3)) == (0.0, 1)
    assert value("late", placed, delivered(3.001)) == (1.0, 1)
    assert value("late", placed) == (1.0, 1)
    assert value("late", placed, as_of=DUE - timedelta(seconds=1)) is None
    assert value("late", placed, delivered(1), as_of=DUE - timedelta(seconds=1)) is None


def test_an_order_cancelled_before_it_came_was_not_late():
    placed = event("order.placed", case_id="o1", due_at=DUE)
    cancelled = event("order.cancelled", case_id="o1", day=2)
    delivered = event("order.delivered", case_id="o1", day=1)

    assert value("late", placed, cancelled) is None
    assert value("late", placed, delivered, cancelled) == (0.0, 1)
    assert value("late", event("order.placed", case_id="o1", due_at=None), delivered) is None


def test_visits_and_visitors():
    rows = [
        event("visit.started"),
        event("visit.started", day=1),
        event("visit.started", who="bob"),
    ]

    assert value("visits", *rows) == (3, 3)
    assert value("visitors", *rows) == (2, 2)
    assert value("returning_visitors", *rows) == (0.5, 2)


def test_where_visits_come_from_is_known_or_not():
    origins = [
        '{"origin": "direct"}',
        '{"origin": "brand_search"}',
        '{"origin": "ad"}',
        "{}",
        None,
    ]
    rows = [
        event("visit.started", day=day, properties=each) for day, each in enumerate(origins)
    ]

    assert value("direct_visits", *rows) == (1, 1)
    assert value("direct_share", *rows) == (pytest.approx(1 / 3), 3)
    assert value("brand_searches", *rows) == (1, 1)
    assert value("brand_search_share", *rows) == (pytest.approx(1 / 3), 3)


def test_pages_without_a_time_do_not_count():
    rows = [
        event("page.viewed", day=day, seconds=each) for day, each in enumerate([10, 30, None])
    ]

    assert value("page_time", *rows) == (20, 2)


def test_a_page_that_was_left_says_how_long_it_was_read():
    rows = [
        event("page.viewed"),
        event("page.left", seconds=30),
        event("page.left", seconds=10),
    ]

    assert value("page_time", *rows) == (20, 2)


def test_a_cart_is_abandoned_after_seven_days():
    added = event("product.added", case_id="k1")

    def ordered(day: float) -> dict[str, object]:
        return event("order.placed", case_id="k1", day=day)

    assert value("abandoned_carts", added, ordered(7)) == (0.0, 1)
    assert value("abandoned_carts", added, ordered(7.01)) == (1.0, 1)
    assert value("abandoned_carts", added, event("checkout.started", case_id="k1", day=5)) == (
        1.0,
        1,
    )
    too_early = MONDAY + timedelta(days=6.9)
    assert value("abandoned_carts", added, as_of=too_early) is None
    assert value("abandoned_carts", added, ordered(1), as_of=too_early) is None


def test_an_order_belongs_to_the_visit_it_follows():
    visit, later = event("visit.started"), event("visit.started", day=0.5)

    assert value("conversion", visit, later, event("order.placed", day=0.6)) == (0.5, 2)
    assert value("visitor_conversion", visit, later, event("order.placed", day=0.6)) == (
        1.0,
        1,
    )
    assert value("conversion", visit, event("order.placed", day=1.01)) == (0.0, 1)
    assert value("conversion", visit, event("order.placed", who="bob")) == (0.0, 1)
    assert value("conversion", event("order.placed"), visit) == (1.0, 1)
    assert value("conversion", visit, as_of=MONDAY + timedelta(hours=23)) is None


def test_customers_return_within_a_year_with_another_days_order():
    def order(day: float, case: str) -> dict[str, object]:
        return event("order.placed", day=day - 400, case_id=case)

    first, undone = order(0, "o1"), event("order.returned", day=-300, case_id="o2")

    def returning(*rows: dict[str, object]) -> tuple[object, int] | None:
        return value("returning_customers", *rows)

    assert returning(first, order(300, "o2")) == (1.0, 1)
    assert returning(first, order(366, "o2")) == (0.0, 1)
    assert returning(first, order(0.1, "o2")) == (0.0, 1)
    assert returning(first, order(90, "o2"), undone) == (0.0, 1)
    assert returning(order(200, "o1"), order(201, "o2")) is None


def test_a_cohort_is_that_of_the_first_order():
    first, second = event("order.placed", day=-500), event("order.placed", day=-400)

    found = measure(
        table(first, second), as_of=AS_OF, metrics=["returning_customers"], every="1mo"
    )

    assert found["start"].to_list() == [date(2024, 10, 1)]
