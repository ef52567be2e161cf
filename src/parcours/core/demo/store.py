"""The tills of the five shops: the queue, and prices on the shelf."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import MINUTE, PRODUCTS, Floats, Random, Year, awake
from parcours.core.demo.recording import CARD, SHOP, record
from parcours.core.demo.scene import Asked, Drawn, Facts, Lived, Scene

QUEUE_LIMIT: Final = 300.0

_SLOW_TILLS: Final = np.array([0.0, -0.1, 0.75, 0.0, -0.05])  # Lille: two tills of five staffed
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
    facts, start = _till(rng, year, scene), scene.start
    paid, scans, differs = facts["paid"], facts["scans"], facts["differs"]
    slow = facts["wait"] > QUEUE_LIMIT
    drawn = Drawn(facts=facts, first=start, last=start + 1.1, end=start + 2.5)
    drawn.lived = [
        Lived(
            promise="short-queue", row=scene.row, broken=slow, push=-0.09, felt_push=-1.5,
            survey="visit", anchor=paid - MINUTE,
        ).only(~scans),
        Lived(
            promise="same-price", row=scene.row, broken=differs, push=-0.11, felt_push=-1.1,
            survey="visit", anchor=start + 1.05,
        ).only(scans),
    ]  # fmt: skip
    at = awake(paid + rng.uniform(2, 600, len(scene)) * MINUTE)
    base = 4.35 - 0.3 * (facts["full"] - 1.1)
    drawn.asked = [
        Asked(
            survey="visit", row=scene.row, at=at, base=base, rate=0.19, went_wrong=slow,
            touchpoint="checkout-queue", bad="queue-long", good="queue-short",
        ).only(~scans),
        Asked(
            survey="visit", row=scene.row, at=at, base=base, rate=0.19, went_wrong=differs,
            touchpoint="shelf-price", bad="price-differs", good="price-same",
        ).only(scans),
    ]  # fmt: skip
    return drawn


def _till(rng: Random, year: Year, scene: Scene) -> Facts:
    size, shop, start = len(scene), scene.who.shop, scene.start
    full = crowd(rng, year, start)
    middle = np.log(185) + 0.85 * np.log(full) + _SLOW_TILLS[shop]
    wait = np.clip(np.round(np.exp(middle + rng.normal(0, 0.6, size))), 5, 1500)
    scans = rng.random(size) < 0.28 + 0.1 * (scene.who.card == 2)
    joined = start + rng.uniform(6, 40, size) * MINUTE
    is_sale = year.is_sale[year.day(start)]
    return {
        "full": full, "wait": wait, "joined": joined, "scans": scans, "is_sale": is_sale,
        "paid": joined + np.where(scans, 0, wait) / 86400 + MINUTE,
        "differs": rng.random(size) < 0.13 + 0.2 * is_sale + _OLD_LABELS[shop],
        "amount": spent(rng, scene, 62), "product": rng.choice(PRODUCTS, size),
    }  # fmt: skip


VISIT: Final = {
    "shop": SHOP, "card": CARD, "footfall": (pl.col("full") * 3).round().cast(pl.Int64) * 20,
}  # fmt: skip
SOLD: Final = {**VISIT, "product": pl.col("product")}


def till_events(year: Year, visits: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these visits to the till, one frame per activity."""
    scanned, queueing = visits.filter("scans"), visits.filter(~pl.col("scans"))
    on_shelf = (pl.col("amount") * 0.4).round(1) + 0.9
    on_site = pl.when("differs").then(on_shelf * 1.12).otherwise(on_shelf).round(2)
    start, joined, paid = pl.col("start"), pl.col("joined"), pl.col("paid")
    wait, amount = pl.col("wait"), pl.col("amount")
    return [
        record(year, visits, "visit.started", at=start, properties=VISIT, channel="store"),
        record(
            year, scanned, "price.seen", at=start + 4 * MINUTE, amount=on_shelf, channel="app",
            properties={**SOLD, "is_sale": pl.col("is_sale"), "place": "shelf"},
        ),
        record(
            year, scanned, "price.seen", at=start + 4.25 * MINUTE, amount=on_site,
            channel="app", properties={"product": pl.col("product"), "place": "site"},
        ),
        record(year, queueing, "queue.joined", at=joined, properties=VISIT, channel="store"),
        record(
            year, queueing, "queue.left", at=joined + wait / 86400, seconds=wait,
            properties=VISIT, channel="store",
        ),
        record(
            year, visits, "order.placed", at=paid, amount=amount, properties=SOLD,
            channel="store",
        ),
        record(
            year, visits, "order.paid", at=paid + MINUTE / 6, amount=amount, channel="store"
        ),
    ]  # fmt: skip
