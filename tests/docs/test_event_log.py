"""The reference of the event log says, in both languages, what its columns are."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from parcours.core.schema import COLUMNS, MOMENT, REQUIRED
from tests.docs.test_your_first_canvas import blocks

REFERENCE = Path(__file__).parents[2] / "docs/reference"
WORDS = {
    "event-log.md": {"text": pl.String(), "moment": MOMENT, "number": pl.Float64()},
    "event-log.fr.md": {"texte": pl.String(), "moment": MOMENT, "nombre": pl.Float64()},
}
NEEDED = {"event-log.md": "needed", "event-log.fr.md": "nécessaire"}

each_page = pytest.mark.parametrize("page", list(WORDS))


@each_page
def test_the_columns_are_told_in_their_order_with_their_types(page: str) -> None:
    told: dict[str, pl.DataType] = {}
    needed: list[str] = []
    for line in (REFERENCE / page).read_text("utf-8").split("\n## ")[1].splitlines():
        if line.startswith("| `"):
            names, types, rules = (cell.strip() for cell in line.split("|")[1:4])
            columns = [name.strip("` ") for name in names.split(",")]
            kinds = [WORDS[page][word] for word in types.split(", ")]
            told |= dict(zip(columns, kinds * len(columns), strict=False))
            needed += columns if rules.startswith(NEEDED[page]) else []

    assert list(told.items()) == list(COLUMNS.items())
    assert needed == list(REQUIRED)


@each_page
def test_the_example_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [(_language, example)] = blocks(REFERENCE / page)
    at = pl.Series(["2026-03-01T12:00:00+01:00"])
    table = pl.DataFrame({"event_id": "e-1", "customer_id": "c-17", "activity": "order.placed"})
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {"table": table.with_columns(at=at)}

    exec(example, found)

    assert found["done"].written == found["log"].count() == 1
