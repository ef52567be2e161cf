"""Which responses the demo's answers are: the log’s last months, survey by survey.

The log knows what was answered and when; here each answer gets a response, by the channel it
came, and what was asked beside it. The log is told of no opinion twice.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

LASTS: Final = timedelta(weeks=18)
SURVEYS: Final[dict[str, tuple[str, ...]]] = {
    "after-delivery": ("delivery", "goodwill"),
    "journey-nps": ("nps-survey",),
    "after-store-visit": ("shelf-advice", "shelf-price", "checkout-queue", "click-collect"),
    "after-case-closed": ("call-centre", "messages"),
    "restaurant-table": ("restaurant",),
    "website": ("website",),
}
"""The demo's surveys, and the touchpoints of the log that each asks about."""
VISIT: Final = "after-store-visit"
_QUESTIONS: Final = {"journey-nps": "recommend", VISIT: "moments"}
_KIOSK: Final = timedelta(hours=3)  # later, nobody is in the shop any more
_UNFINISHED: Final = 0.07
_EASY: Final = 0.6
_STORE: Final = ("qr", "kiosk")
_NAMESPACE: Final = uuid.UUID("0c6f3a52-6a58-4d3c-9f0e-6b8f2f6c7d11")


@dataclass(frozen=True, kw_only=True)
class History:
    """What was asked and answered, as frames.

    Attributes:
        events: The demo's log, its answers naming their response; and some answers more.
        answered: One row per response: its key, survey, event, and what happened before.
        asked: One row per survey sent by mail.
    """

    events: pl.DataFrame
    answered: pl.DataFrame
    asked: pl.DataFrame


def history(
    events: pl.DataFrame, slugs: Mapping[str, str], *, until: datetime, seed: int
) -> History:
    """Return the responses that the answers of the last half year are.

    Args:
        events: of the demo.
        slugs: how the site calls each of ``SURVEYS``.
        until: where the demo's year ends.
        seed: of what the log does not tell; the same seed gives the same history.
    """
    told = events.filter(
        pl.col("activity").is_in(["survey.answered", "survey.sent"]), pl.col("at") < until
    )
    told = told.with_columns(touchpoint=_property("touchpoint"))
    surveys = {point: name for name, points in SURVEYS.items() for point in points}
    survey = pl.col("touchpoint").replace_strict(surveys, default=None)
    told = told.with_columns(survey=survey).filter(
        pl.col("survey").is_not_null(), pl.col("at") >= until - LASTS
    )
    answered = told.filter(activity="survey.answered").sort("at", "event_id")
    answered = _known(_drawn(_with_facts(answered, events), seed), events)
    named = _named(events, answered, slugs)
    return History(
        events=pl.concat([named, _easy(named, answered)]).sort("at", "event_id"),
        answered=answered,
        asked=told.filter(activity="survey.sent").sort("at", "event_id"),
    )


def _property(name: str) -> pl.Expr:
    return pl.col("properties").str.json_path_match(f"$.{name}")


