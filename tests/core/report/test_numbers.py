"""Figures as people read them, in two languages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parcours.core.figure import Figure
from parcours.core.language import speaking
from parcours.core.report import numbers


def figure(value: float | None = 0.718, **given: Any) -> Figure:
    return Figure(**{"value": value, "n": 200, "unit": "share", "definition": "x/1"} | given)


def plain(text: str) -> str:
    """Spaces that do not break, as ordinary ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("given", "english", "french"),
    [
        (figure(low=0.7, high=0.731), "72% [70; 73]", "72 % [70 ; 73]"),
        (figure(3.44, unit="felt", low=3.3, high=3.6), "3.4 [3.3; 3.6]", "3,4 [3,3 ; 3,6]"),
        (figure(32.4, unit="points", low=-4, high=40), "32 [−4; 40]", "32 [−4 ; 40]"),
        (figure(182_345, unit="money", currency="EUR"), "€182K", "182 k€"),
        (figure(1_823_450, unit="money", currency="EUR"), "€1.8M", "1,8 M€"),
        (figure(-420.4, unit="money", currency="EUR"), "−€420", "−420 €"),
        (figure(183_600, unit="seconds"), "2 d 3 h", "2 j 3 h"),
        (figure(12_480, unit="count"), "12,480", "12 480"),
        (figure(0.125, unit="ratio"), "0.12", "0,12"),
    ],
)
def test_a_figure_is_read_with_its_unit_and_interval(given, english, french) -> None:
    assert plain(numbers.reading(given)) == english
    with speaking("fr"):
        assert plain(numbers.reading(given)) == french


def test_a_difference_of_shares_is_in_points_with_its_sign() -> None:
    effect = figure(-0.21, low=-0.26, high=0.05)

    assert plain(numbers.reading(effect, signed=True)) == "−21 pts [−26; +5.0]"


@pytest.mark.parametrize(
    ("none", "why"),
    [
        (None, "not measured"),
        (figure(None, n=0), "not measured"),
        (figure(n=9), "too few to conclude (n = 9)"),
        (figure(None), "too few to conclude (n = 200)"),
    ],
)
def test_what_is_too_few_shows_no_number(none, why) -> None:
    assert numbers.value(none) == "—"
    assert numbers.interval(none) == ""
    assert numbers.reading(none) == why


def test_thin_evidence_is_shown_and_said() -> None:
    thin = figure(n=12)

    assert numbers.value(thin) == "72%"
    assert numbers.reading(thin) == "72% (only n = 12)"
    assert numbers.doubt(thin) == "only n = 12"
    assert numbers.doubt(figure()) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (45, "45 s"), (60, "1 min"), (3599, "59 min 59 s"), (3600, "1 h"),
        (90_061, "1 d 1 h"), (-120, "−2 min"), (86_400 * 400, "400 d"),
    ],
)  # fmt: skip
def test_a_duration_is_told_in_its_two_largest_units(seconds, words) -> None:
    assert plain(numbers.duration(seconds)) == words


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 B", "0 o"), (999, "999 B", "999 o"), (1_500, "1.5 kB", "1,5 ko"),
        (999_600, "1 MB", "1 Mo"), (15_000_000, "15 MB", "15 Mo"),
        (20_400_000, "20 MB", "20 Mo"), (1_000_000_000, "1 GB", "1 Go"),
        (1_234_000_000_000, "1,234 GB", "1 234 Go"),
    ],
)  # fmt: skip
def test_a_size_is_told_in_its_largest_unit(count, english, french) -> None:
    assert plain(numbers.size(count)) == english
    with speaking("fr"):
        assert plain(numbers.size(count)) == french


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "100%"), (0.9985, "99.9%"), (0.99, "99%"), (0.004, "0.4%"), (0.0, "0%")],
)
def test_what_is_almost_always_so_is_not_told_as_always_so(share, words) -> None:
    assert numbers.value(figure(share)) == words


def test_money_of_no_known_currency_names_none() -> None:
    assert numbers.value(figure(1234.4, unit="money")) == "1,234"


def test_nothing_is_neither_negative_nor_positive() -> None:
    assert numbers.decimal(-0.04) == "0.0"
    assert numbers.decimal(0.04, signed=True) == "0.0"


def test_french_counts_the_first_of_a_month_otherwise_than_the_other_days():
    with speaking("fr"):
        days = [numbers.day(datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 2, 11)]

    assert days == ["1er novembre 2026", "2 novembre 2026", "11 novembre 2026"]
