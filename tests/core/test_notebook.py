"""What objects show of themselves in a notebook, in both languages, without script."""

from datetime import UTC, datetime

import polars as pl
import pytest

from parcours.core.canvas import Canvas
from parcours.core.effect import Effect
from parcours.core.figure import Figure
from parcours.core.kernel import MemoryLog
from parcours.core.language import speaking
from parcours.core.log import EventLog
from parcours.core.metrics.lifetime_value import lifetime_value

AT = datetime(2026, 3, 1, tzinfo=UTC)
EVENTS = pl.DataFrame(
    {"customer_id": ["ana", "bob"], "at": [AT, AT], "activity": ["order.placed"] * 2}
)
KEPT = Figure(
    value=0.72, low=0.7, high=0.74, n=1234, unit="share", definition="kept/1", as_of=AT
)
CANVAS = Canvas.parse(
    """
    canvas: shop
    title: {en: Shop, fr: Boutique}
    stages:
      - stage: buy
        title: {en: Buying, fr: Achat}
        touchpoints:
          - touchpoint: till
            title: {en: Till <1>, fr: Caisse <1>}
            aim: 4.5
    """
)


def rows(shown: str) -> list[list[str]]:
    """The texts of a table, row by row."""
    inside = [row.split("</tr>")[0] for row in shown.split("<tr>")[1:]]
    return [
        [cell.split(">", 1)[1] for cell in row.replace("</th>", "</td>").split("</td>")[:-1]]
        for row in inside
    ]


@pytest.mark.parametrize(
    ("language", "found"),
    [
        (
            "en",
            [
                ["value", "72%"],
                ["95% interval", "[70;\N{NO-BREAK SPACE}74]"],
                ["n", "1,234"],
                ["as of", "Mar 1, 2026, 12:00:00\N{NARROW NO-BREAK SPACE}AM"],
            ],
        ),
        (
            "fr",
            [
                ["valeur", "72\N{NO-BREAK SPACE}%"],
                [
                    "intervalle à 95\N{NO-BREAK SPACE}%",
                    "[70\N{NO-BREAK SPACE};\N{NO-BREAK SPACE}74]",
                ],
                ["n", "1\N{NARROW NO-BREAK SPACE}234"],
                ["au", "1 mars 2026, 00:00:00"],
            ],
        ),
    ],
)
def test_a_figure_shows_value_interval_and_count(language: str, found: list[list[str]]):
    with speaking(language):
        shown = KEPT._repr_html_()

    assert rows(shown) == found
    assert "<caption>kept/1</caption>" in shown


def test_a_figure_of_too_few_shows_no_number():
    few = Figure(value=0.5, n=4, unit="share", definition="kept/1", note="four answers")

    assert rows(few._repr_html_()) == [["value", "too few to conclude (n = 4)"]]
    assert "<li>four answers</li>" in few._repr_html_()


def test_an_effect_shows_its_rung_and_its_doubts():
    figure = Figure(value=0.2, low=0.1, high=0.3, n=100, unit="share", definition="returned/1")
    effect = Effect(rung="raw", figure=figure, warnings=("the groups differ",))

    shown = effect._repr_html_()

    assert "<caption>returned/1 (not adjusted)</caption>" in shown
    assert rows(shown)[0] == ["value", "+20 pts"]
    assert "<li>the groups differ</li>" in shown


@pytest.mark.parametrize(
    ("language", "found"),
    [
        (
            "en",
            [
                ["stage", "touchpoint", "desired", "promises"],
                ["Buying", "Till &lt;1&gt;", "4.5", ""],
            ],
        ),
        (
            "fr",
            [
                ["phase", "point de contact", "souhaité", "promesses"],
                ["Achat", "Caisse &lt;1&gt;", "4,5", ""],
            ],
        ),
    ],
)
def test_a_canvas_shows_its_touchpoints(language: str, found: list[list[str]]):
    with speaking(language):
        assert rows(CANVAS._repr_html_()) == found


def test_logs_show_how_much_they_hold(tmp_path):
    log = EventLog.create(tmp_path / "log")
    log.append(EVENTS.with_columns(pl.lit("").alias("event_id") + pl.col("customer_id")))

    with speaking("fr"):
        in_memory = rows(MemoryLog(EVENTS)._repr_html_())
        on_disk = rows(log._repr_html_())

    assert in_memory == [
        ["événements", "2"],
        ["clients", "2"],
        ["premier", "2026-03-01"],
        ["dernier", "2026-03-01"],
    ]
    assert on_disk[1:] == [
        ["premier", "2026-03-01"],
        ["dernier", "2026-03-01"],
        ["version", "1"],
    ]


def test_a_lifetime_value_that_cannot_be_told_says_why():
    shown = lifetime_value(EVENTS)._repr_html_()

    assert [row[0] for row in rows(shown)] == ["months to come", "12", "24"]
    assert (
        "<li>It cannot be estimated: only 0 customers bought again: 10 are needed.</li>"
        in shown
    )


def test_nothing_shown_has_a_script_or_a_style():
    shown = (KEPT, CANVAS, MemoryLog(EVENTS), lifetime_value(EVENTS))

    assert not any(
        word in each._repr_html_() for each in shown for word in ("<script", "style")
    )
