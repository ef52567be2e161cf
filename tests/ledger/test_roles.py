"""What columns are for, as choices, and the mapping that they stand for."""

import pytest
from pydantic import ValidationError

from parcours.core.sources import Mapping
from parcours.ledger.domain.roles import Choices, Column, choices, mapping_of

WIDE = {
    "kind": "csv",
    "time_zone": "Europe/Paris",
    "decimal": ",",
    "source": "till",
    "events": [
        {
            "activity": "order.placed", "at": {"column": "Le", "format": "%d/%m/%Y"},
            "customer_id": "Client", "case_id": "N°", "due_at": "Promis", "amount": "Total",
            "currency": "EUR", "channel": "store", "when": {"Le": {"present": True}},
            "properties": ["Magasin"],
        },
        {
            "activity": "survey.answered", "at": "Avis le", "customer_id": "Client",
            "case_id": "N°", "score": "Note", "scale": "csat_1_5", "text": "Mots",
            "when": {"Avis le": {"present": True}},
        },
    ],
}  # fmt: skip
LONG = {
    "kind": "xlsx",
    "events": [
        {
            "activity": {"column": "Action", "values": {"Appel": "call.started"}},
            "at": {"template": "{Jour} {Heure}", "format": "%d/%m/%Y %H:%M"},
            "customer_id": {"first": ["Client", {"template": "ticket {Ticket}"}]},
            "channel": {"column": "Canal", "values": {"Boutique": "store"}},
            "when": {"Statut": ["payé"]},
        }
    ],
}
HEADERS = {
    "wide": [
        "N°", "Client", "Le", "Promis", "Total", "Magasin", "Avis le", "Note", "Mots", "Z",
    ],
    "long": ["Jour", "Heure", "Action", "Client", "Ticket", "Canal", "Statut"],
}  # fmt: skip


def chosen(mapping, header="wide", **identities):
    return choices(mapping, HEADERS[header], identities)


def test_a_mapping_is_shown_as_what_each_column_is_for():
    found = chosen(Mapping.model_validate(WIDE), Client="card")

    assert {name: each.role for name, each in found.columns.items()} == {
        "N°": "case", "Client": "card", "Le": "at", "Promis": "due", "Total": "amount",
        "Magasin": "property", "Avis le": "at", "Note": "score", "Mots": "text", "Z": "",
    }  # fmt: skip
    assert found.columns["Le"] == Column(role="at", word="order.placed", form="%d/%m/%Y")
    assert found.columns["Note"].word == "csat_1_5"
    assert (found.currency, found.channel, found.source) == ("EUR", "store", "till")
    assert found.identities == {"Client": "card"}


def test_choices_that_are_left_alone_give_the_mapping_back():
    mapping = Mapping.model_validate(WIDE)

    assert mapping_of(chosen(mapping), mapping) == mapping


def test_what_choices_cannot_say_stays_where_its_column_keeps_its_role():
    mapping = Mapping.model_validate(LONG)
    pairs = LONG["events"][0] | {"customer_id": "Client"}

    changed = chosen(mapping, "long").columns | {"Client": Column(role="customer")}
    again = mapping_of(Choices(columns=changed), mapping)

    assert again == Mapping.model_validate(LONG | {"events": [pairs]})


def test_a_column_left_out_is_not_read_and_the_case_stands_for_the_customer():
    mapping = Mapping.model_validate(WIDE)
    without = chosen(mapping).columns | {"Client": Column(), "Total": Column()}

    again = mapping_of(Choices(columns=without, channel="store"), mapping)

    assert [event.customer_id.column for event in again.events] == ["N°", "N°"]
    assert again.events[0].amount is None
    assert again.events[0].currency is None


def test_a_new_moment_is_an_event_of_its_own_with_its_word():
    mapping = Mapping.model_validate(WIDE)
    more = chosen(mapping).columns | {"Z": Column(role="at", word="order.delivered")}

    again = mapping_of(Choices(columns=more), mapping)

    assert [(each.activity.constant, each.at.column) for each in again.events] == [
        ("order.placed", "Le"), ("survey.answered", "Avis le"), ("order.delivered", "Z"),
    ]  # fmt: skip


def test_a_column_of_activities_names_the_events():
    mapping = Mapping.model_validate(WIDE)
    roles = {"Le": Column(role="at"), "Client": Column(role="customer")}

    again = mapping_of(Choices(columns=roles | {"Z": Column(role="activity")}), mapping)

    assert again.as_pairs()["events"] == [
        {
            "activity": {"column": "Z", "others": "word"},
            "at": "Le",
            "customer_id": "Client",
        }
    ]


def test_numbers_are_read_as_numbers_and_no_identity_becomes_a_detail():
    mapping = Mapping.model_validate(WIDE)
    columns = chosen(mapping).columns

    number = mapping_of(Choices(columns=columns | {"Z": Column(role="number")}), mapping)

    assert number.events[0].properties["Z"].reads == "number"
    with pytest.raises(ValidationError, match="tells who someone is"):
        mapping_of(Choices(columns=columns | {"e-mail": Column(role="property")}), mapping)


def test_what_files_of_comments_say_stays_under_the_choices():
    comments = {
        "kind": "csv",
        "events": [
            {
                "activity": "survey.answered", "at": {"constant": "2026-01-31"},
                "customer_id": {"row": "anonymous"}, "text": "Mots",
                "properties": {
                    "question": {"constant": "Pourquoi ?"},
                    "theme": {"marked": ["Attente", "Accueil"]},
                },
            }
        ],
    }  # fmt: skip
    mapping = Mapping.model_validate(comments)
    found = choices(mapping, ["Mots", "Attente", "Accueil", "Prix"], {})

    assert found.day == "2026-01-31"
    assert [name for name, each in found.columns.items() if each.role == "theme"] == [
        "Attente", "Accueil",
    ]  # fmt: skip
    assert mapping_of(found, mapping) == mapping
