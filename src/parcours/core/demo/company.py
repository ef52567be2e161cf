"""Maison Lutèce: its shops, its shelves, its year. Everything here is invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Random = np.random.Generator

UNTIL: Final = datetime(2026, 11, 1, tzinfo=UTC)
DAYS: Final = 365
ZONE: Final = "Europe/Paris"
CURRENCY: Final = "EUR"
SHIPPING_FEE: Final = 6.90
MINUTE: Final = 1 / 1440
HOUR: Final = 1 / 24

SHOPS: Final = (
    "Paris Bastille", "Lyon Brotteaux", "Lille Wazemmes", "Nantes Feydeau", "Toulouse Capitole",
)  # fmt: skip
CARDS: Final = ("none", "card", "gold")
CARRIERS: Final = ("Colibri", "Hirondelle")
PRODUCTS: Final = (
    "Blender B-200", "Bouilloire K-12", "Lampe Nuage", "Parure de lit Oise", "Cocotte Fonte 24",
    "T-shirt Marin", "Plaid Vosges", "Service Faubourg", "Cafetière Matin", "Rideau Lin 140",
)  # fmt: skip
BULKY: Final = ("Fauteuil Sully", "Table basse Bièvre", "Commode Ardoise", "Matelas Loire 160")
VACUUM: Final = "Aspirateur A-300"

_MONTHS: Final = (1.15, 0.8, 0.9, 0.9, 0.95, 1.1, 1.05, 0.7, 1.0, 1.0, 1.15, 1.75)
_SALES: Final = (((1, 7), (2, 3)), ((6, 24), (7, 21)))  # soldes: winter, summer
_STORE: Final = (0.8, 0.8, 1.05, 0.85, 1.15, 1.9, 1.2)
_WEB: Final = (1.15, 1.0, 0.95, 0.95, 0.85, 0.85, 1.3)
_OPENING, _CLOSING = 9.0, 19.0  # of the customer service, as on the canvas


@dataclass(frozen=True)
class Year:
    """The demo's calendar. Times are local days since the first midnight, as floats.

    ``strike`` is how many of its last days a carrier, Hirondelle, is on strike.
    """

    first: date
    strike: int = 0

    @classmethod
    def ending(cls, until: datetime, *, strike: int = 0) -> "Year":
        """Return the 365 days that end with the day before *until*, in Paris."""
        return cls(until.astimezone(ZoneInfo(ZONE)).date() - timedelta(days=DAYS), strike)

    @cached_property
    def dates(self) -> list[date]:
        """Each day of the year, and 260 more: some things are planned beyond its end."""
        return [self.first + timedelta(days=day) for day in range(DAYS + 260)]

    @cached_property
    def weekday(self) -> Ints:
        """0 is Monday."""
        return np.array([day.weekday() for day in self.dates])

    @cached_property
    def month(self) -> Ints:
        """1 is January."""
        return np.array([day.month for day in self.dates])

    @cached_property
    def is_holiday(self) -> Bools:
        """French public holidays: shops and customer service are closed."""
        years = sorted({day.year for day in self.dates})
        off = holidays.country_holidays("FR", years=years)
        return np.array([day in off for day in self.dates], dtype=np.bool_)

    @cached_property
    def is_sale(self) -> Bools:
        """The weeks of the *soldes*."""
        return np.array(
            [
                any(start <= (day.month, day.day) <= end for start, end in _SALES)
                for day in self.dates
            ]
        )

    def is_on_strike(self, day: Floats) -> Bools:
        """Whether the carrier is on strike on each *day*, and on those beyond the year."""
        return np.asarray((self.strike > 0) & (day >= DAYS - self.strike))

    @cached_property
    def season(self) -> Floats:
        """How busy the trade is, around 1: Christmas, sales, the empty month of August."""
        return np.array(_MONTHS)[self.month - 1] * np.where(self.is_sale, 1.15, 1.0)

    @cached_property
    def shop_open(self) -> Bools:
        """Closed on Sundays but in December, and on public holidays."""
        return np.asarray(((self.weekday < 6) | (self.month == 12)) & ~self.is_holiday)

    @cached_property
    def service_open(self) -> Bools:
        """Days on which customer service and carriers work."""
        return (self.weekday < 6) & ~self.is_holiday

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """How likely each day is chosen, per way of buying."""
        store = self.season * np.array(_STORE)[self.weekday] * self.shop_open
        saturday = np.where(self.weekday == 5, 5.0, 1.0)
        table_open = (self.weekday >= 1) & (self.weekday <= 5) & ~self.is_holiday
        return {
            "store": store,
            "weekend": store * saturday,
            "web": self.season * np.array(_WEB)[self.weekday],
            "table": self.season * table_open * np.where(self.weekday >= 4, 1.8, 1.0),
        }

    def draw(self, rng: Random, low: Floats, high: Floats, *, way: str) -> Floats:
        """Return one whole day per row, all of it between *low* and *high*, by weight."""
        total = np.concatenate([[0.0], np.cumsum(self.weights[way])])
        last = len(total) - 1
        left = total[np.clip(np.ceil(low).astype(int), 0, last)]
        right = total[np.clip(np.floor(high).astype(int), 0, last)]
        share = rng.random(len(low)) * (1 - 1e-9)
        day = np.searchsorted(total, left + share * np.maximum(right - left, 0), side="right")
        return np.asarray(np.minimum(day - 1, last - 1), dtype=np.float64)

    def day(self, at: Floats) -> Ints:
        """Number of the local day of each moment."""
        return np.asarray(np.clip(np.floor(at), 0, len(self.dates) - 1), dtype=np.int64)

    def next_service_day(self, day: Floats) -> Floats:
        """Return each day itself if the service works, else the next day it does."""
        open_days = np.flatnonzero(self.service_open)
        found = np.searchsorted(open_days, self.day(day))
        return open_days[np.minimum(found, len(open_days) - 1)].astype(float)

    def open_hours(self, at: Floats) -> Floats:
        """Hours the customer service has been open between the first midnight and *at*."""
        before = np.concatenate([[0], np.cumsum(self.service_open)])
        day = self.day(at)
        today = np.clip((at - day) * 24 - _OPENING, 0, _CLOSING - _OPENING)
        return (_CLOSING - _OPENING) * before[day] + today * self.service_open[day]

    def at_open_hours(self, hours: Floats) -> Floats:
        """Return the moment at which so many open hours have passed."""
        length = _CLOSING - _OPENING
        open_days = np.flatnonzero(self.service_open)
        which = np.minimum((hours / length).astype(int), len(open_days) - 1)
        return np.asarray(open_days[which] + (_OPENING + hours - length * which) / 24)

    def moments(self, at: Floats) -> pl.Series:
        """Return *at* as UTC timestamps, to the second; null on the clock's lost hour."""
        midnight = datetime(self.first.year, self.first.month, self.first.day)
        start = np.datetime64(midnight, "us").astype(np.int64)
        micros = start + np.round(at * 86400).astype(np.int64) * 1_000_000
        local = pl.Series(micros).cast(pl.Datetime("us"))
        zoned = local.dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
        return zoned.dt.convert_time_zone("UTC")


def store_hour(rng: Random, size: int) -> Floats:
    """Return hours of the day at which people enter a shop: lunch and after work peak."""
    which = rng.random(size)
    lunch, evening = rng.normal(13.0, 0.7, size), rng.normal(17.2, 0.8, size)
    other = rng.uniform(10.1, 18.4, size)
    hour = np.where(which < 0.3, lunch, np.where(which < 0.65, evening, other))
    return np.clip(hour, 10.05, 18.4)


def web_hour(rng: Random, size: int) -> Floats:
    """Return hours of the day at which people shop online: all day, most after dinner."""
    evening = rng.normal(20.8, 1.2, size)
    hour = np.where(rng.random(size) < 0.5, evening, rng.uniform(7.5, 22.5, size))
    return np.clip(hour, 7.0, 23.2)


def awake(at: Floats) -> Floats:
    """Move what falls before seven in the morning to between seven and eight."""
    day = np.floor(at)
    hour = (at - day) * 24
    return np.where(hour < 7, day + (7 + hour / 7) / 24, at)
