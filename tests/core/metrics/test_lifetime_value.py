"""What customers are worth: figures, their intervals, the hold-out and the doubts."""

from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from parcours.core.canvas import Canvas
from parcours.core.clv import valuation
from parcours.core.clv.bg_nbd import BgNbd
from parcours.core.clv.gamma_gamma import GammaGamma
from parcours.core.metrics import lifetime_value as lifetime_value_module
from parcours.core.metrics import measure
from parcours.core.metrics.lifetime_value import LifetimeValue, lifetime_value

START, TODAY = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
HOW_OFTEN, HOW_MUCH = BgNbd(0.8, 6.0, 0.7, 3.0), GammaGamma(6.0, 4.0, 60.0)


@cache
def shop(customers: int = 1200, *, weeks: float = 104, tied: bool = False) -> pl.DataFrame:
    """Orders of simulated customers, all acquired in the first year.

    If *tied*, those who buy often also spend more.
    """
    lot = np.random.default_rng(4)
    rows = []
    for customer in range(customers):
        rate = lot.gamma(HOW_OFTEN.r, 1 / HOW_OFTEN.alpha)
        stop = lot.beta(HOW_OFTEN.a, HOW_OFTEN.b)
        scale = 1 / lot.gamma(HOW_MUCH.q, 1 / HOW_MUCH.gamma)
        scale = 9 * (1 + 20 * rate) if tied else scale
        week = first = lot.uniform(0, 52)
        while week < weeks:
            rows.append((f"c{customer}", week, lot.gamma(HOW_MUCH.p) * scale))
            if week > first and lot.random() < stop:
                break
            week += lot.exponential(1 / rate)
    table = pl.DataFrame(rows, schema=["customer_id", "week", "amount"], orient="row")
    return table.select(
        "customer_id",
        "amount",
        at=pl.lit(START) + pl.duration(seconds=pl.col("week") * 7 * 86400),
        activity=pl.lit("order.placed"),
    )


@cache
def valued() -> LifetimeValue:
    return lifetime_value(shop(), as_of=TODAY, draws=40)


def test_the_interval_covers_what_these_customers_truly_go_on_to_spend():
    known = shop(weeks=208).filter(pl.col("at") <= TODAY)
    came = shop(weeks=208).filter(
        pl.col("at") > TODAY, pl.col("at") <= TODAY + timedelta(days=365)
    )

    found = lifetime_value(known, as_of=TODAY, draws=40).total(12)

    assert 0.9 * found.low < came["amount"].sum() < 1.1 * found.high
    assert found.low < found.value < found.high


def test_two_years_are_worth_more_than_one_and_less_than_twice_as_much():
    one, two = valued().mean(12), valued().mean(24)

    assert one.value < two.value < 2 * one.value
    assert valued().total(12).value == pytest.approx(one.value * valued().customers)
    assert (one.unit, one.n, one.definition) == ("money", 1200, "lifetime_value/1")


def test_it_joins_the_table_of_the_other_metrics():
    rows = valued().frame()

    assert rows.schema == measure(shop().head(0)).schema
    assert rows["metric"].to_list() == ["lifetime_value_12", "lifetime_value_24"]
    assert rows["value"].to_list() == [valued().mean(12).value, valued().mean(24).value]


def test_the_hold_out_stands_beside_the_number():
    held_out = valued().calibration

    assert held_out.ratio == pytest.approx(1, abs=0.15)
    assert held_out.weeks == pytest.approx(104 / 3, abs=0.5)
    assert f"made: {held_out.actual:,}" in valued().mean(12).note


def test_one_time_buyers_are_not_said_to_be_alive():
    once = valued().table.filter(pl.col("x") == 0)

    assert once.height == valued().one_time > 0
    assert once["alive"].null_count() == once.height
    assert any("bought once" in warning for warning in valued().warnings)


