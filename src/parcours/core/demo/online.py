"""The online shop: the cart and its late fee, and orders picked up in a shop."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    BULKY,
    HOUR,
    MINUTE,
    PRODUCTS,
    SHIPPING_FEE,
    Floats,
    Random,
    Year,
    awake,
    store_hour,
)  # fmt: skip
from parcours.core.demo.parcels import (
    PARCEL,
    delivery_events,
    draw_delivery,
    incident_events,
    live_delivery,
)  # fmt: skip
from parcours.core.demo.recording import CARD, SHOP, record
from parcours.core.demo.scene import Asked, Drawn, Facts, Lived, Scene
from parcours.core.demo.store import spent

CHECKOUT: Final = 14 * MINUTE  # from the first page to the fees
SHELF_TO_DESK: Final = 2 * HOUR  # what click and collect announces


def draw_online(rng: Random, year: Year, scene: Scene) -> Drawn:
    """People who fill a cart; a fee that shows up late makes some leave on principle."""
    facts = _cart(rng, scene)
    facts |= draw_delivery(rng, year, scene, bulky=facts["bulky"])
    facts["late"] &= facts["delivery"]
    facts["damaged"] &= facts["delivery"]
    facts |= _collect_times(rng, year, scene.start + CHECKOUT + 2 * MINUTE)
    start, collect = scene.start, facts["collect"]
    end = np.where(collect, facts["collected"] + 2, start + 1.5)
    drawn = Drawn(facts=facts, first=start, last=start + 1.2, end=end)
    drawn.lived = [
        Lived(
            promise="no-late-fee", row=scene.row, broken=facts["late_fee"], push=-0.18,
            felt_push=-2.1, survey="cart", anchor=start + 1.05,
        )
    ]  # fmt: skip
    handed = awake(facts["collected"] + rng.uniform(0.1, 1, len(scene)))
    drawn.asked = [
        Asked(
            survey="cart", row=scene.row, at=start + CHECKOUT + MINUTE, rate=0.16,
            base=4.25 + 0.15 * facts["app"], went_wrong=facts["late_fee"],
            touchpoint="cart", bad="late-fee", good="clear-price",
        ),
        Asked(
            survey="collect", row=scene.row, at=handed, rate=0.24, base=4.25, by_mail=True,
            went_wrong=facts["ready"] > facts["ready_due"], touchpoint="click-collect",
            bad="collect-late", good="collect-good",
        ).only(collect),
    ]  # fmt: skip
    live_delivery(rng, drawn, year, scene=scene)
    return drawn


def _cart(rng: Random, scene: Scene) -> Facts:
    size, who, buys = len(scene), scene.who, scene.buys
    app = rng.random(size) < 0.22 + 0.14 * who.card
    bulky = rng.random(size) < 0.16
    late_fee = rng.random(size) < (
        0.66 - 0.3 * app + 0.1 * who.is_remote + np.where(buys, -0.05, 0.13)
    )
    collect = buys & ~bulky & ~who.is_remote & (rng.random(size) < 0.34)
    cancelled = buys & ~collect & (rng.random(size) < 0.02)
    return {
        "app": app, "bulky": bulky, "late_fee": late_fee, "collect": collect,
        "cancelled": cancelled, "delivery": buys & ~collect & ~cancelled,
        "amount": spent(rng, scene, 68) + 90.0 * bulky,
        "pages": rng.poisson(1.6, size) + 1,
        "product": np.where(bulky, rng.choice(BULKY, size), rng.choice(PRODUCTS, size)),
    }  # fmt: skip


def _collect_times(rng: Random, year: Year, ordered: Floats) -> Facts:
    """The desk opens at ten, prepares what is due, and is often late: nobody minds."""
    size = len(ordered)
    day = np.floor(ordered)
    today = (ordered - day < 17.3 * HOUR) & year.service_open[year.day(ordered)]
    opening = np.where(today, day, year.next_service_day(day + 1)) + 10 * HOUR
    ready_due = np.maximum(ordered, opening) + SHELF_TO_DESK
    slip = rng.normal(0.12, 0.8, size)  # hours
    ready = np.maximum(ready_due + np.maximum(slip, -1.8) * HOUR, ordered + 5 * MINUTE)
    collected = year.next_service_day(np.floor(ready) + 1) + store_hour(rng, size) / 24
    return {"ready_due": ready_due, "ready": ready, "collected": collected}


_CHANNEL: Final = pl.when("app").then(pl.lit("app")).otherwise(pl.lit("web"))


def online_events(year: Year, carts: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these carts, one frame per activity."""
    start, amount = pl.col("start"), pl.col("amount")
    facts = {"product": pl.col("product"), "card": CARD, "is_remote": pl.col("is_remote")}
    return [
        record(
            year, carts.drop("case"), "visit.started", at=start, channel=_CHANNEL,
            properties={"origin": "direct"},
        ),
        *_pages(year, carts.drop("case")),
        record(
            year, carts, "product.added", at=start + 7 * MINUTE, amount=amount,
            channel=_CHANNEL, properties=facts,
        ),
        record(
            year, carts, "checkout.started", at=start + CHECKOUT - MINUTE, amount=amount,
            channel=_CHANNEL,
        ),
        record(
            year, carts.filter("late_fee"), "fee.added", at=start + CHECKOUT,
            amount=SHIPPING_FEE, channel=_CHANNEL, properties={"fee": "shipping"},
        ),
        *_orders(year, carts.filter("buys")),
        *delivery_events(year, carts.filter("delivery")),
        *incident_events(year, carts.filter("damaged")),
        *_collections(year, carts.filter("collect")),
    ]  # fmt: skip


def _pages(year: Year, carts: pl.DataFrame) -> list[pl.DataFrame]:
    return [
        record(
            year, carts.filter(pl.col("pages") > number),
            "page.viewed" if number % 2 else "product.viewed",
            at=pl.col("start") + (0.5 + 1.5 * number) * MINUTE, seconds=20.0 + 7 * number,
            channel=_CHANNEL, properties={"product": pl.col("product")},
        )
        for number in range(3)
    ]  # fmt: skip


def _orders(year: Year, carts: pl.DataFrame) -> list[pl.DataFrame]:
    placed, amount = pl.col("start") + CHECKOUT + 2 * MINUTE, pl.col("amount")
    is_collect = pl.col("collect")
    due = pl.when(is_collect).then("ready_due").otherwise(pl.col("announced") + 18 * HOUR)
    way = pl.when(is_collect).then(pl.lit("collect")).otherwise(pl.lit("delivery"))
    facts = {**PARCEL, "product": pl.col("product"), "fulfilment": way, "shop": SHOP}
    return [
        record(
            year, carts, "order.placed", at=placed, due=due, amount=amount, channel=_CHANNEL,
            properties=facts,
        ),
        record(
            year, carts, "order.paid", at=placed + MINUTE / 3, amount=amount, channel=_CHANNEL
        ),
        record(
            year, carts.filter("cancelled"), "order.cancelled",
            at=pl.col("start") + 9 * HOUR, channel=_CHANNEL,
        ),
    ]  # fmt: skip


def _collections(year: Year, orders: pl.DataFrame) -> list[pl.DataFrame]:
    return [
        record(
            year, orders, activity, at=pl.col(at), channel="store", properties={"shop": SHOP}
        )
        for activity, at in (("order.ready", "ready"), ("order.collected", "collected"))
    ]  # fmt: skip
