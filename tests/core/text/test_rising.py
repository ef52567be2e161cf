"""Alerts find what doubled, and raise no more false ones than they say."""

import numpy as np
import polars as pl

from parcours.core.text.rising import RISES, rises

SHOPS = [f"shop {number}" for number in range(40)]


def texts(rng: np.random.Generator, *, doubled: str = "") -> pl.DataFrame:
    """A year and four weeks of forty shops; one text in ten speaks of the queue."""
    shops = rng.choice(SHOPS, 40_000)
    lately = rng.random(40_000) < 1 / 13
    chance = np.where((shops == doubled) & lately, 0.3, 0.1)
    return pl.DataFrame({"shop": shops, "queue": rng.random(40_000) < chance, "now": lately})


def test_a_complaint_that_tripled_in_one_shop_is_the_first_alert():
    found = [
        rises(texts(np.random.default_rng(seed), doubled="shop 7"), ["shop"], said="queue",
              lately="now").row(0, named=True)
        for seed in range(40)
    ]  # fmt: skip
    assert sum(each["is_alert"] and each["shop"] == "shop 7" for each in found) >= 34
    assert sum(each["times_low"] < 3 for each in found) >= 35  # 97.5 % should be


def test_false_alerts_are_as_rare_as_they_say_whatever_is_watched():
    """Where nothing changed every alert is false: one look in twenty may raise any."""
    rng = np.random.default_rng(2)
    looks = [
        rises(texts(rng), ["shop"], said="queue", lately="now")["is_alert"].any()
        for _look in range(200)
    ]
    assert sum(looks) <= 18  # of 200; more come once in a hundred at 5 %


def test_what_was_said_four_times_is_no_alert_and_what_nobody_said_before_may_be():
    told = pl.DataFrame(
        {
            "shop": ["Lille"] * 104 + ["Lyon"] * 120,
            "queue": [False] * 100 + [True] * 4 + [False] * 100 + [True] * 20,
            "now": [False] * 100 + [True] * 4 + [False] * 100 + [True] * 20,
        }
    )
    found = rises(told, ["shop"], said="queue", lately="now")
    assert found.select("shop", "before", "all_before", "lately", "all_lately").rows() == [
        ("Lyon", 0, 100, 20, 20)
    ]
    assert found["is_alert"].to_list() == [True]


def test_a_group_without_a_past_or_a_table_without_texts_raises_nothing():
    new = pl.DataFrame({"shop": ["Nice"] * 9, "queue": [True] * 9, "now": [True] * 9})
    for told in (new, new.clear()):
        found = rises(told, ["shop"], said="queue", lately="now")
        assert found.height == 0
        assert dict(found.schema) == {"shop": pl.String} | RISES
