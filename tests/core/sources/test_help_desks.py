"""Tickets of Zendesk and conversations of Intercom: opened, spoken, solved, judged."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from parcours.core.sources import frame, plan, preview
from parcours.core.sources.identity import pseudonym

Write = Callable[..., Path]

TICKET = {
    "id": 35436,
    "created_at": "2026-03-01T10:00:00Z",
    "updated_at": "2026-03-02T09:00:00Z",
    "subject": "Colis ouvert",
    "description": "Mon colis est arrivé ouvert.",
    "status": "solved",
    "via": {"channel": "email"},
    "requester_id": 7,
    "tags": ["parcel"],
    "satisfaction_rating": {"score": "good", "comment": "Réponse rapide, merci"},
}
EXPORTED = TICKET | {
    "requester": {"id": 7, "email": "ana@example.org", "external_id": None},
    "metric_set": {"solved_at": "2026-03-01T12:00:00Z"},
    "comments": [
        {"id": 1, "author_id": 7, "created_at": "2026-03-01T10:00:00Z", "public": True,
         "body": "Mon colis est arrivé ouvert."},
        {"id": 2, "author_id": 99, "created_at": "2026-03-01T11:00:00Z", "public": True,
         "plain_body": "Nous vous en envoyons un autre."},
        {"id": 3, "author_id": 99, "created_at": "2026-03-01T11:05:00Z", "public": False,
         "body": "Transporteur à relancer"},
    ],
}  # fmt: skip
TABLE = """\
"Summation column",Id,Requester,"Requester id","Requester email",Subject,Status,Via,"Ticket type","Created at","Solved at","Satisfaction Score"
1,35436,Ana,7,ana@example.org,Colis ouvert,Solved,Mail,Problem,2026-03-01 10:00,2026-03-01 12:00,Good
1,35437,Zoé,8,,Retour,Open,"Web form",Question,2026-03-02 10:00,,Not Offered
"""  # noqa: E501  a line of the file as Zendesk writes it
CONVERSATION = {
    "type": "conversation",
    "id": "147",
    "created_at": 1772359200,
    "updated_at": 1772366400,
    "state": "closed",
    "source": {"type": "conversation", "id": "s1", "subject": "",
               "body": "<p>Bonjour,<br>o&ugrave; est mon colis ?</p>",
               "author": {"type": "user", "id": "5f", "email": "ana@example.org"}},
    "contacts": {"contacts": [{"type": "contact", "id": "5f", "external_id": "C-12"}]},
    "conversation_parts": {"conversation_parts": [
        {"id": "p1", "part_type": "comment", "body": "<p>Il part ce soir.</p>",
         "created_at": 1772362800, "author": {"type": "admin", "id": "1"}},
        {"id": "p2", "part_type": "note", "body": "<p>À suivre</p>", "created_at": 1772362900,
         "author": {"type": "admin", "id": "1"}},
        {"id": "p3", "part_type": "close", "body": None, "created_at": 1772366400,
         "author": {"type": "bot", "id": "2"}},
    ]},
    "statistics": {"last_close_at": 1772366400},
    "conversation_rating": {"rating": 5, "remark": "Parfait", "created_at": 1772370000},
}  # fmt: skip


def told(path: Path) -> list[tuple[object, ...]]:
    events = frame(path).sort("at", "event_id")
    return events.select("activity", "score", "scale", "text", "channel").rows()


def test_a_ticket_of_zendesk_tells_its_words_once(write: Write):
    path = write("tickets.json", json.dumps({"tickets": [TICKET]}))

    assert plan(path).kind == "zendesk"
    assert told(path) == [
        ("conversation.opened", None, None, "Mon colis est arrivé ouvert.", "email"),
        ("survey.answered", 1.0, "csat_0_1", "Réponse rapide, merci", "email"),
        ("conversation.resolved", None, None, None, "email"),
    ]
    assert frame(path)["customer_id"].unique().to_list() == ["zendesk:7"]


def test_the_whole_export_of_zendesk_tells_who_said_what_but_no_note(write: Write):
    path = write("export.json", json.dumps(EXPORTED) + "\n" + json.dumps({"id": 2}))

    assert told(path) == [
        ("message.received", None, None, "Mon colis est arrivé ouvert.", "email"),
        ("conversation.opened", None, None, None, "email"),
        ("message.sent", None, None, "Nous vous en envoyons un autre.", "email"),
        ("conversation.resolved", None, None, None, "email"),
        ("survey.answered", 1.0, "csat_0_1", "Réponse rapide, merci", "email"),
    ]
    assert frame(path)["customer_id"].unique().to_list() == [pseudonym("ana@example.org")]


def test_a_view_of_zendesk_as_a_table_tells_opened_solved_and_judged(write: Write):
    path = write("view.csv", TABLE)
    events = frame(path).sort("event_id")

    assert plan(path).notes[0] == "tickets of Zendesk: opened, solved, judged"
    assert events.select("activity", "case_id", "score", "channel", "text").rows() == [
        ("conversation.opened", "35436", None, "email", "Colis ouvert"),
        ("conversation.resolved", "35436", None, None, None),
        ("survey.answered", "35436", 1.0, None, None),
        ("conversation.opened", "35437", None, "web", "Retour"),
    ]
    assert "Zoé" not in str(events.to_dicts())
    assert events["customer_id"].n_unique() == 2


def test_a_conversation_of_intercom_tells_who_said_what_and_the_rating(write: Write):
    listed = {"type": "conversation.list", "conversations": [CONVERSATION]}
    path = write("c.json", json.dumps(listed))

    assert plan(path).kind == "intercom"
    assert told(path) == [
        ("conversation.opened", None, None, None, "chat"),
        ("message.received", None, None, "Bonjour,\noù est mon colis ?", "chat"),
        ("message.sent", None, None, "Il part ce soir.", "chat"),
        ("conversation.resolved", None, None, None, "chat"),
        ("survey.answered", 5.0, "csat_1_5", "Parfait", "chat"),
    ]
    assert frame(path)["customer_id"].unique().to_list() == ["C-12"]


def test_who_gave_no_number_is_known_by_an_address_or_by_the_conversation(write: Write):
    admin = {"type": "admin", "id": "1"}
    bare = {"contacts": {}, "conversation_rating": None, "statistics": None, "state": "open"}
    other = {"id": "2", "source": {"type": "email", "author": admin}}
    rows = [CONVERSATION | bare | {"id": "1"}, CONVERSATION | bare | other]
    path = write("c.json", "\n".join(json.dumps(each) for each in rows))

    assert set(frame(path)["customer_id"]) == {pseudonym("ana@example.org"), "intercom 2"}


def test_what_is_no_ticket_or_conversation_is_told_apart(write: Write):
    rows = [
        TICKET | {"status": "deleted"},
        TICKET | {"id": None},
        TICKET | {"created_at": "soon"},
    ]
    tickets = preview(plan(write("t.json", "\n".join(json.dumps(each) for each in rows))))
    path = write("c.json", json.dumps(CONVERSATION | {"created_at": None}))
    conversations = preview(plan(path))

    assert tickets.skipped == {"deleted ticket": 1}
    assert tickets.examples["column"].to_list() == ["id", "created_at"]
    assert conversations.examples["column"].to_list() == ["created_at"]


def test_importing_the_same_export_twice_names_its_events_alike(write: Write):
    path = write("export.json", json.dumps(EXPORTED))

    both = pl.concat([frame(path), frame(path)])
    assert both["event_id"].n_unique() == frame(path).height


def test_what_a_ticket_leaves_out_is_not_told(write: Write):
    silent = {"id": 9, "author_id": 7, "created_at": None, "body": "x"}
    own = {"requester": {"external_id": "C-12"}, "comments": [silent], "status": "open"}
    path = write(
        "t.json", json.dumps(TICKET | own | {"satisfaction_rating": {"score": "offered"}})
    )

    assert told(path) == [
        ("conversation.opened", None, None, "Mon colis est arrivé ouvert.", "email")
    ]
    assert frame(path)["customer_id"].to_list() == ["C-12"]


def test_a_view_with_few_columns_is_read_as_far_as_it_goes(write: Write):
    table = "Ticket ID;Requester;Status;Created at;Priority;Satisfaction\n"
    rows = "7;Ana;Open;02/03/2026 10:00;High;Bad\n8;Zoé;Open;15/03/2026 11:00;Low;\n"
    events = frame(write("v.csv", table + rows)).sort("event_id")

    assert events.select("activity", "customer_id", "score", "channel").rows() == [
        ("conversation.opened", "zendesk ticket 7", None, None),
        ("survey.answered", "zendesk ticket 7", 0.0, None),
        ("conversation.opened", "zendesk ticket 8", None, None),
    ]


def test_a_conversation_is_read_also_with_moments_as_texts(write: Write):
    given = {"created_at": "2026-03-01T10:00:00", "state": "open", "conversation_rating": None}
    odd = {"source": {"type": "email", "body": "  ", "author": {"type": "user", "id": "5f"}}}
    parts = {"conversation_parts": {"conversation_parts": [
        {"id": "p", "part_type": "comment", "body": "Oui", "created_at": "soon", "author": {}},
        {"id": "q", "part_type": "comment", "body": "Oui", "author": {"type": "user"},
         "created_at": "2026-03-01T11:00:00+01:00"},
    ]}}  # fmt: skip
    path = write("c.json", json.dumps(CONVERSATION | given | odd | parts))

    assert [each[0] for each in told(path)] == ["conversation.opened", "message.received"]
