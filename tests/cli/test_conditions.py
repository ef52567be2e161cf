"""Conditions that leave nothing, and journeys of a large log."""

from importlib import import_module
from pathlib import Path

import pytest

from parcours.cli import DONE, REFUSED, main
from parcours.core.demo import CANVAS, demo_events


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("events") / "events.parquet"
    demo_events(customers=100).write_parquet(file)
    return file


@pytest.mark.parametrize("words", [["gap", str(CANVAS)], ["journeys"]])
def test_conditions_that_nothing_meets_are_told_with_the_nearest_value(events, words, capsys):
    asked = [*words, str(events), "--where", "channel=wbe", "--lang", "en"]

    assert main(asked) == REFUSED

    shown = capsys.readouterr()
    assert shown.out == ""
    assert "No event has channel wbe. Did you mean `web`?" in " ".join(shown.err.split())


@pytest.mark.parametrize(("most", "is_said"), [(20_000_000, False), (100, True)])
def test_waits_of_a_large_log_say_how_exact_they_are(
    events, monkeypatch, capsys, most, is_said
):
    module = import_module("parcours.core.path.journeys")
    monkeypatch.setattr(module, "EXACT_UP_TO", most)

    assert main(["journeys", str(events), "--lang", "en"]) == DONE

    said = "Medians and one-in-ten waits are within 1% of the exact ones."
    assert (said in " ".join(capsys.readouterr().out.split())) == is_said
