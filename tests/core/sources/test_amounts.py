"""Numbers as people write them."""

import polars as pl

from parcours.core.sources.amounts import decimal_of, numbers


def test_french_numbers_have_commas_spaces_and_signs_around_them() -> None:
    texts = pl.Series(["1 234,50 €", "1\u202f234,5", "-3,5", "1.234,5", "12", "", "douze"])

    assert numbers(texts, decimal=",").to_list() == [
        1234.5, 1234.5, -3.5, 1234.5, 12.0, None, None,
    ]  # fmt: skip


def test_english_numbers_have_points() -> None:
    assert numbers(pl.Series(["$1,234.50", "3.5", "1e3"])).to_list() == [1234.5, 3.5, 1000.0]


def test_a_clock_is_seconds_and_infinity_is_no_number() -> None:
    texts = pl.Series(["0:02:33", "1:30", "inf", "nan"])

    assert numbers(texts).to_list() == [153.0, 5400.0, None, None]


def test_numbers_booleans_and_durations_stay_what_they_are() -> None:
    assert numbers(pl.Series([1, 2])).to_list() == [1.0, 2.0]
    assert numbers(pl.Series([True])).to_list() == [1.0]
    assert numbers(pl.Series([90_000], dtype=pl.Duration("ms"))).to_list() == [90.0]


def test_the_decimal_mark_is_the_one_most_values_have() -> None:
    assert decimal_of([pl.Series(["12,50", "1 234,00"])]) == ","
    assert decimal_of([pl.Series(["12.50", "1,234.00"])]) == "."
    assert decimal_of([pl.Series(["12", "Lille", None])]) is None
