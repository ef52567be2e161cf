"""The whole log of the demo: lives turned into events, with the words people use."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from parcours.core.demo.advice import advice_events
from parcours.core.demo.answers import answer
from parcours.core.demo.browsing import browse
from parcours.core.demo.calls import call_events, message_events
from parcours.core.demo.company import UNTIL, Random, Year
from parcours.core.demo.customers import Customers, draw_customers
from parcours.core.demo.echo import echo
from parcours.core.demo.lives import Lives, live
from parcours.core.demo.online import online_events
from parcours.core.demo.recording import SHOP, finish, learned, record
from parcours.core.demo.restaurant import table_events
from parcours.core.demo.store import till_events
from parcours.core.demo.truths import true_effects
from parcours.core.demo.verbatims import quiet, speak

CUSTOMERS = 20_000
SEED = 1


@dataclass(frozen=True)
class World:
    """One draw of the demo company: everything that happens and all that might have."""

    year: Year
    customers: Customers
    lives: Lives
    answers: pl.DataFrame
    rng: Random


def _world(customers: int, seed: int, until: datetime, *, strike: int) -> World:
    rng = np.random.default_rng(seed)
    year = Year.ending(until, strike=strike)
    people = draw_customers(rng, customers)
    lives = live(rng, year, people)
    return World(year, people, lives, answer(rng, lives), rng)


def truths(
    *, customers: int = CUSTOMERS, seed: int = SEED, until: datetime = UNTIL, strike: int = 0
) -> pl.DataFrame:
    """Return the true effect of each promise in ``demo_events`` of the same arguments.

    See ``true_effects`` for the columns.
    """
    world = _world(customers, seed, until, strike=strike)
    return true_effects(world.lives, world.answers)


def demo_events(
    *,
    customers: int = CUSTOMERS,
    seed: int = SEED,
    until: datetime = UNTIL,
    strike: int = 0,
    resent: float = 0.0,
) -> pl.DataFrame:
    """Return a year of Maison Lutèce, ending at *until*.

    Args:
        customers: how many; about 30 events each.
        seed: the same seed gives the same frame, to the last character.
        until: the first moment that is not told.
        strike: how many days before it the parcels of one carrier begin to come late.
        resent: share of events that appear twice, under the same ``event_id``, as a
            sender that retries makes them.

    Returns:
        The columns of the log, one row per event, sorted by moment.
    """
    world = _world(customers, seed, until, strike=strike)
    frames = [*_lived_events(world), *_asked_events(world), *_other_events(world)]
    # Another seed or size is another world: its events must not pass for these.
    frame = finish(frames, prefix=f"ml-{seed}-{customers}", until=pl.lit(until))
    frame = learned(world.rng, _forget_cases(world.rng, frame))
    if resent:
        again = frame.filter(pl.Series(world.rng.random(frame.height) < resent))
        frame = pl.concat([frame, again]).sort("at", "event_id")
    return frame


def _facts(world: World, kind: str) -> pl.DataFrame:
    return pl.concat(world.lives.facts[kind])


def _lived_events(world: World) -> list[pl.DataFrame]:
    year = world.year
    return [
        *till_events(year, _facts(world, "till")),
        *advice_events(year, _facts(world, "advice")),
        *online_events(year, _facts(world, "online")),
        *table_events(year, _facts(world, "table")),
        *call_events(year, _facts(world, "call")),
        *message_events(year, _written(world)),
    ]


def _written(world: World) -> pl.DataFrame:
    """Return the conversations with their words: those whose parcel is late ask where it is."""
    late = _facts(world, "online").filter("late").select("row", is_late=pl.lit(True))
    letters = _facts(world, "message").join(late, on="row", how="left", maintain_order="left")
    about = pl.when(pl.col("is_late")).then(pl.lit("where-is-it")).otherwise(pl.lit("exchange"))
    said = speak(world.rng, letters.with_columns(subject=about))
    both = pl.col("text").str.splitn(" => ", 2)
    return said.with_columns(
        question=both.struct.field("field_0"), answer=both.struct.field("field_1")
    )


def _other_events(world: World) -> list[pl.DataFrame]:
    gloom = (
        pl.concat(world.lives.lived)
        .filter(pl.col("broken") & ~pl.col("nested"))
        .group_by("row")
        .agg(gloom=pl.col("felt_push").sum())
    )
    occasions = pl.concat(world.lives.occasions).join(
        gloom, on="row", how="left", maintain_order="left"
    )
    occasions = occasions.with_columns(pl.col("gloom").fill_null(0.0))
    return [
        *browse(world.rng, world.year, world.customers),
        *echo(world.rng, world.year, occasions),
    ]


def _asked_events(world: World) -> list[pl.DataFrame]:
    """Surveys about a touchpoint: by e-mail they are sent first, elsewhere just answered."""
    asked, year = world.answers, world.year
    said = _worded(world, asked.filter("is_answered"))
    channel = pl.when("by_mail").then(pl.lit("email")).otherwise(pl.lit("web"))
    topic = {"touchpoint": pl.col("touchpoint")}
    return [
        record(
            year, asked.filter("by_mail"), "survey.sent", at=pl.col("at") - 0.01,
            channel="email", properties=topic | {"kind": pl.lit("transactional")},
        ),
        record(
            year, said, "survey.answered", at=pl.col("at"), channel=channel,
            score=pl.col("score"), scale="csat_1_5", text=pl.col("text"),
            language=pl.col("language"), properties=topic,
        ),
    ]  # fmt: skip


def _worded(world: World, said: pl.DataFrame) -> pl.DataFrame:
    """Give some answers the words of someone to whom this happened."""
    score, wrong = pl.col("score"), pl.col("went_wrong")
    subject = (
        pl.when(wrong & (score <= 3)).then("bad")
        .when(~wrong & (score >= 4)).then("good")
        .when(score >= 4).then(pl.lit("pleased"))
        .when(score <= 2).then(pl.lit("displeased"))
        .otherwise(pl.lit("so-so"))
    )  # fmt: skip
    minutes = (pl.col("wait") / 60).ceil().cast(pl.Int64)
    details = pl.concat(
        [
            _facts(world, "till").select("row", minutes=minutes, shop=SHOP),
            _facts(world, "advice").select("row", minutes=minutes, shop=SHOP),
            _facts(world, "online").select("row", days=pl.col("days_late")),
        ],
        how="diagonal",
    )
    said = said.with_columns(subject=subject)
    said = said.join(details, on="row", how="left", maintain_order="left")
    return quiet(world.rng, speak(world.rng, said))


def _forget_cases(rng: Random, frame: pl.DataFrame) -> pl.DataFrame:
    """Lose the case of a few events that open something: their promise cannot be followed."""
    fragile = pl.col("activity").is_in(["queue.left", "message.received", "page.viewed"])
    lost = fragile & (pl.Series(rng.random(frame.height)) < 0.004)
    return frame.with_columns(case_id=pl.when(~lost).then("case_id"))
