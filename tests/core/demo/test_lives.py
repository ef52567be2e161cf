"""The rule that makes the truth exact, checked occasion by occasion."""

import numpy as np
import polars as pl
import pytest

from parcours.core.demo.company import DAYS, UNTIL, Year
from parcours.core.demo.customers import draw_customers
from parcours.core.demo.lives import REST, WINDOW, Lives, live


@pytest.fixture(scope="module")
def lives() -> Lives:
    rng = np.random.default_rng(5)
    return live(rng, Year.ending(UNTIL), draw_customers(rng, 3000))


@pytest.fixture(scope="module")
def anchors(lives: Lives) -> pl.DataFrame:
    """Each promise's anchor, with the customer's next purchase on another occasion."""
    occasions = pl.concat(lives.occasions)
    lived = pl.concat(lives.lived).select("row", "promise", "anchor")
    buys = occasions.filter("buys").select("customer", bought="start", other="row")
    return (
        lived.join(occasions.select("row", "customer", "returns"), on="row")
        .filter(pl.col("anchor") + WINDOW < DAYS)
        .join(buys, on="customer", how="left")
        .with_columns(
            back=(pl.col("other") != pl.col("row"))
            & (pl.col("bought") > pl.col("anchor"))
            & (pl.col("bought") <= pl.col("anchor") + WINDOW)
        )
        .group_by("row", "promise")
        .agg(pl.col("returns").first(), back=pl.col("back").any())
    )


def test_customers_buy_again_within_90_days_of_every_promise_or_of_none(
    anchors: pl.DataFrame,
) -> None:
    assert anchors.height > 5000
    assert anchors.filter(pl.col("returns") != pl.col("back")).is_empty()


def test_two_occasions_of_a_customer_are_far_enough_apart_to_tell_their_scores(
    lives: Lives,
) -> None:
    occasions = pl.concat(lives.occasions).sort("customer", "start")
    rest = occasions["start"] - occasions["end"].shift(1)
    same = occasions["customer"] == occasions["customer"].shift(1)

    assert rest.filter(same.fill_null(False)).min() >= REST - 0.01


def test_people_come_back_as_often_as_the_pushes_add_up_to(lives: Lives) -> None:
    occasions = pl.concat(lives.occasions)
    expected = occasions["linear"].clip(0.02, 0.98)

    difference = (occasions["returns"].cast(pl.Float64) - expected).mean()

    assert difference == pytest.approx(0, abs=4 * (0.24 / occasions.height) ** 0.5)


def test_only_those_who_buy_reach_the_till_or_the_table(lives: Lives) -> None:
    for kind in ("till", "table", "call", "message"):
        assert pl.concat(lives.facts[kind])["buys"].all()
