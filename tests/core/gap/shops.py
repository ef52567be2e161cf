"""A simulated shop whose truth is known: what a late parcel costs, and to whom it happens."""

from datetime import UTC, datetime

import numpy as np
import polars as pl

from parcours.core.canvas import Canvas

START = datetime(2025, 1, 1, tzinfo=UTC)
DAY = 86_400_000_000
COST_OF_LATE = 0.15
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)

CANVAS = Canvas.parse(
    """
canvas: shop
title: {en: Shop, fr: Boutique}
stakes: {contact: call.started, contact_cost: 5}
stages:
- stage: buy
  title: Buy
  touchpoints:
  - touchpoint: delivery
    title: Delivery
    aim: 4.5
    belief: 4.2
    events: [order.delivered, survey.answered]
    promises:
    - promise: on-time
      title: {en: On time, fr: À l'heure}
      kind: by
      opens: order.placed
      keeps: order.delivered
      match: case
      recovers: goodwill.given
      segment: channel
  - touchpoint: calls
    title: Calls
    events: [call.started]
"""
)


def shop(customers=4000, *, seed=0, orders=1, late_share=None, smooth=False, repair=0.0):
    """Return the events of *customers*, each with *orders* orders in 2025.

    With *smooth*, parcels arrive around the deadline without a preference for either side.
    A late parcel that is made up for (four in ten) gives *repair* back, of score and chance.

    Loyal customers are late less and come back more. A late parcel takes 15 points off the
    chance of another order within 90 days and 1.2 off the score; three in ten call.
    """
    random = np.random.default_rng(seed)
    size = customers * orders
    who = np.repeat(np.arange(customers), orders)
    loyal = np.repeat(random.random(customers) < 0.4, orders)
    placed = random.uniform(100, 200, size) + 10 * np.tile(np.arange(orders), customers)
    risk = np.where(loyal, 0.15, 0.4) if late_share is None else late_share
    late = random.random(size) < risk
    after = np.where(late, 1, -0.7) * (random.exponential(1, size) % 3 + 1e-4)
    if smooth:
        after = np.clip(random.normal(-0.2, 0.8, size), -2.9, 3)
        late = after > 0
    repaired = late & (random.random(size) < 0.4)
    hurt = late - repair * repaired
    back = random.random(size) < 0.35 + 0.2 * loyal - 0.15 * hurt
    felt = 4.2 - 1.2 * hurt + 0.3 * loyal + random.normal(0, 0.5, size)
    score = np.round(np.clip(felt, 1, 5))
    order = [f"o{number}" for number in range(size)]
    channel = np.where(np.arange(size) % 3 == 0, "store", "web")

    def events(activity, days, rows=None, **columns):
        columns = {"who": who, "days": days, "case_id": order, "channel": channel} | columns
        frame = pl.DataFrame(columns).with_columns(activity=pl.lit(activity))
        return frame if rows is None else frame.filter(pl.Series(rows))

    parts = [
        events("order.placed", placed, amount=60.0, due=placed + 3),
        events("order.delivered", placed + 3 + after),
        events("survey.answered", placed + 4 + after, random.random(size) < 0.5, score=score),
        events("call.started", placed + 3.5, late & (random.random(size) < 0.3)),
        events("goodwill.given", placed + 4 + after, repaired),
        events("visit.started", placed - 60 + random.uniform(0, 50, size), loyal),
        events("order.placed", placed + random.uniform(10, 80, size), back, amount=80.0)
        .with_columns(case_id="again-" + pl.col("case_id")),
    ]  # fmt: skip
    return _recorded(pl.concat(parts, how="diagonal"))


def _recorded(events):
    def moment(name):
        return (pl.lit(START) + pl.duration(microseconds=(pl.col(name) * DAY).round())).alias(
            name
        )

    scored = pl.col("score").is_not_null()
    return events.select(
        moment("days").alias("at"),
        moment("due").alias("due_at"),
        "activity", "case_id", "channel", "amount", "score",
        customer_id="c" + pl.col("who").cast(pl.String),
        scale=pl.when(scored).then(pl.lit("csat_1_5")),
        event_id=pl.int_range(pl.len()).cast(pl.String),
    )  # fmt: skip
