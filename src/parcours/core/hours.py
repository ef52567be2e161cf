"""When the company is open: hours by day of the week, holidays by country and by date."""

import re
import warnings
from datetime import date, datetime, time
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from parcours.core.language import _
from parcours.core.pattern import Part, one_or_many
from parcours.core.written.wording import choose, shown

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: Final[tuple[Day, ...]] = get_args(Day)
_CLOCK: Final = re.compile(r"([0-9]{1,2})\s*(?:h|[h:]\s*([0-5][0-9]))")
_MINUTES_A_DAY: Final = 24 * 60
_one_at_a_time: Final = Lock()  # catch_warnings changes the whole process


def _days(value: Any) -> tuple[str, ...]:
    """Spell out ``mon-fri``, in the order of the week, each day once."""
    parts = value if isinstance(value, list | tuple) else [value]
    named = {day for part in parts for day in _range(str(part).lower())}
    return tuple(day for day in DAYS if day in named)


def _range(part: str) -> tuple[str, ...]:
    ends = [word.strip() for word in part.split("-", 1)]
    for word in ends:
        if word not in DAYS:
            raise ValueError(
                _("unknown day `{word}`: write mon, tue, wed, thu, fri, sat or sun").format(
                    word=word
                )
            )
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    after = last if last >= first else last + len(DAYS)  # sat-mon goes round
    return tuple(DAYS[day % len(DAYS)] for day in range(first, after + 1))


def days_text(days: tuple[str, ...]) -> list[str]:
    """Write days as on the canvas, three or more in a row as a range.

    >>> days_text(("mon", "tue", "wed", "fri"))
    ['mon-wed', 'fri']
    """
    runs: list[list[str]] = []
    for day in days:
        if runs and DAYS.index(runs[-1][-1]) + 1 == DAYS.index(day):
            runs[-1].append(day)
        else:
            runs.append([day])
    shown = ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else run for run in runs)
    return [text for run in shown for text in run]


def _clock(value: Any) -> Any:
    if isinstance(value, time) and value == time(value.hour, value.minute):
        return value
    match = _CLOCK.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if match is None or int(match[1]) > 24:
        raise ValueError(
            _("`{found}` is not a time of the day: write hours and minutes, 09:00").format(
                found=shown(value)
            )
        )
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour == 24 and minute:
        raise ValueError(_("`{found}`: a day ends at 24:00").format(found=shown(value)))
    return time(hour % 24, minute)


Clock = Annotated[
    time,
    BeforeValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,2}\s*([hH]|[hH:]\s*[0-5][0-9])$"}),
]


def _before_midnight(value: Any) -> Any:
    if isinstance(value, str) and value.strip().startswith("24"):
        raise ValueError(_("a day opens at 00:00 at the earliest and before 24:00"))
    return value


class Hours(Part):
    """Days of the week and the hours open on them; several lines for a midday break."""

    days: Annotated[
        tuple[Day, ...],
        BeforeValidator(_days, json_schema_input_type=str | list[str]),
        Field(min_length=1),
    ]
    """``mon-fri``, ``sat``, or a list of these."""
    opens: Annotated[Clock, BeforeValidator(_before_midnight)]
    """Time of opening, local: ``09:00``."""
    closes: Clock
    """Time of closing, local: ``19:00``; ``24:00`` is the end of the day."""

    @model_validator(mode="after")
    def _close_after_opening(self) -> "Hours":
        opens, closes = self.minutes
        if closes <= opens:
            raise ValueError(
                _(
                    "closes at {closes:%H:%M}, before it opens at {opens:%H:%M}. For a night, "
                    "write two lines: until 24:00, and from 00:00 on the next days"
                ).format(opens=self.opens, closes=self.closes)
            )
        return self

    @property
    def minutes(self) -> tuple[int, int]:
        """Opening and closing in minutes since local midnight, 0 to 1440."""
        opens = self.opens.hour * 60 + self.opens.minute
        closes = self.closes.hour * 60 + self.closes.minute
        return opens, closes or _MINUTES_A_DAY


def _apart(hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    for day in DAYS:
        of_day = sorted((h for h in hours if day in h.days), key=lambda h: h.minutes)
        for one, other in pairwise(of_day):
            if other.minutes[0] < one.minutes[1]:
                raise ValueError(
                    _(
                        "hours overlap on {day}: {one} and {other}. Join them, or change one"
                    ).format(day=day, one=_span(one), other=_span(other))
                )
    return hours


def _span(hours: Hours) -> str:
    return f"{hours.opens:%H:%M}–{closing_text(hours.closes)}"


def closing_text(closes: time) -> str:
    """Write a closing time as on the canvas: midnight is the end of the day, 24:00."""
    return f"{closes:%H:%M}" if closes != time(0) else "24:00"


OpeningHours = Annotated[tuple[Hours, ...], one_or_many(Hours), AfterValidator(_apart)]


def _date(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(
            _("`{found}` is not a date: write year-month-day, 2026-12-24").format(
                found=shown(value)
            )
        ) from None


Dates = Annotated[tuple[Annotated[date, BeforeValidator(_date)], ...], one_or_many(date)]


class Holidays(Part):
    """Days closed: a country's public holidays, and others by date."""

    country: str | None = None
    """Country whose public holidays are closed, by its two letters: ``FR``."""
    subdivision: str | None = None
    """Region with its own holidays, by code or name: ``Alsace``, ``BY``."""
    also: Dates = ()
    """Other days closed."""
    open: Dates = ()
    """Days open although they are holidays, with the hours of their day of the week."""

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str | None) -> str | None:
        if country is None:
            return None
        codes = _countries()
        if country in codes.values():
            return country
        code = codes.get(country.replace(" ", "").casefold(), country.upper())
        known = [code] if code in codes.values() else codes.values()
        raise ValueError(
            _("unknown country `{country}`: use its two letters, as in FR. {hint}").format(
                country=country, hint=choose(country if len(known) > 1 else code, known)
            )
        )

    @field_validator("subdivision")
    @classmethod
    def _known_subdivision(cls, subdivision: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if subdivision is None or "country" not in info.data:
            return subdivision
        if country is None:
            raise ValueError(_("a subdivision needs its country: add `country`"))
        known = _subdivisions(country)
        if subdivision not in known:
            raise ValueError(
                _("{country} has no subdivision `{subdivision}`. {hint}").format(
                    country=country, subdivision=subdivision, hint=choose(subdivision, known)
                )
            )
        return subdivision


# The package of holidays takes a quarter of a second to import, and most canvases
# that are read name one country: it is imported where it is needed.
@cache
def _countries() -> dict[str, str]:
    """Every country's two letters, by its name without spaces."""
    from holidays.registry import COUNTRIES

    return {names[0].casefold(): names[1] for names in COUNTRIES.values()}


@cache
def _subdivisions(country: str) -> tuple[str, ...]:
    import holidays

    entity = getattr(holidays, country)
    return (*entity.subdivisions, *entity.subdivisions_aliases)


@cache
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Return the public holidays of one year, as observed.

    Where the calendar of the ``holidays`` package does not reach *year*, there are none.
    """
    import holidays

    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a calendar set by decree ends in 2035
        return frozenset(getattr(holidays, country)(subdiv=subdivision, years=year))
