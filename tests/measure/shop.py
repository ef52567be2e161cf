"""What the tests of the dashboard share: a small company with a canvas and a log."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

CANVAS = """\
canvas: shop
title: Shop
time_zone: Europe/Paris
stages:
  - stage: decision
    title: Buying
    touchpoints:
      - touchpoint: delivery
        title: Delivery
        owner: stores
        events: [order.placed, order.delivered]
        promises:
          - promise: on-time
            title: On the day
            kind: by
            opens: order.placed
            keeps: order.delivered
            match: case
"""


def event(activity: str, ago: float, who: str = "c1", **more: Any) -> dict[str, Any]:
    """An event so many days before `NOW`."""
    at = NOW - timedelta(days=ago)
    return {"customer_id": who, "at": at, "activity": activity, **more}


def answers(days_ago: float, scores: list[int]) -> list[dict[str, Any]]:
    """Answers to the NPS question, each of another customer."""
    return [
        event(
            "survey.answered",
            days_ago,
            f"a{days_ago}-{n}",
            score=float(score),
            scale="nps_0_10",
        )
        for n, score in enumerate(scores)
    ]


def log(*rows: dict[str, Any]) -> pl.DataFrame:
    """A log whose last event is at `NOW`."""
    return pl.DataFrame([*rows, event("page.viewed", 0, "last")], infer_schema_length=None)
