"""The reference of the metrics says, in both languages, what the code does."""

from pathlib import Path

import pytest

from parcours.core import interval, nps_interval
from parcours.core.clv.valuation import FITTED
from parcours.core.metrics import METRICS
from parcours.core.metrics.lifetime_value import ASTRAY, DEFINITION, RELATED
from parcours.core.metrics.metric import Metric

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
FRENCH = {
    "share": "part", "points": "points", "score": "note", "felt": "ressenti",
    "seconds": "secondes", "count": "nombre",
    "journey": "parcours", "stage": "phase", "touchpoint": "point de contact",
    "awareness": "sensibilisation", "consideration": "considération", "decision": "décision",
    "retention": "fidélisation", "advocacy": "recommandation",
    "higher": "plus haut", "lower": "plus bas", "neither": "ni l'un ni l'autre",
}  # fmt: skip
BETTER = {True: "higher", False: "lower", None: "neither"}
INTERVAL = {"share": "Wilson", "mean": "Student", "count": "Garwood", "median": "exact"}


def rows(page: str) -> dict[str, list[str]]:
    lines = (REFERENCE / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): row for row in cells if len(row) == 8 and row[0].startswith("`")}


def said(metric: Metric, words: dict[str, str]) -> list[str]:
    def say(word: str) -> str:
        return words.get(word, word)

    level = say(metric.level) + (f" ({say(metric.stage)})" if metric.stage else "")
    better = say(BETTER[metric.higher_is_better])
    return [f"`{metric.name}`", metric.definition, say(metric.unit), level, better]


@pytest.mark.parametrize(("page", "words"), [("metrics.md", {}), ("metrics.fr.md", FRENCH)])
def test_every_metric_is_described_as_it_is(page, words):
    described = rows(page)

    assert list(described) == [metric.name for metric in METRICS]
    for metric in METRICS:
        row = described[metric.name]
        assert row[:5] == said(metric, words)
        assert metric.statistic == "points" or row[7] == INTERVAL[metric.statistic]


@pytest.mark.parametrize("page", ["metrics.md", "metrics.fr.md"])
def test_the_activities_a_metric_reads_are_named(page):
    text = (REFERENCE / page).read_text(encoding="utf-8")

    for metric in METRICS:
        for activity in set(metric.activities) - {"order.cancelled", "order.returned"}:
            assert f"`{activity}`" in text


@pytest.mark.parametrize(
    ("page", "numbers"),
    [("metrics.md", (f"{FITTED:,}", f"{RELATED}")),
     ("metrics.fr.md", (f"{FITTED:,}".replace(",", " "), f"{RELATED}".replace(".", ",")))],
)  # fmt: skip
def test_lifetime_value_is_described_with_its_limits(page, numbers):
    text = (REFERENCE / page).read_text(encoding="utf-8")

    assert f"`{DEFINITION}`" in text
    assert ASTRAY == 0.25  # "a quarter", « un quart »
    for number in numbers:
        assert number in text


@pytest.mark.parametrize("page", ["metrics.md", "metrics.fr.md"])
def test_the_intervals_that_are_named_exist(page):
    last = (REFERENCE / page).read_text(encoding="utf-8").split("## ")[-1]
    named = [word for word in last.split("`")[1::2] if not word.startswith("core.")]

    assert len(named) == 13
    assert set(named) <= {*vars(interval), *vars(nps_interval)}