def test_values_are_margin_where_a_canvas_says_how_much():
    canvas = Canvas.model_validate(
        {"canvas": "shop", "title": "Shop", "stakes": {"margin_share": 0.4}}
    )

    margin = lifetime_value(shop(), as_of=TODAY, canvas=canvas, draws=2)

    assert margin.mean(12).value == pytest.approx(0.4 * valued().mean(12).value, rel=1e-6)
    assert margin.mean(12).currency == "EUR"
    assert any("not margin" in warning for warning in valued().warnings)
    assert not any("not margin" in warning for warning in margin.warnings)


def test_what_the_model_takes_for_unrelated_is_checked():
    related = lifetime_value(shop(tied=True), as_of=TODAY, draws=2)

    assert any("are related" in warning for warning in related.warnings)
    assert not any("are related" in warning for warning in valued().warnings)


def test_purchases_without_an_amount_are_counted_aloud():
    free = shop().with_columns(
        amount=pl.when(pl.int_range(pl.len()) % 50 == 0).then(0.0).otherwise("amount")
    )

    found = lifetime_value(free, as_of=TODAY, draws=2)

    assert any("no amount above 0" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (shop(30).head(0), "only 0 customers"),
        (shop().unique("customer_id"), "only 0 customers"),
    ],
)
def test_without_repeat_buyers_there_is_no_number(table, reason):
    found = lifetime_value(table, as_of=TODAY)

    assert (found.mean(12).value, found.mean(12).evidence) == (None, "too few")
    assert reason in found.mean(12).note
    assert len(found.warnings) == 1
    assert "cannot be estimated" in found.warnings[0]


def test_customers_all_alike_are_valued_with_a_warning():
    lot = np.random.default_rng(2)
    rows = [
        (f"c{customer}", START + timedelta(weeks=week), "order.placed", lot.gamma(3, 10))
        for customer in range(200)
        for week in lot.exponential(8, 30).cumsum()
        if week < 104
    ]
    columns = ["customer_id", "at", "activity", "amount"]
    orders = pl.DataFrame(rows, schema=columns, orient="row")

    found = lifetime_value(orders, as_of=TODAY, draws=5)

    assert found.table["purchases_12"].mean() == pytest.approx(365 / 7 / 8, rel=0.05)
    assert found.mean(12).low < found.mean(12).value < found.mean(12).high
    assert any("stop buying" in warning for warning in found.warnings)
    assert any("equally often" in warning for warning in found.warnings)


def test_an_empty_log_has_no_value():
    assert lifetime_value(shop().head(0)).total(24).value is None


def test_of_many_customers_some_are_drawn(monkeypatch):
    everyone = valued().mean(12).value
    monkeypatch.setattr(valuation, "FITTED", 800)

    some = lifetime_value(shop(), as_of=TODAY, draws=10)

    assert some.customers == 1200
    assert some.mean(12).value == pytest.approx(everyone, rel=0.1)
    assert some.mean(12).low < some.mean(12).value < some.mean(12).high


def test_a_hold_out_gone_astray_is_a_warning():
    stopped = shop().filter(pl.col("at") < datetime(2025, 4, 1, tzinfo=UTC))

    found = lifetime_value(stopped, as_of=TODAY, draws=2)

    assert found.calibration.ratio is None or found.calibration.ratio > 1.25
    assert any(warning.startswith("Hold-out") for warning in found.warnings)


def test_without_enough_draws_there_is_no_interval(monkeypatch):
    monkeypatch.setattr(lifetime_value_module, "SURE", 1.1)

    found = lifetime_value(shop(), as_of=TODAY, draws=2)

    assert found.mean(12).value > 0
    assert (found.mean(12).low, found.mean(12).high) == (None, None)
    assert any("No interval" in warning for warning in found.warnings)


def test_too_short_a_past_cannot_be_held_out():
    lately = shop().filter(pl.col("at") >= datetime(2025, 9, 1, tzinfo=UTC))
    one = {"customer_id": "first", "amount": 9.0, "at": START, "activity": "order.placed"}

    log = pl.concat([lately, pl.DataFrame([one], schema=lately.schema)])
    found = lifetime_value(log, as_of=TODAY, draws=2)

    assert found.models is not None
    assert found.calibration is None
    assert found.mean(12).note.startswith("No hold-out")
    assert any(warning.startswith("No hold-out") for warning in found.warnings)
