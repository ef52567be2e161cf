"""How opening hours and days are written."""

from datetime import date, time

import pytest
from pydantic import ValidationError

from parcours.core.hours import DAYS, Holidays, Hours, days_text, public_holidays


@pytest.mark.parametrize(
    ("written", "meant", "saved"),
    [
        ("mon", ("mon",), ["mon"]),
        ("Mon - Fri", DAYS[:5], ["mon-fri"]),
        ("sat-mon", ("mon", "sat", "sun"), ["mon", "sat", "sun"]),
        (["sun", "mon-tue", "tue"], ("mon", "tue", "sun"), ["mon", "tue", "sun"]),
        (["mon-wed", "fri-sun"], (*DAYS[:3], *DAYS[4:]), ["mon-wed", "fri-sun"]),
        ("mon-sun", DAYS, ["mon-sun"]),
    ],
)
def test_days_are_ranges_and_lists(written: object, meant: tuple[str, ...], saved: list[str]):
    hours = Hours.model_validate({"days": written, "opens": "09:00", "closes": "10:00"})

    assert hours.days == meant
    assert days_text(meant) == saved
    assert Hours(days=saved, opens=time(9), closes=time(10)) == hours


@pytest.mark.parametrize(
    ("written", "meant"), [("9:00", 540), ("09:05", 545), ("9h", 540), ("9 H 30", 570)]
)
def test_times_are_hours_and_minutes(written: str, meant: int):
    hours = Hours.model_validate({"days": "mon", "opens": written, "closes": "24:00"})

    assert hours.minutes == (meant, 1440)


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": "mon-tue-wed"},
        {"days": []},
        {"days": ""},
        {"days": 3},
        {"opens": "25:00"},
        {"opens": "24:00"},
        {"opens": time(9, 0, 30)},
        {"opens": "noon"},
        {"closes": "09:00"},
        {"closes": "24:30"},
    ],
)
def test_what_is_no_opening_is_refused(wrong: dict[str, object]):
    right = {"days": "mon", "opens": "09:00", "closes": "10:00"}

    with pytest.raises(ValidationError):
        Hours.model_validate(right | wrong)


def test_holidays_are_those_of_the_region():
    friday = date(2026, 4, 3)

    assert friday in public_holidays("FR", "Alsace", 2026)
    assert friday not in public_holidays("FR", None, 2026)
    assert public_holidays("IN", None, 1990) is not None  # beyond its calendar: no complaint


def test_a_date_is_not_a_number():
    with pytest.raises(ValidationError, match="`2026` is not a date"):
        Holidays.model_validate({"also": 2026})
