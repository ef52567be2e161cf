"""Dates in English are written one way."""

from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.translation import override

AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)


def test_a_day_has_one_form_with_or_without_its_hour():
    with override("en"):
        forms = [date_format(AT, name) for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT")]
        moments = [date_format(AT, f"{name}TIME_FORMAT") for name in ("DATE", "SHORT_DATE")]

    assert forms == ["Nov. 21, 2026"] * 2
    assert moments == ["Nov. 21, 2026, 2:05 p.m."] * 2


def test_a_short_day_stays_short_in_french():
    with override("fr"):
        assert date_format(AT, "SHORT_DATE_FORMAT") == "21/11/2026"
