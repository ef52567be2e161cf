"""What else fills a year: advertisements, visits that lead nowhere special, ideas."""

from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    DAYS,
    MINUTE,
    PRODUCTS,
    Floats,
    Ints,
    Random,
    Year,
    web_hour,
)  # fmt: skip
from parcours.core.demo.customers import Customers
from parcours.core.demo.recording import case_name, named, record
from parcours.core.demo.verbatims import speak

CAMPAIGNS: Final = ("Noël", "Soldes", "Printemps", "Rentrée")
ORIGINS: Final = ("direct", "search", "brand_search", "ad", "email", "social", "referral")
ADS, VISITS = 1.5, 1.3  # per customer and year


def browse(rng: Random, year: Year, customers: Customers) -> list[pl.DataFrame]:
    """Return the events of a year that have little to do with buying."""
    return [
        *_advertisements(rng, year, customers),
        *_visits(rng, year, customers),
        *_ideas(rng, year, customers),
    ]


def _moments(rng: Random, year: Year, size: int) -> Floats:
    day = year.draw(rng, np.zeros(size), np.full(size, float(DAYS)), way="web")
    return np.asarray(day + web_hour(rng, size) / 24)


def _people(rng: Random, customers: Customers, who: Ints, **facts: Any) -> pl.DataFrame:
    """Return a row per number in *who*, with a score around ``level`` for those ``asked``."""
    level = facts.pop("level") + customers.mood[who] + rng.normal(0, 0.75, len(who))
    return pl.DataFrame(
        {
            "customer": who, "speaks_english": customers.speaks_english[who],
            "score": np.clip(np.round(level), 1, 5), **facts,
        }
    )  # fmt: skip


def _asked(
    rng: Random, year: Year, rows: pl.DataFrame, *, touchpoint: str, good: str, bad: str
) -> pl.DataFrame:
    """Return the answers of those who were ``asked``, at ``asked_at``."""
    word = pl.when(pl.col("score") >= 4).then(pl.lit(good)).otherwise(pl.lit(bad))
    said = speak(rng, rows.filter("asked").with_columns(subject=word))
    return record(
        year, said, "survey.answered", at=pl.col("asked_at"), channel="web",
        score=pl.col("score"), scale="csat_1_5", text=pl.col("text"),
        language=pl.col("language"), properties={"touchpoint": touchpoint},
    )  # fmt: skip


def _advertisements(rng: Random, year: Year, customers: Customers) -> list[pl.DataFrame]:
    who = np.repeat(customers.number, rng.poisson(ADS, len(customers)))
    at = _moments(rng, year, len(who))
    seen = _people(
        rng, customers, who, level=3.6, at=at, campaign=np.searchsorted([60, 120, 240], at),
        asked=rng.random(len(who)) < 0.03, asked_at=at + 20 * MINUTE,
    )  # fmt: skip
    campaign = {"campaign": named("campaign", CAMPAIGNS)}
    return [
        record(year, seen, "ad.seen", at=pl.col("at"), channel="web", properties=campaign),
        _asked(rng, year, seen, touchpoint="advertising", good="advert", bad="advert"),
    ]


def _visits(rng: Random, year: Year, customers: Customers) -> list[pl.DataFrame]:
    """Visits, some with a search: nine in ten find at once, and it changes nothing."""
    who = np.repeat(customers.number, rng.poisson(VISITS, len(customers)))
    size = len(who)
    at, is_fast = _moments(rng, year, size), rng.random(size) < 0.91
    delay = np.where(is_fast, rng.uniform(8, 110, size), rng.uniform(125, 500, size))
    visits = _people(
        rng, customers, who, level=4.2, at=at, found=at + 2 * MINUTE + delay / 86400,
        origin=rng.choice(ORIGINS, size, p=[0.26, 0.3, 0.14, 0.12, 0.08, 0.07, 0.03]),
        product=rng.choice(PRODUCTS, size), searches=rng.random(size) < 0.4,
        asked=rng.random(size) < 0.09, asked_at=at + 18 * MINUTE,
    ).with_columns(case=case_name("S", pl.int_range(pl.len())))  # fmt: skip
    searching, start = visits.filter("searches"), pl.col("at")
    product = {"product": pl.col("product")}
    return [
        record(
            year, visits, "visit.started", at=start, channel="web",
            properties={"origin": pl.col("origin")},
        ),
        record(
            year, visits, "page.viewed", at=start + MINUTE / 2, seconds=35.0, channel="web",
            properties={"page": "home"},
        ),
        record(
            year, searching, "product.searched", at=start + 2 * MINUTE, channel="web",
            properties=product,
        ),
        record(
            year, searching, "product.viewed", at=pl.col("found"), seconds=48.0,
            channel="web", properties=product,
        ),
        _asked(rng, year, visits, touchpoint="website", good="site-good", bad="site-bad"),
    ]  # fmt: skip


def _ideas(rng: Random, year: Year, customers: Customers) -> list[pl.DataFrame]:
    """Suggestions; nine in ten hear within a month what became of theirs."""
    who = np.flatnonzero(rng.random(len(customers)) < 0.05)
    size = len(who)
    at = _moments(rng, year, size)
    in_time = rng.random(size) < 0.9
    told = at + np.where(in_time, rng.uniform(4, 29, size), rng.uniform(31, 60, size))
    told = np.floor(told) + 0.45
    ideas = _people(
        rng, customers, who, level=4.4, at=at, told=told, asked=rng.random(size) < 0.4,
        asked_at=told + 0.2, subject=np.full(size, "suggestion"),
    ).with_columns(case=case_name("I", pl.int_range(pl.len())))  # fmt: skip
    said = speak(rng, ideas)
    return [
        record(
            year, said, "suggestion.made", at=pl.col("at"), channel="email",
            text=pl.col("text"), language=pl.col("language"),
        ),
        record(year, ideas, "telling.sent", at=pl.col("told"), channel="email"),
        _asked(rng, year, ideas, touchpoint="you-asked", good="told", bad="so-so"),
    ]  # fmt: skip
