"""What the import command says and leaves behind."""

from pathlib import Path

import pytest

from parcours.cli import DONE, PARTLY, REFUSED, main
from parcours.core.log import EventLog

HEAD = "customer_id,at,activity\n"
ROW = "ana,2026-01-05T10:00Z,order.placed\n"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(HEAD + ROW)
    return file


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 event written to {log}, from 1 row."),
        ("fr", "1 événement écrit dans {log}, pour 1 ligne."),
    ],
)
def test_one_event_is_not_said_to_be_several(
    orders, tmp_path, capsys, monkeypatch, language, said
):
    monkeypatch.setenv("COLUMNS", "400")
    log = tmp_path / "log"

    assert main(["import", str(orders), str(log), "--lang", language]) == DONE

    assert capsys.readouterr().err.strip() == said.format(log=log)


def test_what_the_log_had_already_is_said(orders, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    log = tmp_path / "log"
    main(["import", str(orders), str(log), "-q"])

    assert main(["import", str(orders), str(log), "--lang", "en"]) == DONE

    assert capsys.readouterr().err.splitlines() == [
        f"0 events written to {log}, from 1 row.",
        "1 event was in the log already, or came twice.",
    ]


@pytest.mark.parametrize(("words", "lines"), [([], 2), (["-q"], 0)])
def test_refused_rows_stand_beside_the_file_and_where_is_said_unless_quiet(
    orders, tmp_path, capsys, monkeypatch, words, lines
):
    monkeypatch.setenv("COLUMNS", "400")
    orders.write_text(HEAD + ROW + ",2026-01-05T10:00Z,order.placed\n")

    code = main(["import", str(orders), str(tmp_path / "log"), "--lang", "en", *words])

    side = tmp_path / "orders.csv.rejected.csv"
    said = capsys.readouterr().err.splitlines()
    assert code == PARTLY
    assert side.read_text("utf-8-sig").splitlines()[1:] == ["3,customer_id,,there is no value"]
    assert len(said) == lines
    assert said[1:] == [f"Refused: 1, each with its line and reason in {side}"][: lines // 2]


@pytest.mark.parametrize("word", ["--dry-run", "--preview"])
def test_a_preview_needs_no_log_and_shows_the_plan_and_what_would_enter(orders, capsys, word):
    assert main(["import", str(orders), word, "--lang", "en"]) == DONE

    shown = flat(capsys.readouterr().out)
    assert "in the log" in shown
    assert "1 row read, 1 event enters, 0 stay out" in shown


def test_without_a_log_an_import_is_refused(orders, capsys):
    assert main(["import", str(orders), "--lang", "en"]) == REFUSED

    assert "LOG is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("saved", "said"),
    [([], "Keep the mapping with --save-mapping FILE"), (["m.yaml"], "Complete m.yaml, then")],
)
def test_a_mapping_that_lacks_something_says_how_to_go_on(
    orders, tmp_path, capsys, monkeypatch, saved, said
):
    monkeypatch.chdir(tmp_path)
    orders.write_text("a;b\n1;2\n")
    options = ["--save-mapping", *saved] if saved else []

    code = main(["import", str(orders), "log", *options, "--lang", "en"])

    complaint = flat(capsys.readouterr().err)
    assert code == REFUSED
    assert "orders.csv cannot be read yet: who" in complaint
    assert said in complaint
    assert not Path("log").exists()


def test_the_log_of_a_preview_stays_as_it_was(orders, tmp_path):
    log = tmp_path / "log"
    main(["import", str(orders), str(log), "-q"])
    orders.write_text(HEAD + ROW.replace("ana", "zoe"))

    main(["import", str(orders), str(log), "--preview", "-q"])

    assert EventLog.open(log).count() == 1
