"""What people type, and what they get for it."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from parcours.cli import DONE, FAULT, REFUSED, main, wanted_language
from parcours.cli.given import conditions, moment
from parcours.core.demo import CANVAS, demo_events


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("events") / "events.parquet"
    demo_events(customers=400).write_parquet(file)
    return file


def test_gap_prints_each_promise_and_writes_the_report(events, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "240")
    html = tmp_path / "new" / "report.html"

    code = main(["gap", str(CANVAS), str(events), "--html", str(html), "--lang", "en"])

    assert code == DONE
    assert "No fee added after the cart" in capsys.readouterr().out
    assert html.read_text().startswith('<!doctype html>\n<html lang="en">')


def test_gap_as_json_carries_every_figure_with_its_count(events, capsys):
    assert main(["gap", str(CANVAS), str(events), "--json", "--lang", "en"]) == DONE

    found = json.loads(capsys.readouterr().out)
    kept = [promise["kept"] for promise in found["promises"]]
    assert len(kept) > 10
    assert all({"value", "low", "high", "n", "definition"} <= set(figure) for figure in kept)


def test_gap_as_csv_has_one_row_per_promise_and_per_case(events, tmp_path):
    assert main(["gap", str(CANVAS), str(events), "--csv", str(tmp_path), "-q"]) == DONE

    promises = pl.read_csv(tmp_path / "promises.csv")
    cases = pl.read_csv(tmp_path / "cases.csv", infer_schema_length=None)
    decided = cases.filter(pl.col("state").is_in(["kept", "broken"]))
    assert promises["kept_n"].sum() == decided.height


def test_conditions_keep_only_the_cases_that_open_so(events, tmp_path):
    asked = ["gap", str(CANVAS), str(events), "--csv", str(tmp_path), "-q"]

    assert main([*asked, "--where", "channel=store"]) == DONE

    cases = pl.read_csv(tmp_path / "cases.csv", infer_schema_length=None)
    assert cases["channel"].unique().to_list() == ["store"]


def test_a_moment_in_the_past_knows_nothing_of_what_came_later(events, tmp_path):
    asked = ["gap", str(CANVAS), str(events), "--csv", str(tmp_path), "-q"]

    assert main([*asked, "--as-of", "2026-03-31"]) == DONE

    cases = pl.read_csv(tmp_path / "cases.csv", infer_schema_length=None)
    assert cases["opened"].max() < "2026-04-01"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gap", "no.yaml", "no.parquet"], "no.yaml does not exist"),
        (["gap", str(CANVAS), "no.parquet"], "no.parquet does not exist"),
        (["gap", str(CANVAS), str(CANVAS)], "maison-lutece.yaml"),
        (["gap", str(CANVAS), __file__, "--as-of", "soon"], "--as-of soon"),
        (["gap", "--lang", "de"], "there is no language `de`. Use one of: en, fr."),
        (["metrics", __file__, "--since", "soon"], "--since soon"),
        (["gap", str(CANVAS), __file__, "--where", "chanel=web"], "Did you mean `channel`?"),
        (["journeys", __file__, "--gap", "a while"], "is not a duration"),
        (["canvas", "check", __file__], "test_commands.py"),
        (["canvas", "check", str(CANVAS.parent)], "is a folder"),
        (
            ["demo", "--no-serve", "--customers", "100", "--folder", __file__],
            "is there already",
        ),
        (["gaps"], "gap"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(words, said, capsys):
    asked = words if words == ["gaps"] or "--lang" in words else [*words, "--lang", "en"]
    assert main(asked) == REFUSED

    complaint = " ".join(capsys.readouterr().err.split())
    assert said in complaint
    assert "Traceback" not in complaint


def test_a_metric_that_is_none_is_refused_with_the_nearest(events, capsys):
    assert main(["metrics", str(events), "nsp", "--lang", "en"]) == REFUSED

    assert "nps" in capsys.readouterr().err


def test_import_twice_is_import_once(events, tmp_path, capsys):
    log = tmp_path / "log"

    assert main(["import", str(events), str(log), "--lang", "en"]) == DONE
    assert main(["import", str(events), str(log), "-q", "--lang", "en"]) == DONE

    from parcours.core.log import EventLog

    assert EventLog.open(log).count() == pl.read_parquet(events)["event_id"].n_unique()


def test_a_dry_run_writes_nothing(events, tmp_path, capsys):
    log, mapping = tmp_path / "log", tmp_path / "mapping.yaml"
    asked = ["import", str(events), str(log), "--dry-run", "--save-mapping", str(mapping)]

    assert main([*asked, "--lang", "en"]) == DONE

    assert not log.exists()
    assert "kind: parquet" in mapping.read_text()


def test_journeys_show_ways_and_funnel(events, tmp_path, capsys):
    asked = ["journeys", str(events), "--canvas", str(CANVAS), "--csv", str(tmp_path)]

    assert main([*asked, "--lang", "en"]) == DONE

    assert "What follows what" in capsys.readouterr().out
    written = {file.stem for file in tmp_path.glob("*.csv")}
    assert written == {"variants", "follows", "steps", "durations", "funnel"}


def test_lifetime_value_is_shown_with_its_hold_out_and_its_doubts(events, tmp_path, capsys):
    file = tmp_path / "value.csv"
    asked = ["metrics", str(events), "lifetime_value", "nps", "--canvas", str(CANVAS)]

    assert main([*asked, "--csv", str(file), "--lang", "en"]) == DONE

    shown = " ".join(capsys.readouterr().out.split())
    assert "Customer lifetime value" in shown
    assert "Hold-out: from" in shown
    assert "customers bought once" in shown
    names = pl.read_csv(file)["metric"].to_list()
    assert names == ["nps", "lifetime_value_12", "lifetime_value_24"]


def test_lifetime_value_is_not_split(events, capsys):
    asked = ["metrics", str(events), "lifetime_value", "--every", "1mo", "--lang", "en"]

    assert main(asked) == REFUSED

    assert "leave out --every" in capsys.readouterr().err


def test_since_a_day_means_from_its_beginning():
    assert moment("2026-06-30", option="--since") == datetime(2026, 6, 30, tzinfo=UTC)
    assert moment("2026-06-30") == datetime(2026, 6, 30, 23, 59, 59, 999_999, tzinfo=UTC)


def test_a_postal_code_in_a_condition_is_a_text():
    assert conditions(["properties.postcode=07100,7100"]) == {
        "properties.postcode": ("07100", 7100.0)
    }


def test_a_file_that_cannot_be_read_leaves_no_log_behind(tmp_path):
    file, log = tmp_path / "what.csv", tmp_path / "log"
    file.write_text("a;b\n1;2\n")

    assert main(["import", str(file), str(log), "-q"]) == REFUSED

    assert not log.exists()


def test_metrics_show_figures_by_week(events, tmp_path, capsys):
    file = tmp_path / "nps.csv"

    code = main(
        ["metrics", str(events), "nps", "--every", "1mo", "--csv", str(file), "--lang", "en"]
    )

    assert code == DONE
    table = pl.read_csv(file)
    assert set(table["metric"]) == {"nps"}
    assert table.height >= 10


def test_canvas_new_is_a_canvas_that_checks(tmp_path, capsys):
    file = tmp_path / "mine.yaml"

    assert main(["canvas", "new", str(file), "--lang", "fr"]) == DONE
    assert main(["canvas", "check", str(file)]) == DONE
    assert main(["canvas", "new", str(file)]) == REFUSED


def test_canvas_schema_is_json(capsys):
    assert main(["canvas", "schema", "--lang", "fr"]) == DONE

    assert json.loads(capsys.readouterr().out)["title"] == "Canvas"


def test_a_fault_of_ours_shows_no_traceback_and_keeps_it_in_a_file(monkeypatch, capsys):
    monkeypatch.setattr("parcours.cli.app.build", lambda: 1 / 0)

    assert main(["gap", "--lang", "en"]) == FAULT

    said = "".join(capsys.readouterr().err.split())
    kept = Path(said[said.index("arein") + 5 : said.index(".txt") + 4])
    assert "ZeroDivisionError" in kept.read_text()
    assert "Traceback" not in said
    kept.unlink()


def test_help_speaks_french():
    done = subprocess.run(
        [sys.executable, "-m", "parcours", "gap", "--help", "--lang", "fr"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Écrire le rapport" in done.stdout
    assert re.findall(r"<\w+", done.stdout) == []  # no <bool>, no <path>


@pytest.mark.parametrize(
    ("system", "language"), [("fr_FR.UTF-8", "fr"), ("C.UTF-8", "en"), ("de_DE", "en")]
)
def test_the_language_is_the_systems_where_none_is_asked(monkeypatch, system, language):
    monkeypatch.delenv("PARCOURS_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", system)

    assert wanted_language([]) == language


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gap"], "Il manque CANEVAS."),
        (["gaps"], "Il n’y a pas de commande gaps. Vouliez-vous dire `gap`"),
        (["gap", "--htlm", "x"], "Il n’y a pas d’option --htlm. Vouliez-vous dire `--html`"),
        (["gap", "a", "b", "c"], "c : c’est plus que la commande n’en prend."),
        (["gap", "a", "b", "--html"], "--html demande une valeur."),
        (["demo", "--customers", "3"], "--customers : 100 est le minimum"),
        (["demo", "--customers", "many"], "--customers : écrivez un nombre entier"),
    ],
)
def test_a_command_that_cannot_be_taken_is_refused_in_french(words, said):
    done = subprocess.run(
        [sys.executable, "-m", "parcours", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PARCOURS_LANG": "fr"},
    )

    assert done.returncode == REFUSED
    assert said in " ".join(done.stderr.split())
