"""The five shops: the till's queue, prices on the shelf, sellers, and what they sell."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    MINUTE,
    PRODUCTS,
    VACUUM,
    Floats,
    Random,
    Year,
    awake,
    store_hour,
)  # fmt: skip
from parcours.core.demo.recording import CARD, SHOP, record
from parcours.core.demo.scene import Asked, Drawn, Lived, Scene, same_word

QUEUE_LIMIT: Final = 300.0
SELLER_LIMIT: Final = 180.0
FLOORS: Final = np.array(["parquet", "carpet", "tiles"])

_SLOW_TILLS: Final = np.array([0.0, -0.1, 0.75, 0.0, -0.05])  # Lille: two tills of five staffed
_FEW_SELLERS: Final = np.array([0.15, 0.0, 0.0, -0.1, 0.45])  # Toulouse
_OLD_LABELS: Final = np.array([0.0, 0.0, 0.03, 0.17, 0.0])  # Nantes


def crowd(rng: Random, year: Year, start: Floats) -> Floats:
    """Return how full the shop is, around 1: by season, weekday, hour, and chance."""
    day = year.day(start)
    hour = (start - day) * 24
    by_weekday = np.array([0.8, 0.8, 1.0, 0.85, 1.0, 1.45, 1.2])[year.weekday[day]]
    rush = 1 + 0.35 * np.exp(-((hour - 13) ** 2)) + 0.25 * np.exp(-((hour - 17.3) ** 2))
    return np.asarray(
        year.season[day] * by_weekday * rush * np.exp(rng.normal(0, 0.2, len(day)))
    )


def spent(rng: Random, scene: Scene, middle: float) -> Floats:
    """Return amounts in euros, 20 to 600, around *middle*."""
    amount = middle * scene.who.basket * np.exp(rng.normal(0, 0.45, len(scene)))
    return np.clip(np.round(amount * 20) / 20 - 0.1, 20, 600)


def draw_till(rng: Random, year: Year, scene: Scene) -> Drawn:
    """People who help themselves; some scan and pay with the app, the others queue."""
    size, who, start = len(scene), scene.who, scene.start
    full = crowd(rng, year, start)
    middle = np.log(185) + 0.85 * np.log(full) + _SLOW_TILLS[who.shop]
    wait = np.clip(np.round(np.exp(middle + rng.normal(0, 0.6, size))), 5, 1500)
    scans = rng.random(size) < 0.28 + 0.1 * (who.card == 2)
    joined = start + rng.uniform(6, 40, size) * MINUTE
    paid = joined + np.where(scans, 0, wait) / 86400 + MINUTE
    is_sale = year.is_sale[year.day(start)]
    differs = rng.random(size) < 0.13 + 0.2 * is_sale + _OLD_LABELS[who.shop]
    slow = wait > QUEUE_LIMIT
    drawn = Drawn(
        facts={
            "full": full, "wait": wait, "joined": joined, "paid": paid, "scans": scans,
            "differs": differs, "is_sale": is_sale, "amount": spent(rng, scene, 62),
            "product": rng.choice(PRODUCTS, size),
        },
        first=start, last=start + 1.1, end=start + 2.5,
    )  # fmt: skip
    queues, some, others = scene.row[~scans], scans.sum(), (~scans).sum()
    drawn.lived = [
        Lived(
            promise="short-queue", row=queues, broken=slow[~scans], push=np.full(others, -0.09),
            felt_push=np.full(others, -1.5), survey="visit", anchor=paid[~scans] - MINUTE,
        ),
        Lived(
            promise="same-price", row=scene.row[scans], broken=differs[scans],
            push=np.full(some, -0.11), felt_push=np.full(some, -1.1),
            survey="visit", anchor=start[scans] + 1.05,
        ),
    ]  # fmt: skip
    drawn.asked = [
        Asked(
            survey="visit", row=scene.row, at=awake(paid + rng.uniform(2, 600, size) * MINUTE),
            base=4.35 - 0.3 * (full - 1.1), rate=0.19,
            touchpoint=np.where(scans, "shelf-price", "checkout-queue"),
            bad=np.where(scans, "price-differs", "queue-long"),
            good=np.where(scans, "price-same", "queue-short"),
            went_wrong=np.where(scans, differs, slow),
        ),
    ]  # fmt: skip
    return drawn


def draw_advice(rng: Random, year: Year, scene: Scene) -> Drawn:
    """People who look for a seller; without one, some leave with nothing."""
    size, who, start = len(scene), scene.who, scene.start
    full = crowd(rng, year, start)
    middle = np.log(108) + 0.8 * np.log(full) + _FEW_SELLERS[who.shop] + 0.7 * ~scene.buys
    wait = np.clip(np.round(np.exp(middle + rng.normal(0, 0.75, size))), 3, 1500)
    sought = start + rng.uniform(3, 15, size) * MINUTE
    alone = wait > SELLER_LIMIT
    vacuum = scene.buys & (rng.random(size) < 0.42)
    wrong = vacuum & (rng.random(size) < np.clip(0.17 + 0.22 * full, 0, 0.8))
    back = year.next_service_day(start + rng.uniform(2, 9, size)) + store_hour(rng, size) / 24
    asked_at = awake(np.where(wrong, back + 1.1, start + rng.uniform(10, 14, size)))
    drawn = Drawn(
        facts={
            "full": full, "wait": wait, "sought": sought, "alone": alone, "vacuum": vacuum,
            "wrong": wrong, "back": back, "floor": rng.choice(FLOORS, size),
            "amount": spent(rng, scene, 105),
            "product": np.where(vacuum, VACUUM, rng.choice(PRODUCTS, size)),
        },
        first=start, last=start + np.where(vacuum, 14.2, 0.2),
        end=start + np.where(vacuum, 16.0, 2.0),
    )  # fmt: skip
    drawn.lived = [
        Lived(
            promise="seller-free", row=scene.row, broken=alone, push=np.full(size, -0.13),
            felt_push=np.full(size, -1.9), survey="advice", anchor=sought + wait / 86400,
        ),
        Lived(
            promise="right-for-home", row=scene.row[vacuum], broken=wrong[vacuum],
            push=np.full(vacuum.sum(), -0.2), felt_push=np.full(vacuum.sum(), -2.0),
            survey="product", anchor=start[vacuum] + 14.1, usual=-0.088,
        ),
    ]  # fmt: skip
    left = sought + wait / 86400
    drawn.asked = [
        Asked(
            survey="advice", row=scene.row,
            at=awake(left + rng.uniform(20, 900, size) * MINUTE),
            base=4.4 - 0.3 * (full - 1.1), rate=0.2, touchpoint=same_word("shelf-advice", size),
            bad=same_word("seller-missing", size), good=same_word("seller-good", size),
            went_wrong=alone,
        ),
        Asked(
            survey="product", row=scene.row[vacuum], at=asked_at[vacuum],
            base=np.full(vacuum.sum(), 4.35), rate=0.3, by_mail=True,
            touchpoint=same_word("product-at-home", vacuum.sum()),
            bad=same_word("wrong-floor", vacuum.sum()),
            good=same_word("right-product", vacuum.sum()), went_wrong=wrong[vacuum],
        ),
    ]  # fmt: skip
    return drawn


_VISIT: Final = {
    "shop": SHOP, "card": CARD, "footfall": (pl.col("full") * 6).round().cast(pl.Int64) * 10,
}  # fmt: skip
_SOLD: Final = {**_VISIT, "product": pl.col("product")}


def till_events(year: Year, visits: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these visits to the till, one frame per activity."""
    scanned, queueing = visits.filter("scans"), visits.filter(~pl.col("scans"))
    on_shelf = (pl.col("amount") * 0.4).round(1) + 0.9
    on_site = pl.when("differs").then(on_shelf * 1.12).otherwise(on_shelf).round(2)
    start, joined, paid = pl.col("start"), pl.col("joined"), pl.col("paid")
    wait, amount = pl.col("wait"), pl.col("amount")
    return [
        record(year, visits, "visit.started", at=start, properties=_VISIT, channel="store"),
        record(
            year, scanned, "price.seen", at=start + 4 * MINUTE, amount=on_shelf, channel="app",
            properties={**_SOLD, "is_sale": pl.col("is_sale"), "place": "shelf"},
        ),
        record(
            year, scanned, "price.seen", at=start + 4.25 * MINUTE, amount=on_site,
            channel="app", properties={"product": pl.col("product"), "place": "site"},
        ),
        record(year, queueing, "queue.joined", at=joined, properties=_VISIT, channel="store"),
        record(
            year, queueing, "queue.left", at=joined + wait / 86400, seconds=wait,
            properties=_VISIT, channel="store",
        ),
        record(
            year, visits, "order.placed", at=paid, amount=amount, properties=_SOLD,
            channel="store",
        ),
        record(
            year, visits, "order.paid", at=paid + MINUTE / 6, amount=amount, channel="store"
        ),
    ]  # fmt: skip


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
            year, visits, "visit.started", at=pl.col("start"), properties=_VISIT,
            channel="store",
        ),
        record(
            year, visits, "advice.sought", at=pl.col("sought"), properties=_VISIT,
            channel="store",
        ),
        record(
            year, visits, word, at=found, seconds=pl.col("wait"), properties=_VISIT,
            channel="store",
        ),
        record(
            year, sold, "order.placed", at=paid, amount=amount, properties=_SOLD,
            channel="store",
        ),
        record(year, sold, "order.paid", at=paid + MINUTE / 6, amount=amount, channel="store"),
        record(
            year, vacuums, "product.advised", at=paid + MINUTE, channel="store",
            properties={**_SOLD, "floor": pl.col("floor")},
        ),
        record(
            year, visits.filter("wrong"), "order.returned", at=pl.col("back"), amount=amount,
            channel="store",
            properties={"reason": "wrong_floor", "product": pl.col("product")},
        ),
    ]  # fmt: skip
