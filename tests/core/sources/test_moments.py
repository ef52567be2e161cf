"""Dates as people write them; nights that have an hour twice, or not."""

import polars as pl
import pytest

from parcours.core.sources.moments import formats_of, moments


def read(*values: object, form: str | tuple[str, ...] = "iso", zone: str = "UTC") -> list[str]:
    formats = (form,) if isinstance(form, str) else form
    found = moments(pl.Series(values), formats, zone=zone)
    return [each.strftime("%Y-%m-%d %H:%M:%S") if each else "" for each in found]


def test_iso_reads_every_usual_form() -> None:
    assert read(
        "2026-03-03T10:00:00Z",
        "2026-03-03T10:00:00.123+01:00",
        "2026-03-03 10:00:00+0100",
        "2026-03-03 10:00",
        "2026-03-03T10:00+02:00",
        " 2026-03-03 ",
        "3 March",
        None,
    ) == [
        "2026-03-03 10:00:00",
        "2026-03-03 09:00:00",
        "2026-03-03 09:00:00",
        "2026-03-03 10:00:00",
        "2026-03-03 08:00:00",
        "2026-03-03 00:00:00",
        "",
        "",
    ]


def test_times_without_a_zone_are_read_in_the_one_given() -> None:
    assert read("2026-07-01 10:00", zone="Europe/Paris") == ["2026-07-01 08:00:00"]


def test_an_hour_that_comes_twice_is_the_first_and_one_that_never_was_moves_on() -> None:
    twice, never = "2026-10-25 02:30:00", "2026-03-29 02:30:00"

    assert read(twice, never, zone="Europe/Paris") == [
        "2026-10-25 00:30:00",
        "2026-03-29 01:30:00",
    ]
    assert read("2026-10-04 02:15:00", zone="Australia/Lord_Howe") == ["2026-10-03 15:45:00"]


def test_excel_counts_days_and_programs_count_seconds() -> None:
    assert read(46084.5, form="excel") == ["2026-03-03 12:00:00"]
    assert read("46084.5", form="excel") == ["2026-03-03 12:00:00"]
    assert read(1772532000, form="epoch s") == ["2026-03-03 10:00:00"]
    assert read("1772532000000", form="epoch ms") == ["2026-03-03 10:00:00"]
    assert read(1772532000000000, form="epoch us") == ["2026-03-03 10:00:00"]
    assert read("soon", "inf", form="excel") == ["", ""]


def test_formats_are_tried_in_turn_and_an_implausible_year_is_no_date() -> None:
    formats = ("%d/%m/%Y %H:%M", "%d/%m/%Y")

    assert read("31/12/2025 23:59", "31/12/2025", "31/12/25", form=formats) == [
        "2025-12-31 23:59:00",
        "2025-12-31 00:00:00",
        "",
    ]


def test_dates_that_are_dates_already_need_no_format() -> None:
    day = pl.Series(["2026-03-03"]).str.to_date()

    assert moments(day, ("iso",), zone="Europe/Paris").to_list() == [
        moments(pl.Series(["2026-03-02T23:00:00Z"]), ("iso",), zone="UTC").item()
    ]


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["03/04/2026", "25/04/2026"], ("%d/%m/%Y",)),
        (["03/04/2026", "04/25/2026"], ("%m/%d/%Y",)),
        (["25/04/2026 8:05", "03/04/2026 18:30"], ("%d/%m/%Y %H:%M",)),
        (["4/25/2026 8:05 PM"], ("%m/%d/%Y %I:%M %p",)),
        (["25.04.26"], ("%d.%m.%y",)),
        (["25/04/2026 08h05"], ("%d/%m/%Y %Hh%M",)),
        (["2026-03-03T10:00:00Z", "2026-03-03"], ("iso",)),
        (["20260303"], ("%Y%m%d",)),
        (["990101 0:00:31"], ("%y%m%d %H:%M:%S",)),
        (["3 Mar 2026"], ("%d %b %Y",)),
        (["1772532000"], ("epoch s",)),
        (["1772532000123"], ("epoch ms",)),
        (["1772532000123456"], ("epoch us",)),
        (["25/04/2026", "26/04/2026 10:00"] * 5, ("%d/%m/%Y", "%d/%m/%Y %H:%M")),
        (["Lille", "Paris"], ()),
        (["12.5", "3"], ()),
        ([], ()),
    ],
)
def test_the_format_is_seen_in_the_values(values: list[str], formats: tuple[str, ...]) -> None:
    assert formats_of(pl.Series(values, dtype=pl.String), day_first=None) == (formats, False)


def test_day_or_month_is_left_to_the_file_or_reported_when_no_day_decides() -> None:
    values = pl.Series(["03/04/2026", "05/06/2026"])

    assert formats_of(values, day_first=True) == (("%d/%m/%Y",), False)
    assert formats_of(values, day_first=False) == (("%m/%d/%Y",), False)
    assert formats_of(values, day_first=None) == (("%d/%m/%Y",), True)


def test_one_date_in_two_is_no_column_of_dates() -> None:
    assert formats_of(pl.Series(["25/04/2026", "soon"]), day_first=None) == ((), False)
