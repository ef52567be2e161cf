"""Deliveries: the announced day, the carrier, the damaged parcel and what is done about it."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    CARRIERS,
    HOUR,
    MINUTE,
    Bools,
    Floats,
    Random,
    Year,
    awake,
)  # fmt: skip
from parcours.core.demo.recording import CARD, named, record
from parcours.core.demo.scene import Asked, Drawn, Facts, Lived, Scene


def draw_delivery(rng: Random, year: Year, scene: Scene, *, bulky: Bools) -> Facts:
    """Return when these orders would arrive, and in what state.

    Hard orders (bulky, remote) are promised later, and come later all the same.
    """
    size, who, day = len(scene), scene.who, np.floor(scene.start)
    rough = rng.random(size) < 0.35 + 0.25 * bulky  # Hirondelle rather than Colibri
    announced = year.next_service_day(day + (2.0 + 2.0 * bulky + who.is_remote))
    is_peak = year.month[year.day(scene.start)] == 12
    is_strike = rough & year.is_on_strike(announced)
    odds = -2.6 + 0.9 * bulky + 0.7 * who.is_remote + 0.7 * rough + 0.6 * is_peak
    odds += 4.0 * is_strike
    late = rng.random(size) < 1 / (1 + np.exp(-odds))
    days_late = rng.geometric(0.5, size) + 2 * is_strike
    early = (rng.random(size) < 0.25) & (announced - day > 1)
    early &= year.service_open[year.day(announced - 1)]
    arrives = np.where(late, year.next_service_day(announced + days_late), announced - early)
    delivered = arrives + rng.uniform(8.2, 20, size) / 24
    noticed = awake(delivered + rng.uniform(0.3, 12, size) * HOUR)
    replaced = year.next_service_day(np.floor(noticed) + 1) + rng.uniform(9, 14, size) / 24
    return {
        "rough": rough, "announced": announced, "late": late, "days_late": days_late,
        "delivered": delivered, "consoled": rng.random(size) < 0.25,
        "damaged": rng.random(size) < 0.045 + 0.06 * bulky + 0.03 * rough,
        "noticed": noticed, "replaced": replaced, "lost": rng.random(size) < 0.22,
    }  # fmt: skip


def live_delivery(rng: Random, drawn: Drawn, year: Year, *, scene: Scene) -> None:
    """Add to *drawn* what is lived when a parcel is delivered, late or broken."""
    facts, sent = drawn.facts, drawn.facts["delivery"]
    damaged, lost = facts["damaged"], facts["lost"]
    half = np.where(facts["consoled"], 0.5, 1.0)  # a voucher takes half of it away
    days = np.minimum(facts["days_late"], 5)
    due, checked = facts["announced"] + 1, facts["delivered"] + 2
    answered_by = year.at_open_hours(year.open_hours(facts["noticed"]) + 30)
    drawn.lived += [
        Lived(
            promise="delivered-on-the-day", row=scene.row, broken=facts["late"],
            push=-(0.06 + 0.025 * days) * half, felt_push=-(1.0 + 0.3 * days) * half,
            survey="delivery", anchor=due, usual=-0.016,
        ).only(sent),
        Lived(
            promise="intact-parcel", row=scene.row, broken=damaged,
            push=np.where(lost, -0.24, 0.15), felt_push=np.where(lost, -2.4, 0.7),
            survey="delivery", anchor=checked, usual=0.005,
        ).only(sent),
        Lived(
            promise="replaced-at-once", row=scene.row, broken=lost, push=-0.39,
            felt_push=-3.1, survey="delivery", anchor=answered_by, nested=True,
        ).only(sent & damaged),
    ]  # fmt: skip
    drawn.asked.append(_ask(rng, scene, facts).only(sent))
    over = np.maximum(np.maximum(due, checked), np.where(damaged, answered_by, 0))
    drawn.last = np.where(sent, over + 0.2, drawn.last)
    drawn.end = np.where(sent, np.maximum(over, facts["delivered"] + 7), drawn.end)


def _ask(rng: Random, scene: Scene, facts: Facts) -> Asked:
    """Ask once the parcel is there, or once it is known what becomes of a broken one."""
    damaged = facts["damaged"]
    resolved: Floats = np.where(facts["lost"], facts["noticed"] + 3, facts["replaced"])
    arrived = np.where(damaged, resolved, facts["delivered"])
    return Asked(
        survey="delivery", row=scene.row, base=4.3 - 0.25 * facts["bulky"], rate=0.27,
        at=awake(arrived + rng.uniform(0.4, 1.6, len(scene))), by_mail=True,
        touchpoint=np.where(damaged, "goodwill", "delivery"),
        bad=np.where(damaged, "parcel-broken", "parcel-late"),
        good=np.where(damaged, "parcel-replaced", "parcel-on-time"),
        went_wrong=np.where(damaged, facts["lost"], facts["late"]),
    )  # fmt: skip


_CARRIER: Final = named("rough", CARRIERS)
PARCEL: Final = {
    "carrier": _CARRIER, "is_bulky": pl.col("bulky"), "is_remote": pl.col("is_remote"),
    "card": CARD,
}  # fmt: skip


def delivery_events(year: Year, orders: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these deliveries, one frame per activity."""
    announced, delivered = pl.col("announced"), pl.col("delivered")
    shipped = pl.max_horizontal(announced - 0.7, pl.col("start") + 0.1)
    consoled = orders.filter("late", "consoled")
    return [
        record(
            year, orders, "order.shipped", at=pl.min_horizontal(shipped, delivered - 0.05),
            channel="post", properties=PARCEL,
        ),
        record(
            year, orders, "order.delivered", at=delivered, channel="post", properties=PARCEL
        ),
        record(
            year, consoled, "goodwill.given", at=delivered + 0.12, amount=10.0,
            channel="email", properties={"reason": "late", "gift": "voucher"},
        ),
    ]  # fmt: skip


def incident_events(year: Year, orders: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these damaged parcels, one frame per activity."""
    noticed, replaced = pl.col("noticed"), pl.col("replaced")
    saved, lost = orders.filter(~pl.col("lost")), orders.filter("lost")
    return [
        record(
            year, orders, "parcel.damaged", at=noticed, channel="email",
            properties={**PARCEL, "product": pl.col("product")},
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
