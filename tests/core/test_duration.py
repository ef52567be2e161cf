"""Durations as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from parcours.core.duration import ClockDuration, Duration


@pytest.mark.parametrize(
    ("text", "meant", "written"),
    [
        ("20 s", Duration(20, "s"), "20 s"),
        ("90min", Duration(90, "min"), "90 min"),
        (" 1.5 Hours ", Duration(1.5, "h"), "1.5 h"),
        ("3 days", Duration(3, "d"), "3 d"),
        ("1 week", Duration(1, "w"), "1 w"),
        ("2 business hours", Duration(2, "h", business=True), "2 business h"),
        ("2  business days", Duration(2, "d", business=True), "2 business d"),
        ("1234567 s", Duration(1234567, "s"), "1234567 s"),
        ("0 min", Duration(0, "min"), "0 min"),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, meant: Duration, written: str):
    assert Duration.parse(text) == meant
    assert str(meant) == written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("soon", "`soon` is not a duration. Write a number and a unit: 20 s"),
        ("2 fortnights", "`2 fortnights` is not a duration"),
        ("-2 h", "`-2 h` is not a duration"),
        ("²h", "is not a duration"),
        ("", "is not a duration"),
        ("9999 w", "`9999 w` is not between 0 and 100 years"),
        ("1 business week", "counted in minutes, hours or days, not in weeks"),
        ("1.5 business days", "business days are whole, 1 or more"),
        ("0 business days", "business days are whole, 1 or more"),
    ],
)
def test_what_is_no_duration_is_refused_with_what_to_write(text: str, said: str):
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        Duration.parse(text)


@pytest.mark.parametrize(
    "wrong", [(1, "month"), (-1, "h"), (float("nan"), "h"), (float("inf"), "s")]
)
def test_a_duration_made_in_python_is_checked_too(wrong: tuple[float, str]):
    with pytest.raises(ValueError):
        Duration(*wrong)


def test_seconds_are_whole_where_they_can_be():
    assert repr(Duration(1.5, "h").seconds) == "5400"
    assert Duration(0.5, "s").seconds == 0.5
    assert Duration(2, "h", business=True).seconds == 7200


def test_business_days_have_no_length():
    with pytest.raises(ValueError, match="no fixed length"):
        _ = Duration(2, "d", business=True).seconds


def test_a_window_runs_on_the_clock():
    window = TypeAdapter(ClockDuration)

    assert window.validate_python("30 d") == Duration(30, "d")
    assert window.dump_python(Duration(30, "d"), mode="json") == "30 d"
    with pytest.raises(ValueError, match="leave out `business`"):
        window.validate_python(Duration(2, "h", business=True))


@given(
    amount=st.integers(0, 5000) | st.floats(0, 5000),
    unit=st.sampled_from(["s", "min", "h", "d", "w"]),
    business=st.booleans(),
)
def test_what_is_written_is_read_back(amount: float, unit: str, business: bool):
    if business and unit in ("d", "w"):
        amount, unit = int(amount) + 1, "d"
    duration = Duration(amount, unit, business=business)

    assert Duration.parse(str(duration)) == duration
