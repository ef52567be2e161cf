"""Mappings: what they accept, refuse, and how they are written."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from parcours.core.sources import (
    InvalidMapping,
    Mapping,
    load_mapping,
    parse_mapping,
    save_mapping,
    write_mapping,
)

FULL = """\
# The till's export
kind: csv
time_zone: Europe/Paris
separator: ;
decimal: ','
events:
  # one line, one ticket
  - activity: order.placed   # always
    at:
      template: '{Jour} {Heure}'
      format: '%d/%m/%Y %H:%M'
    customer_id:
      first:
        - Client
        - template: ticket {Ticket}
    when:
      Total:
        at_least: 0
      Statut:
        - payé
        - soldé
    channel: store
    amount:
      column: Total
      times: 0.01
    currency: EUR
    properties:
      - Magasin
  - activity:
      column: Statut
      values:
        soldé: order.closed
        annulé:
      others: empty
    at: Jour
    customer_id: Client
    properties:
      seller:
        column: Vendeur
        as: number
"""


def test_a_mapping_is_read_from_yaml_and_written_as_it_was(tmp_path: Path) -> None:
    mapping = parse_mapping(FULL)

    assert write_mapping(mapping, before=FULL) == FULL
    assert parse_mapping(write_mapping(mapping)) == mapping


def test_saving_keeps_the_comments_and_changes_only_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(FULL, "utf-8")
    mapping = parse_mapping(FULL)
    events = (mapping.events[0].model_copy(update={"currency": None}), *mapping.events[1:])
    longer = mapping.model_copy(
        update={"events": (*events, mapping.events[0]), "time_zone": "Europe/Lisbon"}
    )

    save_mapping(longer, path)

    text = path.read_text("utf-8")
    assert load_mapping(path) == longer
    assert "# The till's export" in text
    assert "# one line, one ticket" in text
    assert "order.placed   # always" in text
    assert "Europe/Lisbon" in text

    save_mapping(mapping.model_copy(update={"events": events[:1]}), path)

    assert len(load_mapping(path).events) == 1


def test_a_new_file_says_where_mappings_are_explained(tmp_path: Path) -> None:
    save_mapping(Mapping(kind="segment"), tmp_path / "m.yaml")

    assert (tmp_path / "m.yaml").read_text("utf-8").splitlines() == [
        "# How a file becomes events. See docs/reference/importing.md",
        "kind: segment",
        "time_zone: UTC",
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("kind: cvs\n", 1, "Did you mean `csv`?"),
        ("kind: csv\nseperator: ;\n", 2, "Did you mean `separator`?"),
        ("kind: csv\ntime_zone: Paris\n", 2, "Did you mean `Europe/Paris`?"),
        ("kind: csv\ntime_zone: ../etc\n", 2, "For instance: Europe/Paris."),
        ("kind: csv\nevents:\n  - activity: a.b\n    at: t\n", 3, "`customer_id` is missing"),
        ("kind: csv\nkind: csv\n", 2, "kind"),
        ("kind: [csv\n", 1, "not closed"),
        ("", 1, "empty"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_nearest_word(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(InvalidMapping, match="cannot be read") as caught:
        parse_mapping(text)

    problem = caught.value.problems[0]
    assert problem.line == line
    assert said in str(caught.value)


def test_a_mapping_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(InvalidMapping, match="No such file"):
        load_mapping(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"properties": ["E-mail"]}, "identities never enter the log"),
        ({"properties": {"who": "Prénom"}}, "identities never enter the log"),
        ({"properties": {"a": "a", "b": {"column": "b", "as": "members"}}}, "stands alone"),
        ({"case_id": "Téléphone"}, "only customer_id may read it"),
        ({"case_id": {"column": "a", "constant": "b"}}, "give one of column"),
        ({"case_id": {}}, "give one of column"),
    ],
)
def test_what_must_not_be_mapped_is_refused(event: dict[str, Any], said: str) -> None:
    whole = {"activity": "a.b", "at": "t", "customer_id": "c"} | event

    with pytest.raises(ValidationError, match=said):
        Mapping.model_validate({"kind": "csv", "events": [whole]})


def test_a_mapping_knows_the_columns_it_reads() -> None:
    assert parse_mapping(FULL).columns() == {
        "Jour", "Heure", "Client", "Ticket", "Statut", "Total", "Magasin", "Vendeur",
    }  # fmt: skip
