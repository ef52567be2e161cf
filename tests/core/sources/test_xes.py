"""Process logs in XES."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from parcours.core.sources import frame, plan, preview
from parcours.core.sources.records import table
from parcours.core.sources.xes import HasEntities, ProcessLog
from tests.core.sources.told import told

Write = Callable[..., Path]
LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <string key="concept:name" value="the log"/>
  <global scope="event"><string key="concept:name" value="?"/></global>
  {traces}
</log>"""
TRACE = """<trace>
  <string key="concept:name" value="{case}"/>
  <int key="amount requested" value="5000"/>
  <event>
    <string key="concept:name" value="Claim received"/>
    <date key="time:timestamp" value="2026-03-03T10:00:00.000+01:00"/>
    <string key="lifecycle:transition" value="start"/>
  </event>
  <event>
    <string key="concept:name" value="Claim received"/>
    <date key="time:timestamp" value="2026-03-03T11:00:00.000+01:00"/>
    <string key="lifecycle:transition" value="complete"/>
    <string key="org:resource" value="Ana"/>
    <float key="cost" value="12.5"/>
    <boolean key="urgent" value="True"/>
    <list key="l"><values><string key="concept:name" value="not me"/></values></list>
    <int key="odd" value="many"/>
  </event>
</trace>"""


def log(*cases: str) -> str:
    return LOG.format(traces="".join(TRACE.format(case=case) for case in cases))


def test_a_log_becomes_events_completed_ones_only_and_says_so(write: Write) -> None:
    path = write("claims.xes", log("C1"))

    assert any("completed" in note for note in plan(path).notes)
    assert told(frame(path)) == [
        {
            "customer_id": "C1",
            "case_id": "C1",
            "at": "2026-03-03T10:00:00Z",
            "activity": "claim.received",
            "properties": {
                "case_amount_requested": 5000,
                "org_resource": "Ana",
                "cost": 12.5,
                "urgent": True,
                "odd": "many",
            },
            "source": "claims",
        }
    ]


def test_counts_agree_with_the_tags_of_the_file_in_every_batch(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.core.sources.records.AT_ONCE", 7)
    text = log(*(f"C{n}" for n in range(50)))
    path = write("f.xes.gz", gzip.compress(text.encode()))
    log_file = ProcessLog(path)
    assert log_file.header[:2] == ["case:concept:name", "case:amount requested"]

    rows = list(log_file.rows())

    assert sum(each.frame.height for each in rows) == text.count("<event>") == 100
    assert [n for each in rows for n in each.lines] == list(range(1, 101))
    assert rows[-1].done == log_file.total
    assert preview(plan(path)).events == {"claim.received": 50}


def test_a_log_that_was_cut_gives_its_whole_events(write: Write) -> None:
    text = log("C1", "C2")
    path = write("f.xes", text[: text.rindex("<event>") + 30])

    found = preview(plan(path))

    assert found.total == 1
    assert found.read == 4
    assert found.rejected == 1
    assert "cannot be read" in found.examples["reason"][0]


def test_a_column_of_several_kinds_or_of_endless_numbers_is_text() -> None:
    found = table([{"a": 10**50, "b": 1, "c": 1}, {"a": 1, "b": 2.5, "c": "x"}, {}])

    assert found.rows() == [(str(10**50), 1.0, "1"), ("1", 2.5, "x"), (None, None, None)]


def test_entities_are_refused(write: Write) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa">]>' + log("&a;").split("?>")[1]
    )

    with pytest.raises(HasEntities, match="declares entities"):
        plan(write("f.xes", bomb))
