"""The log as a whole: its size, its columns, its habits."""

from datetime import timedelta

import polars as pl
import pytest

from parcours.core.demo import CUSTOMERS, demo_events
from parcours.core.demo.company import SHOPS, UNTIL, ZONE
from parcours.core.schema import COLUMNS
from parcours.core.table.checking import check

LOCAL = pl.col("at").dt.convert_time_zone(ZONE)
IN_SHOP = [
    "visit.started",
    "advice.sought",
    "queue.joined",
    "order.returned",
    "order.collected",
]


def test_the_same_seed_gives_the_same_year() -> None:
    one, two = demo_events(customers=800, seed=7), demo_events(customers=800, seed=7)

    assert one.equals(two)
    assert not one.equals(demo_events(customers=800, seed=8))


def test_twenty_thousand_customers_leave_about_600_000_events(events: pl.DataFrame) -> None:
    assert events["customer_id"].n_unique() == CUSTOMERS
    assert 550_000 <= events.height <= 650_000


def test_every_row_is_an_event_of_the_log(events: pl.DataFrame) -> None:
    assert dict(events.schema) == COLUMNS
    assert check(events, UNTIL).rejected == []
    assert events["event_id"].is_unique().all()


def test_the_year_is_twelve_months_told_in_order(events: pl.DataFrame) -> None:
    first, last = events["at"][0], events["at"][-1]

    assert events["at"].is_sorted()
    assert UNTIL - timedelta(days=365, hours=1) <= first < last < UNTIL
    assert last - first > timedelta(days=363)


@pytest.mark.parametrize("customers", [1, 40])
def test_a_small_company_has_a_year_too(customers: int) -> None:
    events = demo_events(customers=customers)

    assert dict(events.schema) == COLUMNS
    assert events["customer_id"].n_unique() == customers


def test_a_sender_that_retries_repeats_whole_events() -> None:
    once = demo_events(customers=300)
    twice = demo_events(customers=300, resent=0.05)

    assert twice.height > once.height
    assert twice.unique().height == once.height


def test_shops_are_busy_only_when_they_are_open(events: pl.DataFrame) -> None:
    visits = events.filter(
        pl.col("channel") == "store", pl.col("activity").is_in(IN_SHOP)
    ).select(hour=LOCAL.dt.hour(), sunday=LOCAL.dt.weekday() == 7, month=LOCAL.dt.month())

    assert visits["hour"].min() >= 10
    assert visits["hour"].max() <= 19
    assert set(visits.filter("sunday")["month"]) == {12}


def test_calls_are_taken_from_monday_to_saturday_from_nine_to_seven(
    events: pl.DataFrame,
) -> None:
    calls = events.filter(pl.col("activity").is_in(["call.started", "callback.made"]))
    when = calls.select(hour=LOCAL.dt.hour(), weekday=LOCAL.dt.weekday())

    assert when["hour"].min() == 9
    assert when["hour"].max() == 18
    assert when["weekday"].max() == 6


def test_saturdays_and_december_are_the_busy_days_of_the_shops(events: pl.DataFrame) -> None:
    queues = events.filter(pl.col("activity") == "queue.left")
    by_weekday = queues.group_by(LOCAL.dt.weekday()).len().sort("len")
    by_month = queues.group_by(LOCAL.dt.month()).len().sort("len")

    assert by_weekday["at"][-1] == 6
    assert by_month["at"][-1] == 12


def test_people_use_every_channel(events: pl.DataFrame) -> None:
    written = events.filter(pl.col("activity") == "message.received")["channel"]

    assert set(written) == {"email", "chat", "whatsapp", "messenger", "instagram"}
    assert {"store", "web", "app", "phone", "post", "review"} <= set(events["channel"])


def test_between_15_and_30_percent_answer_a_survey(events: pl.DataFrame) -> None:
    mailed = events.filter(pl.col("channel") == "email")["activity"].value_counts()
    count = dict(mailed.rows())

    assert 0.15 < count["survey.answered"] / count["survey.sent"] < 0.32


def test_events_are_known_after_they_happen_some_days_after(events: pl.DataFrame) -> None:
    delay = events["recorded_at"] - events["at"]

    assert delay.min() > timedelta(0)
    assert 0.01 < (delay > timedelta(hours=12)).mean() < 0.02


def test_a_few_events_lose_their_case(events: pl.DataFrame) -> None:
    opened = events.filter(pl.col("activity").is_in(["queue.left", "message.received"]))

    assert 0 < opened["case_id"].null_count() / opened.height < 0.01


def test_orders_cost_what_things_for_a_home_cost(events: pl.DataFrame) -> None:
    orders = events.filter(pl.col("activity") == "order.placed")["amount"]

    assert orders.min() >= 15
    assert orders.max() <= 700
    assert 70 < orders.median() < 110


def test_words_come_with_their_language_and_most_are_french(events: pl.DataFrame) -> None:
    said = events.filter(pl.col("text").is_not_null())

    assert said["language"].null_count() == 0
    assert set(said["language"]) == {"fr", "en"}
    assert 0.84 < (said["language"] == "fr").mean() < 0.92
    assert not said["text"].str.contains(r"[{}]|=>").any()
    answered = said.filter(pl.col("activity") == "survey.answered")
    assert answered.filter(pl.col("language") == "fr")["text"].n_unique() >= 250
    assert answered.filter(pl.col("language") == "en")["text"].n_unique() >= 120


def test_there_are_five_shops(events: pl.DataFrame) -> None:
    queues = events.filter(pl.col("activity") == "queue.left")
    shops = queues["properties"].str.json_path_match("$.shop")

    assert set(shops) == set(SHOPS)


@pytest.mark.parametrize("strike", [0, 30])
def test_on_strike_one_carrier_comes_late_and_the_other_as_ever(strike: int) -> None:
    events = demo_events(customers=4000, strike=strike)
    announced = events.filter(activity="order.placed").select("case_id", due="due_at")
    began = UNTIL - timedelta(days=strike or 30)
    parcels = (
        events.filter(activity="order.delivered")
        .join(announced, on="case_id")
        .with_columns(
            is_late=pl.col("at").dt.date() > pl.col("due").dt.date(),
            is_struck=pl.col("due") >= began,
            carrier=pl.col("properties").str.json_path_match("$.carrier"),
        )
    )
    late = parcels.group_by("carrier", "is_struck").agg(pl.col("is_late").mean())
    found = {(carrier, is_struck): share for carrier, is_struck, share in late.iter_rows()}

    assert (found["Hirondelle", True] > 0.6) == bool(strike)
    usual = [share for key, share in found.items() if key != ("Hirondelle", True)]
    assert max(usual) < 0.35
