"""Le Comptoir, the restaurant corner of Paris Bastille: on time, and next to the kitchens."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import HOUR, MINUTE, Random, Year, awake
from parcours.core.demo.recording import CARD, Facts, record
from parcours.core.demo.scene import Asked, Drawn, Lived, Scene


def draw_table(rng: Random, year: Year, scene: Scene) -> Drawn:
    """Guests whose table is ready as promised, but too often by the kitchen doors.

    Being seated a quarter of an hour late costs nothing: a gap that is not there.
    """
    size, start = len(scene), scene.start
    dinner = start - np.floor(start) > 0.7
    party = rng.integers(1, 7, size)
    kitchens = rng.random(size) < np.clip(0.42 + 0.2 * dinner + 0.04 * (party - 3), 0, 1)
    late = rng.random(size) < 0.05 + 0.05 * dinner
    minutes = np.where(late, rng.uniform(11, 24, size), rng.uniform(-4, 9, size))
    drawn = Drawn(
        facts={
            "dinner": dinner, "party": party, "kitchens": kitchens,
            "booked": np.maximum(start - rng.uniform(0.1, 7, size), 0.01),
            "minutes": minutes, "amount": np.round(party * rng.normal(27, 5, size) + 6, 1),
        },
        first=start, last=start + 0.3, end=start + 2.5,
    )  # fmt: skip
    drawn.lived = [
        Lived(
            promise="kitchen-table", row=scene.row, broken=kitchens, push=-0.12,
            felt_push=-2.0, survey="table", anchor=start + 0.1,
        ),
        Lived(
            promise="table-ready", row=scene.row, broken=minutes > 10, push=0.0,
            felt_push=0.0, survey="table", anchor=start + 0.1,
        ),
    ]  # fmt: skip
    drawn.asked = [
        Asked(
            survey="table", row=scene.row, at=awake(start + rng.uniform(0.2, 1.6, size)),
            base=4.4, rate=0.28, touchpoint="restaurant",
            bad="kitchen-table", good="good-table",
            went_wrong=kitchens, by_mail=True,
        ),
    ]  # fmt: skip
    return drawn


_ZONE: Final = pl.when("kitchens").then(pl.lit("kitchens")).otherwise(pl.lit("room"))
_TABLE: Final[Facts] = {
    "place": "Le Comptoir", "zone": _ZONE, "party": pl.col("party"),
    "is_dinner": pl.col("dinner"), "card": CARD,
}  # fmt: skip


def table_events(year: Year, tables: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these bookings, one frame per activity."""
    start, seated = pl.col("start"), pl.col("start") + pl.col("minutes") * MINUTE
    return [
        record(
            year, tables, "table.booked", at=pl.col("booked"), due=start, channel="web",
            properties=_TABLE,
        ),
        record(
            year, tables, "table.seated", at=seated, channel="store", properties=_TABLE
        ),
        record(
            year, tables, "meal.paid", at=seated + 1.2 * HOUR, amount=pl.col("amount"),
            channel="store", properties=_TABLE,
        ),
    ]  # fmt: skip
