from datetime import UTC, date, datetime

import numpy as np
import pytest

from parcours.core.demo.company import DAYS, UNTIL, Year, awake, store_hour, web_hour

YEAR = Year.ending(UNTIL)


def number(day: date) -> int:
    return YEAR.dates.index(day)


def test_the_year_ends_the_day_before_it_is_told() -> None:
    assert YEAR.dates[DAYS - 1] == date(2026, 10, 31)
    assert YEAR.first == date(2025, 11, 1)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2025, 11, 15), True),
        (date(2025, 11, 16), False),  # a Sunday
        (date(2025, 12, 14), True),  # a Sunday before Christmas
        (date(2025, 12, 25), False),
        (date(2026, 7, 14), False),
    ],
)
def test_shops_close_on_sundays_but_in_december_and_on_holidays(
    day: date, is_open: bool
) -> None:
    assert YEAR.shop_open[number(day)] == is_open


def test_sales_last_four_weeks_in_january_and_in_july() -> None:
    on_sale = [day for day, sale in zip(YEAR.dates[:DAYS], YEAR.is_sale, strict=False) if sale]

    assert len(on_sale) == 56
    assert {day.month for day in on_sale} == {1, 2, 6, 7}


def test_a_drawn_day_lies_wholly_in_its_window_and_the_shop_is_open() -> None:
    rng = np.random.default_rng(1)
    low, high = rng.uniform(0, 200, 2000), rng.uniform(215, 300, 2000)

    day = YEAR.draw(rng, low, high, way="store")

    assert (day >= low).all()
    assert (day + 1 <= high).all()
    assert YEAR.shop_open[day.astype(int)].all()


def test_open_hours_stop_at_night_and_on_sundays() -> None:
    saturday = number(date(2025, 11, 15))
    evening, monday = saturday + 18 / 24, saturday + 2 + 10 / 24

    passed = YEAR.open_hours(np.array([evening, monday]))

    assert passed[1] - passed[0] == pytest.approx(2)
    assert YEAR.at_open_hours(passed) == pytest.approx([evening, monday])


def test_the_next_service_day_skips_christmas_and_the_sunday_after() -> None:
    thursday, sunday = number(date(2025, 12, 25)), number(date(2025, 12, 28))

    found = YEAR.next_service_day(np.array([thursday, sunday], dtype=float))

    assert found.tolist() == [thursday + 1, sunday + 1]


def test_moments_are_paris_time_in_winter_and_in_summer() -> None:
    noon = np.array([number(date(2026, 1, 5)) + 0.5, number(date(2026, 7, 6)) + 0.5])

    assert YEAR.moments(noon).to_list() == [
        datetime(2026, 1, 5, 11, tzinfo=UTC),
        datetime(2026, 7, 6, 10, tzinfo=UTC),
    ]


def test_nobody_shops_or_answers_in_the_middle_of_the_night() -> None:
    rng = np.random.default_rng(1)

    assert awake(np.array([3 + 2 / 24, 3.5])).tolist() == pytest.approx(
        [3 + 51 / 168, 3.5], 1e-2
    )
    assert 10 < store_hour(rng, 5000).min() < store_hour(rng, 5000).max() < 18.5
    assert 7 <= web_hour(rng, 5000).min() < web_hour(rng, 5000).max() < 23.5
