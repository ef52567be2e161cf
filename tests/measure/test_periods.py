"""What a period means."""

from datetime import UTC, datetime, timedelta

import pytest

from parcours.measure.domain.periods import is_period, span

LAST = datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_a_number_of_days_ends_with_the_last_event():
    found = span("90d", last=LAST, zone="Europe/Paris")

    assert (found.since, found.until) == (LAST - timedelta(days=90), LAST)


def test_the_period_before_is_as_long_and_ends_where_this_one_begins():
    found = span("30d", last=LAST, zone="UTC")

    assert found.before.since == found.since - timedelta(days=30)
    assert found.before.until == found.since - timedelta(microseconds=1)


def test_two_dates_are_whole_local_days():
    found = span("2026-03-01..2026-03-29", last=LAST, zone="Europe/Paris")

    # The clock went forward on the 29th.
    assert found.since == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert found.until == datetime(2026, 3, 29, 22, tzinfo=UTC) - timedelta(microseconds=1)


def test_nothing_lies_after_the_last_event():
    assert span("2026-03-01..2026-12-31", last=LAST, zone="UTC").until == LAST


def test_charts_begin_on_a_monday_and_show_a_quarter_at_least():
    found = span("30d", last=LAST, zone="Europe/Paris")

    assert found.drawn_since == datetime(2025, 12, 28, 23, tzinfo=UTC)
    assert found.every == "1w"


def test_many_years_are_drawn_by_month():
    assert span("2020-01-15..2026-01-01", last=LAST, zone="UTC").every == "1mo"


@pytest.mark.parametrize(
    "text", ["", "31d", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "2026-03-01"]
)
def test_what_is_no_period_is_none(text):
    assert not is_period(text)
