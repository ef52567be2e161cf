"""Kano: how people take a thing with and without it, classed as the published table has it."""

from itertools import product
from typing import Any

import polars as pl
import pytest

from parcours.core.survey import template
from parcours.core.survey.kano import CATEGORIES, TAKEN, category_of, classed, is_pair, kano

PUBLISHED: Any = {
    # Sauerwein, Bailom, Matzler, Hinterhuber (1996): skis, shares of those asked, in percent.
    "edge grip": ({"A": 7.0, "O": 32.3, "M": 49.3, "I": 9.5}, "M", 0.401, -0.832),
    "service": ({"A": 63.8, "O": 21.6, "M": 2.9, "I": 8.5}, "A", 0.882, -0.253),
}


@pytest.mark.parametrize("item", PUBLISHED)
def test_published_coefficients_are_found_again(item: str) -> None:
    shares, category, better, worse = PUBLISHED[item]
    thousand = [each for each in shares for _n in range(round(10 * shares[each]))]

    found = kano(thousand)

    assert found.category == category
    assert found.is_clear
    assert found.better.value == pytest.approx(better, abs=0.001)
    assert found.worse.value == pytest.approx(worse, abs=0.001)
    assert found.worse.low < found.worse.value < found.worse.high < 0  # type: ignore[operator]


def test_the_table_is_the_published_one() -> None:
    table = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]

    found = [category_of(*pair) for pair in product(TAKEN, TAKEN)]

    assert found == [*"".join(table)]


def test_two_categories_as_frequent_are_not_clear() -> None:
    found = kano([*"MMMMMOOOOAI"])

    assert (found.category, found.is_clear) == ("M", False)
    assert dict(found.counts) == {"A": 1, "O": 4, "M": 5, "I": 1, "R": 0, "Q": 0}


def test_nobody_classes_nothing() -> None:
    found = kano([])

    assert (found.category, found.is_clear) == (None, False)
    assert (found.better.value, found.worse.value) == (None, None)


def test_who_answered_one_half_is_left_out() -> None:
    rows = [("a", "with", "like"), ("a", "without", "dislike"), ("b", "with", "like")]
    answers = pl.DataFrame(rows, ["response", "row", "option"], orient="row")

    assert classed(answers).rows() == [("a", "O")]


def test_the_templates_pairs_are_known_as_such_and_other_tables_are_not() -> None:
    questions = template("what-matters").questions

    pairs = [each for each in questions if is_pair(each)]
    assert len(pairs) == 3
    assert not any(is_pair(each) for each in template("after-store-visit").questions)
    assert set(CATEGORIES) == set("AOMIRQ")
