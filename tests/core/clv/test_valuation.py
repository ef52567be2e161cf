"""From two models to values: resampling, and customers drawn by lot."""

import numpy as np
import polars as pl

from parcours.core.clv.bg_nbd import BgNbd
from parcours.core.clv.gamma_gamma import GammaGamma
from parcours.core.clv.valuation import Customers, drawn, fitted, resampled
from tests.core.clv.test_bg_nbd import simulated


def customers(number: int, amounts: GammaGamma) -> pl.DataFrame:
    seen = simulated(BgNbd(0.8, 6.0, 0.9, 3.0), number, seed=11)
    lot = np.random.default_rng(12)
    scale = 1 / lot.gamma(amounts.q, 1 / amounts.gamma, number)
    repeats = np.maximum(seen.x, 1)
    spend = lot.gamma(amounts.p * repeats) * scale / repeats
    return pl.DataFrame({"x": seen.x, "t_x": seen.t_x, "t": seen.t}).with_columns(
        priced=pl.col("x"), spend=pl.when(pl.col("x") > 0).then(pl.Series(spend))
    )


def test_draws_scatter_around_the_estimate():
    some = Customers(customers(400, GammaGamma(6.0, 4.0, 60.0)))
    models = fitted(some)

    means = resampled(some, models, weeks=(26.0, 52.0), draws=30, seed=1)

    assert means.shape == (30, 2)
    middle = np.median(means, axis=0) / [models.values(some, each).mean() for each in (26, 52)]
    assert np.abs(middle - 1).max() < 0.05


def test_draws_that_allow_no_estimate_are_left_out():
    wild = Customers(customers(150, GammaGamma(6.0, 1.15, 15.0)))
    models = fitted(wild)

    means = resampled(wild, models, weeks=(52.0,), draws=12, seed=1)

    assert 0 < len(means) < 12
    assert np.isfinite(means).all()


def test_a_draw_by_lot_is_the_same_each_time():
    table = customers(60, GammaGamma(6.0, 4.0, 60.0))
    many = pl.concat([table] * 1000)

    assert len(drawn(table, seed=0)) == 60
    assert len(drawn(many, seed=0)) == 50_000
    assert drawn(many, seed=0).table.equals(drawn(many, seed=0).table)
