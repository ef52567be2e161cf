"""JSON: a line each, an array, one after the other; what is not JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parcours.core.sources import frame, plan, preview
from parcours.core.sources.documents import documents, inside
from parcours.core.sources.ndjson import JsonTable
from parcours.core.sources.reading import Rejected
from tests.core.sources.told import told

Write = Callable[..., Path]
THREE = [{"n": 1, "x": "é"}, {"n": 2, "x": {"y": "😀"}}, {"n": 3}]


def values(path: Path) -> list[object]:
    return [
        "bad" if isinstance(each.value, Rejected) else each.value for each in documents(path)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(json.dumps, THREE)),
        "\ufeff" + "\n\n".join(map(json.dumps, THREE)) + "\n",
        json.dumps(THREE),
        json.dumps(THREE, indent=2, ensure_ascii=False),
        "\n".join(json.dumps(each, indent=1) for each in THREE),
        "".join(json.dumps(each).replace(", ", ",\n  ") for each in THREE),
    ],
)
def test_every_usual_way_to_write_objects_gives_the_same(write: Write, text: str) -> None:
    assert values(write("f.json", text)) == THREE


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
def test_an_array_is_read_a_piece_at_a_time_whatever_the_piece(
    write: Write, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("parcours.core.sources.documents.CHUNK", size)
    path = write("f.json", json.dumps(THREE, ensure_ascii=False))

    assert values(path) == THREE


def test_a_bad_line_costs_itself_and_a_bad_element_what_follows(write: Write) -> None:
    lines = write("f.ndjson", '{"n": 1}\n{"n": \n[1]\n{"n": 2}')
    array = write("f.json", '[{"n": 1}, 7, {"n": "\\ud800"}, {"n": NaN}, {"n": nil}, {"n": 2}]')

    assert values(lines) == [{"n": 1}, "bad", "bad", {"n": 2}]
    assert values(array) == [{"n": 1}, "bad", "bad", "bad", "bad"]
    assert [each.line for each in documents(lines)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('oops\n{"n":\n[1]\n{"n": 1}\n{"n": 2}', ["bad", "bad", "bad", {"n": 1}, {"n": 2}]),
        ('[\n{"n": 1},\n{"n": 2}\n]', [{"n": 1}, {"n": 2}]),
        ('{"n": 1,\n "l": [\n  {"m": 1}\n ]\n}', [{"n": 1, "l": [{"m": 1}]}]),
    ],
)
def test_lines_are_objects_where_one_is_however_many_before_it_are_broken(
    write: Write, text: str, found: list[Any]
) -> None:
    assert values(write("f.ndjson", text)) == found


def test_events_enter_though_the_first_lines_are_broken(write: Write) -> None:
    event = '{"customer_id": "a", "at": "2026-01-01T10:00:00Z", "activity": "order.placed"}\n'

    seen = preview(plan(write("f.ndjson", '{"customer_id":\nnot json\n' + event)))

    assert seen.events == {"order.placed": 1}
    assert seen.examples.select("line", "reason").rows() == [
        (1, "this is not JSON"),
        (2, "this is not JSON"),
    ]


def test_nested_names_are_joined_and_mixed_values_are_texts(write: Write) -> None:
    path = write("f.ndjson", "\n".join(map(json.dumps, THREE)) + '\n{"n": "four", "l": [1]}')

    table = JsonTable(path)
    (rows,) = table.rows()

    assert table.header == ["n", "x", "x.y", "l"]
    assert rows.frame.rows(named=True) == [
        {"n": "1", "x": "é", "x.y": None, "l": None},
        {"n": "2", "x": None, "x.y": "😀", "l": None},
        {"n": "3", "x": None, "x.y": None, "l": None},
        {"n": "four", "x": None, "x.y": None, "l": "[1]"},
    ]


def test_objects_become_events(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcours.core.sources.records.AT_ONCE", 2)
    text = (
        "\n".join(
            json.dumps(
                {"user": {"id": n}, "event": "Video Played", "ts": f"2026-03-0{n}T10:00:00Z"}
            )
            for n in (1, 2, 3)
        )
        .replace('"user": {"id": ', '"user_id": ')
        .replace("}, ", ", ")
    )
    path = write("f.ndjson", text)

    assert plan(path).mapping.kind == "ndjson"
    assert told(frame(path), "customer_id", "at", "activity") == [
        {"customer_id": str(n), "at": f"2026-03-0{n}T10:00:00Z", "activity": "video.played"}
        for n in (1, 2, 3)
    ]


def test_lines_that_are_no_objects_are_reported_and_the_others_enter(write: Write) -> None:
    good = '{"user_id": "u", "event": "a.b", "ts": "2026-03-03T10:00:00Z"}'
    path = write("f.ndjson", f"{good}\n{good[:20]}\n[]\n")

    found = preview(plan(path))

    assert (found.read, found.total) == (3, 1)
    assert found.examples["line"].to_list() == [2, 3]


def test_a_capture_a_batch_and_an_answer_hold_what_they_wrap() -> None:
    capture = {"headers": {"X-Shopify-Topic": "orders/create"}, "raw_body": '{"id": 7}'}

    assert inside(capture) == ([{"id": 7}], "orders/create")
    assert inside({"headers": {}, "raw_body": "webhook_id=12"}) == ([], "")
    assert inside({"batch": [{"a": 1}], "sentAt": "s"}) == ([{"sentAt": "s", "a": 1}], "")
    assert inside({"orders": []}) == ([], "")
    assert inside({"order": {"id": 7}}) == ([{"id": 7}], "")
    assert inside({"id": 7, "refunds": []}) == ([{"id": 7, "refunds": []}], "")
