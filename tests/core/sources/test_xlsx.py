"""Workbooks."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from parcours.core.sources import IncompleteMapping, Mapping, frame, parse_mapping, plan
from parcours.core.sources.reading import UnreadableFile
from parcours.core.sources.xlsx import Workbook
from tests.core.sources.told import told
from tests.core.sources.workbook import write_workbook

ROWS: list[list[object]] = [
    ["Export", None, None],
    [None, None, None],
    ["Date", "N° client", "Montant"],
    [datetime(2026, 3, 3, 10, 30), 12, 3.5],
    [None, None, None],
    [datetime(2026, 3, 4), 13, "offert"],
]


def test_the_header_is_the_first_row_with_two_cells_and_dates_are_dates(tmp_path: Path) -> None:
    book = Workbook(write_workbook(tmp_path / "f.xlsx", Ventes=ROWS))

    (rows,) = book.rows()

    assert book.header == ["Date", "N° client", "Montant"]
    assert rows.frame["Date"].to_list() == [datetime(2026, 3, 3, 10, 30), datetime(2026, 3, 4)]
    assert rows.lines.to_list() == [4, 6]


def test_a_workbook_becomes_events_and_a_bad_cell_costs_its_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "f.xlsx", Ventes=ROWS, Notes=[["a", "b"], [1, 2]])
    found = plan(path)

    events = [
        {
            "activity": "order.placed",
            "at": "Date",
            "customer_id": "N° client",
            "amount": "Montant",
        }
    ]
    mapping = Mapping.model_validate({"kind": "xlsx", "events": events})
    batch = next(plan(path, mapping=mapping).batches())

    assert found.mapping.sheet == "Ventes"
    assert any("Notes" in note for note in found.notes)
    assert told(batch.events, "customer_id", "at", "activity", "amount") == [
        {
            "customer_id": "12",
            "at": "2026-03-03T10:30:00Z",
            "activity": "order.placed",
            "amount": 3.5,
        }
    ]
    assert batch.rejected.rows() == [
        (6, "Montant", "offert", "this is not a number with the decimal mark '.'")
    ]


def test_days_that_excel_shows_as_numbers_are_read_as_days(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Date", "client", "total"], [46084.25, "C1", 2]]

    events = frame(write_workbook(tmp_path / "f.xlsx", A=rows))

    assert told(events, "at") == [{"at": "2026-03-03T06:00:00Z"}]


def test_another_sheet_is_read_when_the_mapping_says_so(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "f.xlsx", A=ROWS, B=[["who", "when"], ["C1", "2026-03-03"]]
    )
    text = "{kind: xlsx, sheet: %s, events: [{activity: a.b, at: when, customer_id: who}]}"

    assert told(frame(path, parse_mapping(text % "B")), "customer_id") == [
        {"customer_id": "C1"}
    ]
    with pytest.raises(IncompleteMapping, match="has no column 'when', 'who'"):
        plan(path, mapping=parse_mapping(text % "A"))
    with pytest.raises(UnreadableFile, match="no sheet 'C'; it has A, B"):
        plan(path, mapping=parse_mapping(text % "C"))


def test_a_workbook_without_cells_and_one_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        _ = Workbook(write_workbook(tmp_path / "f.xlsx", A=[])).header
    book = zipfile.ZipFile(write_workbook(tmp_path / "whole.xlsx", A=ROWS))
    with zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in book.namelist()[:-1]:
            cut.writestr(name, book.read(name))
    book.close()
    with pytest.raises(UnreadableFile, match="damaged, or protected by a password"):
        _ = Workbook(tmp_path / "cut.xlsx").header
    (tmp_path / "g.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(UnreadableFile, match="not a workbook that can be read"):
        _ = Workbook(tmp_path / "g.xlsx").header
