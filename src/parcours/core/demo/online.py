"""The online shop: the cart and its late fee, deliveries, damaged parcels, pick-up."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    BULKY,
    CARRIERS,
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
from parcours.core.demo.recording import CARD, SHOP, named, record
from parcours.core.demo.scene import Asked, Drawn, Facts, Lived, Scene, same_word
from parcours.core.demo.store import spent

CHECKOUT: Final = 14 * MINUTE  # from the first page to the fees
SHELF_TO_DESK: Final = 2 * HOUR  # what click and collect announces


def draw_online(rng: Random, year: Year, scene: Scene) -> Drawn:
    """People who fill a cart; a fee that shows up late makes some leave on principle."""
    facts = _cart(rng, scene)
    facts |= _fulfilment(rng, year, scene, cart=facts)
    drawn = Drawn(facts=facts, first=scene.start, last=scene.start + 1.2, end=scene.start + 1.5)
    _ask_about_cart(drawn, scene)
    _live_delivery(drawn, year, scene)
    _ask_about_arrival(rng, drawn, scene)
    return drawn


def _cart(rng: Random, scene: Scene) -> Facts:
    size, who = len(scene), scene.who
    app = rng.random(size) < 0.22 + 0.14 * who.card
    bulky = rng.random(size) < 0.16
    late_fee = rng.random(size) < (
        0.66 - 0.3 * app + 0.1 * who.is_remote + np.where(scene.buys, -0.05, 0.13)
    )
    return {
        "app": app, "bulky": bulky, "late_fee": late_fee,
        "amount": spent(rng, scene, 68) + 90.0 * bulky,
        "pages": rng.poisson(1.6, size) + 1,
        "product": np.where(bulky, rng.choice(BULKY, size), rng.choice(PRODUCTS, size)),
    }  # fmt: skip


def _fulfilment(rng: Random, year: Year, scene: Scene, *, cart: Facts) -> Facts:
    size, who, day = len(scene), scene.who, np.floor(scene.start)
    collect = (
        scene.buys & ~cart["bulky"] & (rng.random(size) < np.where(who.is_remote, 0, 0.34))
    )
    cancelled = scene.buys & ~collect & (rng.random(size) < 0.02)
    delivery = scene.buys & ~collect & ~cancelled
    rough = rng.random(size) < 0.35 + 0.25 * cart["bulky"]  # Hirondelle rather than Colibri
    announced = year.next_service_day(day + 2 + 2 * cart["bulky"] + who.is_remote)
    is_peak = np.isin(year.month[year.day(scene.start)], (12,))
    odds = -2.6 + 0.9 * cart["bulky"] + 0.7 * who.is_remote + 0.7 * rough + 0.6 * is_peak
    late = delivery & (rng.random(size) < 1 / (1 + np.exp(-odds)))
    days_late = rng.geometric(0.5, size)
    early = (rng.random(size) < 0.25) & (announced - day > 1)
    arrives = np.where(late, year.next_service_day(announced + days_late), announced - early)
    delivered = arrives + rng.uniform(8.2, 20, size) / 24
    damaged = delivery & (rng.random(size) < 0.045 + 0.06 * cart["bulky"] + 0.03 * rough)
    return {
        "collect": collect, "cancelled": cancelled, "delivery": delivery, "rough": rough,
        "announced": announced, "late": late, "days_late": days_late, "delivered": delivered,
        "consoled": rng.random(size) < 0.25, "damaged": damaged,
        "lost": rng.random(size) < 0.22, **_damage_times(rng, year, delivered),
        **_collect_times(rng, year, scene.start + CHECKOUT + 2 * MINUTE),
    }  # fmt: skip


def _damage_times(rng: Random, year: Year, delivered: Floats) -> Facts:
    size = len(delivered)
    noticed = awake(delivered + rng.uniform(0.3, 12, size) * HOUR)
    replaced = year.next_service_day(np.floor(noticed) + 1) + rng.uniform(9, 14, size) / 24
    return {"noticed": noticed, "replaced": replaced}


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


def _ask_about_cart(drawn: Drawn, scene: Scene) -> None:
    size, late_fee = len(scene), drawn.facts["late_fee"]
    drawn.lived.append(
        Lived(
            promise="no-late-fee", row=scene.row, broken=late_fee, push=np.full(size, -0.18),
            felt_push=np.full(size, -2.1), survey="cart", anchor=scene.start + 1.05,
        )
    )  # fmt: skip
    drawn.asked.append(
        Asked(
            survey="cart", row=scene.row, at=scene.start + CHECKOUT + MINUTE,
            base=4.25 + 0.15 * drawn.facts["app"], rate=0.16,
            touchpoint=same_word("cart", size),
            bad=same_word("late-fee", size), good=same_word("clear-price", size),
            went_wrong=late_fee,
        )
    )  # fmt: skip


def _live_delivery(drawn: Drawn, year: Year, scene: Scene) -> None:
    facts, sent = drawn.facts, drawn.facts["delivery"]
    row, lost = scene.row[sent], facts["lost"][sent]
    half = np.where(facts["consoled"], 0.5, 1.0)[sent]  # a voucher takes half of it away
    days = np.minimum(facts["days_late"], 5)[sent]
    due = facts["announced"] + 1
    checked = facts["delivered"] + 2
    answered_by = year.at_open_hours(year.open_hours(facts["noticed"]) + 30)
    drawn.lived += [
        Lived(
            promise="delivered-on-the-day", row=row, broken=facts["late"][sent],
            push=-(0.06 + 0.025 * days) * half, felt_push=-(1.0 + 0.3 * days) * half,
            survey="delivery", anchor=due[sent], usual=-0.016,
        ),
        Lived(
            promise="intact-parcel", row=row, broken=facts["damaged"][sent],
            push=np.where(lost, -0.24, 0.15), felt_push=np.where(lost, -2.4, 0.7),
            survey="delivery", anchor=checked[sent], usual=0.005,
        ),
        _replacement(scene, facts, anchor=answered_by),
    ]  # fmt: skip
    over = np.maximum(np.maximum(due, checked), np.where(facts["damaged"], answered_by, 0))
    drawn.last = np.where(sent, over + 0.2, drawn.last)
    drawn.end = np.where(sent, np.maximum(over, facts["delivered"] + 7), drawn.end)
    drawn.end = np.where(facts["collect"], facts["collected"] + 2, drawn.end)


def _replacement(scene: Scene, facts: Facts, *, anchor: Floats) -> Lived:
    damaged = facts["damaged"]
    n = int(damaged.sum())
    return Lived(
        promise="replaced-at-once", row=scene.row[damaged], broken=facts["lost"][damaged],
        push=np.full(n, -0.39), felt_push=np.full(n, -3.1), survey="delivery",
        anchor=anchor[damaged], nested=True,
    )  # fmt: skip


def _ask_about_arrival(rng: Random, drawn: Drawn, scene: Scene) -> None:
    facts, sent, collect = drawn.facts, drawn.facts["delivery"], drawn.facts["collect"]
    size, damaged = len(scene), drawn.facts["damaged"]
    resolved = np.where(facts["lost"], facts["noticed"] + 3, facts["replaced"])
    arrived = np.where(damaged, resolved, facts["delivered"])
    at = awake(arrived + rng.uniform(0.4, 1.6, size))
    bad = np.where(damaged, "parcel-broken", "parcel-late")
    good = np.where(damaged, "parcel-replaced", "parcel-on-time")
    went_wrong = np.where(damaged, facts["lost"], facts["late"])
    n = int(collect.sum())
    drawn.asked += [
        Asked(
            survey="delivery", row=scene.row[sent], at=at[sent],
            base=(4.3 - 0.25 * facts["bulky"])[sent], rate=0.27, by_mail=True,
            touchpoint=np.where(damaged, "goodwill", "delivery")[sent],
            bad=bad[sent], good=good[sent], went_wrong=went_wrong[sent],
        ),
        Asked(
            survey="collect", row=scene.row[collect],
            at=awake(facts["collected"][collect] + rng.uniform(0.1, 1, n)),
            base=np.full(n, 4.25), rate=0.24, touchpoint=same_word("click-collect", n),
            bad=same_word("collect-late", n), good=same_word("collect-good", n),
            went_wrong=(facts["ready"] > facts["ready_due"])[collect], by_mail=True,
        ),
    ]  # fmt: skip


_CHANNEL: Final = pl.when("app").then(pl.lit("app")).otherwise(pl.lit("web"))
_CARRIER: Final = named("rough", CARRIERS)
_PARCEL: Final = {
    "carrier": _CARRIER, "is_bulky": pl.col("bulky"), "is_remote": pl.col("is_remote"),
    "card": CARD,
}  # fmt: skip


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
        *_deliveries(year, carts.filter("delivery")),
        *_incidents(year, carts.filter("damaged")),
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
    facts = {**_PARCEL, "product": pl.col("product"), "fulfilment": way, "shop": SHOP}
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


def _deliveries(year: Year, orders: pl.DataFrame) -> list[pl.DataFrame]:
    announced, delivered = pl.col("announced"), pl.col("delivered")
    shipped = pl.max_horizontal(announced - 0.7, pl.col("start") + 0.1)
    consoled = orders.filter("late", "consoled")
    return [
        record(
            year, orders, "order.shipped", at=pl.min_horizontal(shipped, delivered - 0.05),
            channel="post", properties=_PARCEL,
        ),
        record(
            year, orders, "order.delivered", at=delivered, channel="post", properties=_PARCEL
        ),
        record(
            year, consoled, "goodwill.given", at=delivered + 0.12, amount=10.0,
            channel="email", properties={"reason": "late", "gift": "voucher"},
        ),
    ]  # fmt: skip


def _incidents(year: Year, orders: pl.DataFrame) -> list[pl.DataFrame]:
    noticed, replaced = pl.col("noticed"), pl.col("replaced")
    saved, lost = orders.filter(~pl.col("lost")), orders.filter("lost")
    return [
        record(
            year, orders, "parcel.damaged", at=noticed, channel="email",
            properties={**_PARCEL, "product": pl.col("product")},
        ),
        record(year, saved, "parcel.replaced", at=replaced, channel="post"),
        record(
            year, saved, "goodwill.given", at=replaced + MINUTE, amount=15.0, channel="post",
            properties={"reason": "damage", "gift": "tea towel"},
        ),
        record(
            year, lost, "order.refunded", at=noticed + 12, amount=pl.col("amount"),
            channel="email",
        ),
    ]  # fmt: skip


def _collections(year: Year, orders: pl.DataFrame) -> list[pl.DataFrame]:
    return [
        record(
            year, orders, activity, at=pl.col(at), channel="store", properties={"shop": SHOP}
        )
        for activity, at in (("order.ready", "ready"), ("order.collected", "collected"))
    ]  # fmt: skip
