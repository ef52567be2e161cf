"""The rooms' French does not change the months and days that Django knows."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import override

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONDAY = date(2026, 6, 1)


def test_a_message_called_may_or_second_leaves_dates_alone(french: None):
    with override("fr"):
        months = [date_format(date(2026, n, 5), "j F Y") for n in range(1, 13)]
        days = [date_format(MONDAY + timedelta(days=n), "l") for n in range(7)]

    assert months == [f"5 {name} 2026" for name in MONTHS]
    assert days == list(DAYS)
