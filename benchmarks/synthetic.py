"""Synthetic logs of any size: the same seed always gives the same events."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.scenes import SCENES, Moment, Scene
from parcours.core.duration import Duration
from parcours.core.schema import MOMENT

START: Final = datetime(2024, 1, 1, tzinfo=UTC)
AS_OF: Final = datetime(2026, 1, 1, tzinfo=UTC)
JOURNEY_GAP: Final = Duration(7, "d")
CHUNK: Final = 2_500_000
_SCENES_A_CUSTOMER: Final = 4
_YEAR: Final = 365 * 86_400.0
_EVENTS_A_SCENE: Final = 5.84  # what the scenes give on average

_NUMBERS: Final = ("seconds", "amount", "due", "score")
_SCALES: Final = {"score": ("nps_0_10", 0, 10), "stars": ("stars_1_5", 1, 5)}

Floats = NDArray[np.float64]


def chunks(events: int, *, seed: int = 7) -> Iterator[pl.DataFrame]:
    """Yield about *events* events in tables of whole customers, columns as the log's."""
    for number, start in enumerate(range(0, events, CHUNK)):
        wanted = min(CHUNK, events - start)
        yield chunk(np.random.default_rng([seed, number]), number, wanted)


def chunk(rng: np.random.Generator, number: int, events: int) -> pl.DataFrame:
    """Return one table: most customers come once or twice, a few come every week."""
    scenes = int(events / _EVENTS_A_SCENE)
    customers = scenes // _SCENES_A_CUSTOMER + 1
    # Zipf and Mandelbrot: the first in a hundred customers come as often as the next nine.
    faithful = customers / 100
    rank = faithful * (1 + customers / faithful) ** rng.random(scenes) - faithful
    customer = np.minimum(rank.astype(np.int64), customers - 1)
    start = rng.random(scenes) * 1.96 * _YEAR
    kind = rng.choice(len(SCENES), scenes, p=[scene.share for scene in SCENES])
    parts = []
    for place, scene in enumerate(SCENES):
        rows = np.flatnonzero(kind == place)
        parts += played(rng, scene, (rows, start[rows]))
    return _as_events(pl.concat(parts), customer, number)


def played(
    rng: np.random.Generator, scene: Scene, visits: tuple[NDArray[np.intp], Floats]
) -> Iterator[pl.DataFrame]:
    """Yield the events of one scene for all customers who live it, moment by moment."""
    number, start = visits
    # A slow day is slow throughout: lateness lowers the score.
    clock, luck = start.copy(), rng.normal(0, 0.5, len(start))
    for moment in scene.moments:
        clock += moment.wait * np.exp(rng.normal(0, moment.spread, len(clock)) + luck)
        rows = np.flatnonzero(rng.random(len(clock)) < moment.chance)
        while len(rows):
            yield _happened(rng, (scene, moment), (number[rows], clock[rows], luck[rows]))
            rows = rows[rng.random(len(rows)) < moment.again]
            clock[rows] += moment.wait * rng.exponential(1, len(rows))
        if moment.stay < 1:
            stays = rng.random(len(clock)) < moment.stay
            number, clock, luck = number[stays], clock[stays], luck[stays]


def _happened(
    rng: np.random.Generator,
    what: tuple[Scene, Moment],
    to: tuple[NDArray[np.intp], Floats, Floats],
) -> pl.DataFrame:
    (scene, moment), (number, clock, luck) = what, to
    n, carries = len(number), moment.carries
    seconds = amount = due = score = None
    if carries == "seconds":
        seconds = np.round(60 * np.exp(rng.normal(0, 1, n) + luck), 1)
    elif carries in ("amount", "order"):
        amount = np.round(np.exp(rng.normal(3.5, 0.9, n)), 2)
    elif carries in _SCALES:
        scale, low, high = _SCALES[carries]
        felt = 0.8 - 0.15 * luck + 0.2 * rng.normal(0, 1, n)
        score = np.clip(np.round(high * felt), low, high)
    if carries in ("due", "order"):
        due = clock + 86_400.0 * rng.integers(2, 6, n)
    return pl.DataFrame({"scene": number, "clock": clock}).with_columns(
        pl.lit(moment.activity).alias("activity"),
        pl.lit(moment.channel or scene.channel).alias("channel"),
        pl.lit(scale if carries in _SCALES else None, pl.String).alias("scale"),
        pl.lit("EUR" if carries in ("amount", "order") else None, pl.String).alias("currency"),
        *(
            pl.lit(None, pl.Float64).alias(name) if values is None else pl.Series(name, values)
            for name, values in zip(_NUMBERS, (seconds, amount, due, score), strict=True)
        ),
    )


def _as_events(frame: pl.DataFrame, customer: NDArray[np.int64], number: int) -> pl.DataFrame:
    """Return the log's columns: names for numbers, moments for clocks, in time order."""
    known = pl.Series(customer)[frame["scene"]]
    frame = frame.with_columns(customer=known).sort("clock")
    return frame.select(
        pl.format("e{}-{}", pl.lit(number), pl.int_range(pl.len())).alias("event_id"),
        pl.format("c{}-{}", pl.lit(number), "customer").alias("customer_id"),
        pl.format("s{}-{}", pl.lit(number), "scene").alias("case_id"),
        _moment("clock").alias("at"),
        "activity",
        "channel",
        _moment("due").alias("due_at"),
        "score",
        "scale",
        "amount",
        "currency",
        "seconds",
        pl.lit("synthetic").alias("source"),
    ).filter(pl.col("at") <= AS_OF)


def _moment(seconds: str) -> pl.Expr:
    return (pl.lit(START) + pl.duration(microseconds=pl.col(seconds) * 1e6)).cast(MOMENT)
