"""The Brazilian marketplace, counted again with pandas."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from examples.marketplace.run import prepare
from examples.running import ROOT, Ran, run

from parcours.core.canvas import Canvas
from parcours.core.log import EventLog
from parcours.core.occurrence import all_occurrences
from tests.examples.told import states, unsaid

pytestmark = pytest.mark.shared_data
DAY, INSTANT = pd.Timedelta(days=1), pd.Timedelta(microseconds=1)


@pytest.fixture(scope="module")
def ran(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    to = tmp_path_factory.mktemp("examples")
    return run(ROOT / "examples" / "marketplace", prepare, data=shared_data, to=to)


def table(data: Path, name: str) -> pd.DataFrame:
    read = pd.read_parquet(data / f"olist_{name}.parquet")
    for column in read.select_dtypes("datetime"):
        # An hour that comes twice is the first; one that never was moves on.
        first = np.ones(len(read), dtype=bool)
        local = read[column].dt.tz_localize(
            "America/Sao_Paulo", ambiguous=first, nonexistent="shift_forward"
        )
        read[column] = local.dt.tz_convert("UTC").dt.as_unit("us")
    return read


@pytest.fixture(scope="module")
def orders(shared_data: Path) -> pd.DataFrame:
    """Orders, whose they are, when they are due, and whether that was kept; in UTC."""
    plain = pd.read_parquet(shared_data / "olist_orders.parquet")
    read = table(shared_data, "orders").merge(
        table(shared_data, "customers")[["customer_id", "customer_unique_id"]]
    )
    next_day = (plain.order_estimated_delivery_date + DAY).dt.tz_localize(
        "America/Sao_Paulo", nonexistent="shift_forward"
    )
    read["due"] = next_day.dt.tz_convert("UTC").dt.as_unit("us") - INSTANT
    read["delivered"] = read.order_delivered_customer_date
    read["is_void"] = read.delivered.isna() & (read.order_status == "canceled")
    read["is_kept"] = read.delivered <= read.due
    return read


@pytest.fixture(scope="module")
def reviews(shared_data: Path) -> pd.DataFrame:
    return table(shared_data, "reviews")


def test_every_row_of_the_files_is_in_the_log(ran: Ran, orders: pd.DataFrame, reviews) -> None:
    moments = ("purchase_timestamp", "approved_at", "delivered_carrier_date")
    told = sum(orders[f"order_{name}"].notna().sum() for name in moments)
    told += orders.delivered.notna().sum() + (orders.order_status == "canceled").sum()

    assert ran.gap.events == told + 2 * len(reviews)
    assert ran.gap.customers == orders.customer_unique_id.nunique()
    assert ran.gap.as_of == reviews.review_answer_timestamp.max()


def test_deliveries_are_on_time_as_often_as_pandas_counts(ran: Ran, orders) -> None:
    counted = {
        "kept": orders.is_kept.sum(),
        "broken": (~orders.is_kept & ~orders.is_void).sum(),
        "void": orders.is_void.sum(),
    }

    assert orders.due[~orders.is_void].max() < ran.gap.as_of
    assert states(ran)["by-the-estimated-date"] == counted
    kept = ran.gap.promises[0].kept
    assert kept.value == counted["kept"] / (counted["kept"] + counted["broken"])


def test_counted_to_the_hour_a_hundred_more_parcels_are_late(ran: Ran, orders) -> None:
    text = ran.gap.canvas.to_yaml()
    strict = Canvas.parse(text.replace("whole_day: true", "whole_day: false"))

    found = all_occurrences(
        strict,
        EventLog.open(ran.log),
        as_of=ran.gap.as_of,
        promises=["by-the-estimated-date"],
    )

    kept = orders.delivered <= orders.order_estimated_delivery_date
    assert (found["state"] == "kept").sum() == kept.sum()
    assert orders.is_kept.sum() - kept.sum() == 111


def test_felt_is_the_review_nearest_to_the_delivery_or_to_its_day(
    ran: Ran, orders, reviews
) -> None:
    orders = orders.assign(moment=orders.delivered.fillna(orders.due))[~orders.is_void]
    told = reviews.merge(orders, on="order_id")
    at = told.review_answer_timestamp
    told = told[(at >= told.order_purchase_timestamp) & (at <= told.moment + 30 * DAY)]
    told["away"] = (told.review_answer_timestamp - told.moment).abs()
    nearest = told.sort_values("away").drop_duplicates("order_id")
    felt = nearest.groupby("is_kept").review_score.agg(["mean", "count"])

    promise = ran.gap.promises[0]
    for is_kept, figure in ((True, promise.felt_kept), (False, promise.felt_broken)):
        assert figure.value == pytest.approx(felt.loc[is_kept, "mean"], rel=1e-12)
        assert figure.n == felt.loc[is_kept, "count"]


def test_who_comes_back_is_who_orders_again_within_half_a_year_of_the_day(
    ran: Ran, orders
) -> None:
    known = orders[~orders.is_void & (orders.due + 180 * DAY <= ran.gap.as_of)]
    again = orders[["customer_unique_id", "order_id", "order_purchase_timestamp"]]
    pairs = known.merge(again, on="customer_unique_id", suffixes=("", "_again"))
    at = pairs.order_purchase_timestamp_again
    is_back = (at > pairs.due) & (at <= pairs.due + 180 * DAY)
    back = pairs[is_back & (pairs.order_id != pairs.order_id_again)].order_id
    shares = known.order_id.isin(back).groupby(known.is_kept).mean()

    assert ran.gap.promises[0].returned_kept.value == shares[True]
    assert ran.gap.promises[0].returned_broken.value == shares[False]


def test_stars_are_those_of_the_month_after_delivery(ran: Ran, orders, reviews) -> None:
    delivered = orders[orders.delivered.notna()]
    told = reviews.merge(delivered, on="order_id")
    at = told.review_answer_timestamp
    told = told[(at >= told.delivered) & (at <= told.delivered + 30 * DAY)]
    first = told.sort_values("review_answer_timestamp").drop_duplicates("order_id")
    silent = delivered[~delivered.order_id.isin(first.order_id)]
    waiting = silent.delivered + 30 * DAY >= ran.gap.as_of

    assert states(ran)["four-stars"] == {
        "kept": (first.review_score >= 4).sum(),
        "broken": (first.review_score < 4).sum(),
        "pending": waiting.sum(),
        "void": (~waiting).sum(),
    }


def test_requests_for_a_review_are_answered_as_soon_as_pandas_counts(ran: Ran, reviews) -> None:
    pairs = reviews.merge(reviews, on="order_id", suffixes=("", "_any"))
    waited = pairs.review_answer_timestamp_any - pairs.review_creation_date
    waited = waited[waited >= pd.Timedelta(0)]
    first = waited.groupby([pairs.review_id, pairs.order_id]).min()

    assert len(first) == len(reviews)
    assert states(ran)["answered-in-a-week"] == {
        "kept": (first <= 7 * DAY).sum(),
        "broken": (first > 7 * DAY).sum(),
    }


def test_its_reports_tell_the_numbers(ran: Ran) -> None:
    assert unsaid(ran) == []
