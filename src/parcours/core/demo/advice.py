"""Advice at the shelf: a seller in time or none, and a vacuum cleaner for the right floor."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    MINUTE,
    PRODUCTS,
    VACUUM,
    Random,
    Year,
    awake,
    store_hour,
)  # fmt: skip
from parcours.core.demo.recording import record
from parcours.core.demo.scene import Asked, Drawn, Facts, Lived, Scene
from parcours.core.demo.store import SOLD, VISIT, crowd, spent

SELLER_LIMIT: Final = 180.0
FLOORS: Final = ("parquet", "carpet", "tiles")

_FEW_SELLERS: Final = np.array([0.15, 0.0, 0.0, -0.1, 0.45])  # Toulouse


def draw_advice(rng: Random, year: Year, scene: Scene) -> Drawn:
    """People who look for a seller; without one, some leave with nothing."""
    facts = _advice(rng, year, scene)
    start, vacuum, alone = scene.start, facts["vacuum"], facts["alone"]
    left = facts["sought"] + facts["wait"] / 86400
    drawn = Drawn(
        facts=facts, first=start, last=start + np.where(vacuum, 14.2, 0.2),
        end=start + np.where(vacuum, 16.0, 2.0),
    )  # fmt: skip
    drawn.lived = [
        Lived(
            promise="seller-free", row=scene.row, broken=alone, push=-0.13, felt_push=-1.9,
            survey="advice", anchor=left,
        ),
        Lived(
            promise="right-for-home", row=scene.row, broken=facts["wrong"], push=-0.2,
            felt_push=-2.0, survey="product", anchor=start + 14.1, usual=-0.088,
        ).only(vacuum),
    ]  # fmt: skip
    used = start + rng.uniform(10, 14, len(scene))
    drawn.asked = [
        Asked(
            survey="advice", row=scene.row, rate=0.2, base=4.4 - 0.3 * (facts["full"] - 1.1),
            at=awake(left + rng.uniform(20, 900, len(scene)) * MINUTE), went_wrong=alone,
            touchpoint="shelf-advice", bad="seller-missing", good="seller-good",
        ),
        Asked(
            survey="product", row=scene.row, rate=0.3, base=4.35, by_mail=True,
            at=awake(np.where(facts["wrong"], facts["back"] + 1.1, used)),
            went_wrong=facts["wrong"], touchpoint="product-at-home", bad="wrong-floor",
            good="right-product",
        ).only(vacuum),
    ]  # fmt: skip
    return drawn


def _advice(rng: Random, year: Year, scene: Scene) -> Facts:
    size, start = len(scene), scene.start
    full = crowd(rng, year, start)
    middle = np.log(108) + 0.8 * np.log(full) + _FEW_SELLERS[scene.who.shop]
    noise = rng.normal(0, 0.75, size)
    wait = np.clip(np.round(np.exp(middle + 0.7 * ~scene.buys + noise)), 3, 1500)
    vacuum = scene.buys & (rng.random(size) < 0.42)
    rushed = rng.random(size) < np.clip(0.17 + 0.22 * full, 0, 0.8)
    back = year.next_service_day(start + rng.uniform(2, 9, size)) + store_hour(rng, size) / 24
    return {
        "full": full, "wait": wait, "alone": wait > SELLER_LIMIT,
        "sought": start + rng.uniform(3, 15, size) * MINUTE, "vacuum": vacuum,
        "wrong": vacuum & rushed, "back": back, "floor": rng.choice(FLOORS, size),
        "amount": spent(rng, scene, 105),
        "product": np.where(vacuum, VACUUM, rng.choice(PRODUCTS, size)),
    }  # fmt: skip


def advice_events(year: Year, visits: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these visits to a department, one frame per activity.

    The visit is one case, the vacuum cleaner at home another.
    """
    found = pl.col("sought") + pl.col("wait") / 86400
    gone = pl.col("alone") & ~pl.col("buys")
    word = pl.when(gone).then(pl.lit("advice.missed")).otherwise(pl.lit("advice.given"))
    sold, amount = visits.filter("buys"), pl.col("amount")
    vacuums = visits.filter("vacuum").with_columns(pl.col("case") + "-K")
    paid = found + 12 * MINUTE
    return [
        record(
            year, visits, "visit.started", at=pl.col("start"), properties=VISIT,
            channel="store",
        ),
        record(
            year, visits, "advice.sought", at=pl.col("sought"), properties=VISIT,
            channel="store",
        ),
        record(
            year, visits, word, at=found, seconds=pl.col("wait"), properties=VISIT,
            channel="store",
        ),
        record(
            year, sold, "order.placed", at=paid, amount=amount, properties=SOLD,
            channel="store",
        ),
        record(year, sold, "order.paid", at=paid + MINUTE / 6, amount=amount, channel="store"),
        record(
            year, vacuums, "product.advised", at=paid + MINUTE, channel="store",
            properties={**SOLD, "floor": pl.col("floor")},
        ),
        record(
            year, visits.filter("wrong"), "order.returned", at=pl.col("back"), amount=amount,
            channel="store",
            properties={"reason": "wrong_floor", "product": pl.col("product")},
        ),
    ]  # fmt: skip