def _with_facts(answered: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Add what the log tells of the case: the shop, its last moment there, what went wrong."""
    cases = events.filter(pl.col("case_id").is_in(answered["case_id"].unique().to_list()))
    is_there = pl.col("channel") == "store"
    delivered = pl.col("at").filter(pl.col("activity") == "order.delivered").max()
    facts = cases.group_by("case_id").agg(
        shop=_property("shop").drop_nulls().first(),
        left=pl.col("at").filter(is_there).max(),
        is_damaged=(pl.col("activity") == "parcel.damaged").any(),
        is_late=(delivered > pl.col("due_at").max()).fill_null(value=False),
    )
    found = answered.join(facts, on="case_id", how="left", maintain_order="left")
    return found.with_columns(shop=pl.when(survey=VISIT).then("shop"))


def _drawn(answered: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add what the log does not tell: how the answer came, whether it broke off."""
    rng = np.random.default_rng([seed, answered.height])
    chance = pl.DataFrame(
        {name: rng.random(answered.height) for name in ("a", "b", "c", "mood", "haste")}
    )
    in_shop = (pl.col("at") - pl.col("left")) < _KIOSK
    via = (
        pl.when(survey="website").then(pl.lit("widget"))
        .when(channel="email").then(pl.lit("email"))
        .when(in_shop).then(pl.lit("kiosk"))
        .when(pl.col("a") < 0.6).then(pl.lit("qr"))
        .otherwise(pl.lit("link"))
    )  # fmt: skip
    is_partial = pl.col("text").is_null() & (pl.col("b") < _UNFINISHED)
    effort = (pl.col("score") * 1.3 + 3 * pl.col("mood") - 1).round().clip(1, 7)
    is_easy = (pl.col("survey") == VISIT) & ~is_partial & (pl.col("c") < _EASY)
    return answered.hstack(chance).with_columns(
        key=pl.Series([str(uuid.uuid5(_NAMESPACE, name)) for name in answered["event_id"]]),
        via=via,
        is_partial=is_partial,
        easy=pl.when(is_easy).then(effort),
    )


def _known(answered: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Add the language each person is known to write, French where they never wrote."""
    wrote = events.filter(pl.col("language").is_not_null())
    speaks = wrote.group_by("customer_id").agg(speaks=pl.col("language").first())
    found = answered.join(speaks, on="customer_id", how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("language", "speaks").fill_null("fr").alias("speaks"))


def _named(
    events: pl.DataFrame, answered: pl.DataFrame, slugs: Mapping[str, str]
) -> pl.DataFrame:
    """Return the log with its answers naming their response, as answers given here do."""
    names = answered.select(
        "event_id", "key", "via", "is_partial", "shop",
        survey=pl.col("survey").replace_strict(dict(slugs)),
        question=pl.col("survey").replace_strict(_QUESTIONS, default="satisfied"),
    )  # fmt: skip
    told = events.join(names, on="event_id", how="left", maintain_order="left")
    shop = pl.format(',"shop":"{}"', "shop").fill_null("")
    partial = pl.when("is_partial").then(pl.lit(',"partial":true')).otherwise(pl.lit(""))
    said = pl.format(
        '{},"survey":"{}","version":1,"response":"{}","via":"{}","question":"{}"{}{}}}',
        pl.col("properties").str.strip_suffix("}"),
        "survey", "key", "via", "question", shop, partial,
    )  # fmt: skip
    is_named = pl.col("key").is_not_null()
    in_store = is_named & pl.col("via").is_in(_STORE)
    return told.with_columns(
        properties=pl.when(is_named).then(said).otherwise("properties"),
        channel=pl.when(in_store).then(pl.lit("store")).otherwise("channel"),
    ).select(events.columns)


def _easy(named: pl.DataFrame, answered: pl.DataFrame) -> pl.DataFrame:
    """Return the answers to how easy a visit was, which the log of the demo does not have."""
    easy = answered.filter(pl.col("easy").is_not_null()).select("event_id", "key", "easy")
    told = named.join(easy, on="event_id", how="inner", maintain_order="left")
    properties = (
        pl.col("properties")
        .str.replace('"question":"moments"', '"question":"easy"', literal=True)
        .str.replace(r'"touchpoint":"[^"]*",', "")
    )
    return told.with_columns(
        properties,
        event_id=pl.format("{}:easy", "key"),
        score=pl.col("easy"),
        scale=pl.lit("ces_1_7"),
        text=pl.lit(None, pl.String),
        language=pl.lit(None, pl.String),
    ).select(named.columns)


def visits(events: pl.DataFrame, *, until: datetime) -> dict[str, float]:
    """Return the share of each shop in what was bought there: who was to be heard."""
    bought = events.filter(pl.col("at").is_between(until - LASTS, until)).filter(
        activity="order.placed", channel="store"
    )
    shops = bought.select(shop=_property("shop")).drop_nulls()["shop"]
    return _shares(shops)


def _shares(values: Iterable[str]) -> dict[str, float]:
    counted = pl.Series(values).value_counts(normalize=True, sort=True)
    return dict(counted.iter_rows())
