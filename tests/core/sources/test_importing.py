"""Planning, previewing and loading."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from parcours.core.language import speaking
from parcours.core.log import EventLog
from parcours.core.schema import SCHEMA
from parcours.core.sources import (
    IncompleteMapping,
    UnreadableFile,
    frame,
    load,
    parse_mapping,
    plan,
    preview,
    read,
    write_mapping,
)

Write = Callable[..., Path]
SALES = """\
Date;N° client;N° commande;Montant;Livraison prévue
25/03/2026 10:30;C1;A1;12,50 €;28/03/2026
01/04/2026 09:05;C2;A2;beaucoup;05/04/2026
bientôt;C3;A3;1 234,00 €;05/04/2026
02/04/2026 09:05;;A4;3,00 €;05/04/2026
03/04/2026 09:05;C5;A5;3,00 €;
04/04/2026 09:05;C6;A6;3,00 €;06/04/2026
"""
MAPPING = parse_mapping(
    """
    kind: csv
    time_zone: Europe/Paris
    decimal: ","
    source: till
    events:
      - activity: order.placed
        at: {column: Date, format: "%d/%m/%Y %H:%M"}
        customer_id: N° client
        case_id: N° commande
        due_at: {column: Livraison prévue, format: "%d/%m/%Y"}
        amount: Montant
        currency: EUR
    """
)
WITH_PROPERTIES = parse_mapping(
    """
    kind: csv
    events:
      - activity: Ticket seen
        at: {column: Date, format: "%d/%m/%Y %H:%M"}
        customer_id: N° client
        properties: {ticket: N° commande}
    """
)


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    return EventLog.create(tmp_path / "log", buckets=2)


@pytest.fixture
def sales(write: Write) -> Path:
    return write("sales.csv", SALES, "cp1252")


def test_a_preview_says_what_would_enter_and_writes_nothing(sales: Path) -> None:
    found = preview(plan(sales, mapping=MAPPING))

    assert (found.read, found.total, found.rejected) == (6, 3, 3)
    assert found.events == {"order.placed": 3}
    assert found.first["customer_id"].to_list() == ["C1", "C5", "C6"]
    assert found.examples.select("line", "column", "value").rows() == [
        (3, "Montant", "beaucoup"),
        (4, "Date", "bientôt"),
        (5, "N° client", ""),
    ]
    assert sorted(path.name for path in sales.parent.iterdir()) == ["sales.csv"]


def test_loading_keeps_the_good_rows_and_says_which_were_bad_and_why(
    sales: Path, log: EventLog
) -> None:
    steps: list[tuple[int, int]] = []

    done = load(plan(sales, mapping=MAPPING), log, progress=lambda *step: steps.append(step))

    assert (done.read, done.written, done.duplicates, done.rejected) == (6, 3, 0, 3)
    assert done.version == log.version
    assert done.rejected_file == sales.with_name("sales.csv.rejected.csv")
    with done.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        assert [row[:3] for row in csv.reader(file)] == [
            ["line", "column", "value"],
            ["3", "Montant", "beaucoup"],
            ["4", "Date", "bientôt"],
            ["5", "N° client", ""],
        ]
    assert steps[-1] == (sales.stat().st_size, sales.stat().st_size)


def test_importing_twice_is_importing_once_also_in_another_order(
    sales: Path, log: EventLog, write: Write
) -> None:
    header, *rows = SALES.splitlines(keepends=True)
    again = write("again.csv", header + "".join(reversed(rows)))

    first = load(plan(sales, mapping=MAPPING), log)
    load(plan(sales, mapping=MAPPING), log)
    last = load(plan(again, mapping=MAPPING), log)

    assert log.count() == 3
    assert (first.written, first.duplicates) == (3, 0)
    assert (last.written, last.duplicates) == (0, 3)


def test_rows_that_say_the_same_are_one_event(write: Write, log: EventLog) -> None:
    path = write("f.csv", "date,client,event\n" + "2026-03-03,C1,visit.started\n" * 3)

    done = load(plan(path), log)

    assert (done.read, done.written, done.duplicates, done.rejected_file) == (3, 1, 2, None)


def test_batches_have_the_schema_of_the_log(sales: Path) -> None:
    (batch,) = read(plan(sales, mapping=MAPPING))

    assert batch.schema == SCHEMA
    assert frame(sales, MAPPING).equals(batch)


def test_many_batches_are_gathered_before_they_are_written(
    write: Write, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.csv.BLOCK", 500)
    monkeypatch.setattr("parcours.core.sources.importing.APPENDED", 400)
    path = write("f.csv", "date,client,event\n" + "".join(
        f"2026-03-03,C{n},visit.started\n" for n in range(1000)
    ))  # fmt: skip

    done = load(plan(path), log)

    assert (done.written, log.count(), log.files) == (1000, 1000, 1)
    # Three batches, one compaction, one sweep of what it replaced.
    assert done.version == 5


def test_reasons_are_in_the_language_of_who_imports(write: Write) -> None:
    path = write("f.csv", "date,client,event\n2026-03-03,C1,visit.started\n2026-03-03,,x.y\n")

    with speaking("fr"):
        found = preview(plan(path))

    assert found.reasons == {("client", "il n’y a pas de valeur"): 1}


def test_the_first_rows_alone_can_be_previewed(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.csv.BLOCK", 500)
    rows = "".join(f"2026-03-03,C{n},visit.started\n" for n in range(1000))

    found = preview(plan(write("f.csv", "date,client,event\n" + rows)), rows=10)

    assert 10 <= found.read < 200


def test_what_stays_out_goes_where_asked_or_where_it_can(
    sales: Path, log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = load(plan(sales, mapping=MAPPING), log, rejected_file=tmp_path / "bad.csv")
    sales.with_name("sales.csv.rejected.csv").mkdir()

    elsewhere = load(plan(sales, mapping=MAPPING), log)

    assert chosen.rejected_file == tmp_path / "bad.csv"
    assert elsewhere.rejected_file is not None
    assert elsewhere.rejected_file.read_text() == (tmp_path / "bad.csv").read_text()
    Path(elsewhere.rejected_file).unlink()
    with pytest.raises(OSError):
        load(plan(sales, mapping=MAPPING), log, rejected_file=tmp_path)


def test_a_file_that_leaves_a_doubt_is_not_imported_before_it_is_cleared(write: Write) -> None:
    found = plan(write("f.csv", "date,client,event\n03/04/2026,C1,visit.started\n"))

    with pytest.raises(IncompleteMapping, match="day/month or month/day"):
        preview(found)


def test_the_guess_knows_how_a_french_file_is_written(sales: Path) -> None:
    mapping = plan(sales).mapping

    assert (mapping.encoding, mapping.separator, mapping.decimal, mapping.source) == (
        "cp1252", ";", ",", "sales",
    )  # fmt: skip


def test_columns_the_file_has_not_are_named_with_those_it_has(write: Write) -> None:
    with pytest.raises(IncompleteMapping, match=r"has no column 'Date', .*it has 'a', 'b'"):
        plan(write("f.csv", "a,b\n1,2\n"), mapping=MAPPING)


def test_a_file_without_header_and_one_with_a_name_twice_are_noted(write: Write) -> None:
    bare = plan(write("f.csv", "2026-03-01;C1;12,50\n2026-03-02;C2;3,00\n"))
    twice = plan(write("g.csv", "date,client,event,date\n2026-03-01,C1,a.b,x\n"))

    assert bare.mapping.header is False
    assert "the first line holds values" in bare.notes[-1]
    assert "'date' stands over several columns" in twice.notes[-1]


def test_a_guess_that_was_saved_unfinished_is_not_loaded(write: Write) -> None:
    path = write("f.csv", "colour,size\nred,large\n")
    saved = parse_mapping(write_mapping(plan(path).mapping))

    found = plan(path, mapping=saved)

    assert [each.split(":")[0] for each in found.missing] == ["what", "who", "when"]
    assert plan(path, mapping=parse_mapping("kind: csv")).missing == (
        "what: say what a row tells, such as order.placed",
    )


def test_a_mapping_does_not_make_a_table_of_what_is_none(write: Write) -> None:
    with pytest.raises(UnreadableFile, match="is in PDF format"):
        plan(write("f.csv", b"%PDF-1.7"), mapping=MAPPING)


def test_a_gzip_file_is_loaded_and_its_progress_ends_at_its_size(
    write: Write, log: EventLog
) -> None:
    rows = "".join(f"2026-03-03,C{n},visit.started\n" for n in range(500))
    path = write("f.csv.gz", gzip.compress(f"date,client,event\n{rows}".encode()))
    steps: list[tuple[int, int]] = []

    done = load(plan(path), log, progress=lambda *step: steps.append(step))

    assert done.written == 500
    assert steps[-1] == (path.stat().st_size, path.stat().st_size)


def test_events_written_by_a_log_come_back_as_they_were(
    sales: Path, log: EventLog, tmp_path: Path
) -> None:
    load(plan(sales, mapping=MAPPING), log)
    load(plan(sales.with_name("sales.csv"), mapping=WITH_PROPERTIES), log)
    kept = log.scan().collect()
    kept.write_parquet(tmp_path / "log.parquet")
    kept.write_ndjson(tmp_path / "log.ndjson")

    assert frame(tmp_path / "log.parquet").equals(kept)
    assert frame(tmp_path / "log.ndjson").equals(kept)
