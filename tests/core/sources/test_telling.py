"""Documents read one by one, and the values in them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from parcours.core.sources import plan, preview
from parcours.core.sources.telling import instant, number, text

Write = Callable[..., Path]
TRACK = {"type": "track", "userId": "u", "event": "A Done", "timestamp": "2026-03-03T10:00Z"}


def test_a_long_file_is_read_page_by_page_and_a_bad_line_costs_itself(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.telling.DOCUMENTS", 3)
    lines = [json.dumps(TRACK | {"messageId": f"m{n}"}) for n in range(7)]
    path = write("f.ndjson", "\n".join([*lines, "{", "7"]))

    batches = list(plan(path).batches())

    assert [each.events.height for each in batches] == [3, 3, 1, 0]
    assert [each.read for each in batches] == [3, 3, 3, 0]
    assert batches[-1].done == path.stat().st_size
    assert preview(plan(path)).examples["line"].to_list() == [8, 9]


def test_an_instant_is_iso_and_a_local_one_is_read_in_its_zone() -> None:
    assert str(instant("2026-03-03T10:03:20.123456789Z")) == "2026-03-03 10:03:20.123456+00:00"
    assert str(instant("2026-07-01T10:00:00", "Europe/Paris")) == "2026-07-01 08:00:00+00:00"
    assert str(instant("2026-03-29T02:30:00", "Europe/Paris")) == "2026-03-29 01:30:00+00:00"
    wrong = ["soon", "", None, 7, "0001-01-01T00:00:00+14:00"]
    assert [instant(each) for each in wrong] == [None] * 5


def test_numbers_and_texts_are_read_from_either() -> None:
    given = [1, "2.5", True, None, "x", "inf", [], 3.0, " a "]

    assert [number(each) for each in given] == [
        1.0, 2.5, None, None, None, None, None, 3.0, None,
    ]  # fmt: skip
    assert [text(each) for each in given] == [
        "1", "2.5", None, None, "x", "inf", None, "3", "a",
    ]  # fmt: skip
