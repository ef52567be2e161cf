"""Exports of survey tools: each opinion and each free text is an event, on its own scale."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from parcours.core.sources import UnreadableFile, frame, plan
from parcours.core.sources.column import Column
from parcours.core.sources.questions import free_text, question_scale

Write = Callable[..., Path]

TYPEFORM = """\
#,Would you recommend us to a friend?,Were you satisfied with the delivery?,What did you miss?,Which shop?,email,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags
a1,9,4,"Twenty minutes at the till, alone",Lille,ana@example.org,completed,2026-03-01 10:00:00,,2026-03-01 10:02:11,n1,
a2,2,2,The parcel came open and nobody wrote,Lyon,,completed,2026-03-01 11:00:00,,2026-03-01 11:01:00,n2,
a3,7,5,,Lille,,completed,2026-03-02 11:00:00,,2026-03-02 11:01:00,n3,
"""  # noqa: E501  a line of the file as Typeform writes it
FORMBRICKS = """\
No.,Response ID,Timestamp,Finished,Survey ID,Formbricks ID (internal),User ID,Notes,Tags,1. How easy was it to return your order?,2. What should we change?
1,cl1,2026-03-01T10:00:00.000Z,true,s1,,U-1,,,6,The label would not print at home
2,cl2,2026-03-02T10:00:00.000Z,false,s1,,,,,2,
"""  # noqa: E501
LIMESURVEY = """\
"id. Response ID","submitdate. Date submitted","lastpage. Last page","startlanguage. Start language","seed. Seed","G01Q01. Quelle note donnez-vous à l’accueil ? (1-5)","G01Q02. Racontez-nous votre visite","G01Q03. Combien d’enfants avez-vous ?"
"1","2026-03-01 10:00:00","2","fr","177","4","Belle boutique mais personne à la caisse","2"
"2","","1","fr","178","2","",""
"3","2026-03-02 10:00:00","2","en","179","5","Such a warm welcome from the seller","0"
"""  # noqa: E501
GOOGLE = """\
Horodateur,Recommanderiez-vous Maison Lutèce ?,Que retenez-vous de votre visite ?
01/03/2026 10:04:33,10,"La vendeuse a pris le temps, merci"
13/03/2026 10:04:33,6,"Joli, mais les prix montent vite"
13/03/2026 10:04:33,3,
"""


def told(path: Path) -> list[dict[str, object]]:
    names = ("at", "customer_id", "score", "scale", "text", "case_id")
    rows = frame(path).sort("at", "event_id").select(*names)
    return rows.with_columns(pl.col("at").dt.to_string("%d %H:%M")).to_dicts()


def test_typeform_tells_one_event_a_question_and_who_gave_an_address(write: Write):
    path = write("welcome.csv", TYPEFORM)
    events = frame(path)

    assert plan(path).notes == (
        "answers of Typeform: each opinion and each free text is an event",
        "'Would you recommend us to a friend?' is read as nps_0_10",
        "'Were you satisfied with the delivery?' is read as csat_1_5",
    )
    assert told(path)[0] | {"customer_id": ""} == {
        "at": "01 10:02",
        "customer_id": "",
        "score": 9.0,
        "scale": "nps_0_10",
        "text": None,
        "case_id": "a1",
    }
    assert events["source"].unique().to_list() == ["typeform"]
    assert events["customer_id"].n_unique() == 3
    assert "example.org" not in str(events.to_dicts())
    assert json.loads(events["properties"][0]) == {
        "question": "Would you recommend us to a friend?",
        "survey": "welcome",
        "which_shop": "Lille",
    }


def test_formbricks_tells_what_was_answered_also_where_it_was_not_finished(write: Write):
    assert told(write("f.csv", FORMBRICKS)) == [
        {"at": "01 10:00", "customer_id": "U-1", "score": 6.0, "scale": "ces_1_7",
         "text": None, "case_id": "cl1"},
        {"at": "01 10:00", "customer_id": "U-1", "score": None, "scale": None,
         "text": "The label would not print at home", "case_id": "cl1"},
        {"at": "02 10:00", "customer_id": "formbricks cl2", "score": 2.0, "scale": "ces_1_7",
         "text": None, "case_id": "cl2"},
    ]  # fmt: skip


@pytest.mark.parametrize("headers", ["both", "codes", "texts"])
def test_limesurvey_is_read_with_codes_texts_or_both(write: Write, headers: str):
    lines = LIMESURVEY.splitlines()
    parts = [each.split(". ", 1) for each in lines[0].strip('"').split('","')]
    if headers != "both":
        place = {"codes": 0, "texts": 1}[headers]
        asked = [part[1] for part in parts[5:]]
        names = [part[place] for part in parts[:5]] + asked
        lines[0] = '"' + '","'.join(names) + '"'
    events = frame(write("l.csv", "\n".join(lines)))

    assert events.sort("at", "event_id").select(
        "score", "scale", "text", "language"
    ).rows() == [
        (4.0, "csat_1_5", None, "fr"),
        (None, None, "Belle boutique mais personne à la caisse", "fr"),
        (5.0, "csat_1_5", None, "en"),
        (None, None, "Such a warm welcome from the seller", "en"),
    ]


def test_a_google_form_keeps_two_answers_of_one_second_apart(write: Write):
    path = write("g.csv", GOOGLE)
    events = frame(path)

    assert plan(path).missing == ()
    assert events["score"].drop_nulls().to_list() == [10.0, 6.0, 3.0]
    assert events["scale"].drop_nulls().unique().to_list() == ["nps_0_10"]
    assert events["customer_id"].unique().sort().to_list() == [
        "01/03/2026 10:04:33 10", "13/03/2026 10:04:33 3", "13/03/2026 10:04:33 6",
    ]  # fmt: skip
    assert events.filter(pl.col("text").is_not_null()).height == 2


def test_nobodys_words_stand_in_the_name_of_a_customer(write: Write):
    whole = GOOGLE.replace("10:04:33,3,", "10:04:33,3,Personne ne m’a répondu")

    assert "Personne" not in str(frame(write("g.csv", whole))["customer_id"].to_list())


def test_a_table_with_a_timestamp_is_no_form(write: Write):
    found = plan(
        write("m.csv", "Timestamp,sensor,value\n2026-03-01 10:00,a,1\n2026-03-02 10:00,b,2\n")
    )

    assert not any("Google Forms" in note for note in found.notes)


def test_typeform_answers_in_json_are_named_by_their_questions(write: Write):
    answers = [
        {"type": "number", "number": 8, "field": {"id": "f1", "type": "nps", "ref": "r1"}},
        {"type": "text", "text": "The queue is far too long at noon",
         "field": {"id": "f2", "type": "long_text", "ref": "r2"}},
        {"type": "choice", "choice": {"label": "Lille"},
         "field": {"id": "f3", "type": "multiple_choice", "ref": "r3"}},
    ]  # fmt: skip
    response = {"landing_id": "l1", "token": "t1", "submitted_at": "2026-03-01T10:00:00Z",
                "hidden": {"email": "zoe@example.org"}, "answers": answers}  # fmt: skip
    asked = {"fields": [{"id": "f1", "title": "Would you recommend us?"},
                        {"id": "f2", "title": "Why?"}]}  # fmt: skip
    listed = write("t.json", json.dumps({"total_items": 1, "items": [response]}))
    hook = {"event_type": "form_response", "form_response": response | {"definition": asked}}
    heard = write("h.json", json.dumps(hook))

    assert plan(listed).kind == plan(heard).kind == "typeform"
    assert frame(listed).select("score", "scale", "text", "case_id").rows() == [
        (8.0, "nps_0_10", None, "t1"),
        (None, None, "The queue is far too long at noon", "t1"),
    ]
    questions = frame(heard)["properties"].str.json_path_match("$.question")
    assert questions.to_list() == ["Would you recommend us?", "Why?"]
    assert "zoe@" not in str(frame(heard).to_dicts())


def test_formbricks_answers_in_json_are_read_with_their_contact(write: Write):
    given = {"id": "c1", "surveyId": "s1", "createdAt": "2026-03-01T10:00:00Z",
             "finished": True, "contact": {"userId": "U-1"}, "language": "fr",
             "data": {"nps_recommend": 9, "why": "Très bon accueil ce samedi",
                      "shops": ["Lille", "Lyon"]}}  # fmt: skip
    path = write("f.json", json.dumps({"data": [given]}))

    assert plan(path).kind == "formbricks"
    assert frame(path).select("customer_id", "score", "scale", "text", "language").rows() == [
        ("U-1", 9.0, "nps_0_10", None, "fr"),
        ("U-1", None, None, "Très bon accueil ce samedi", "fr"),
    ]


@pytest.mark.parametrize(
    ("header", "values", "scale"),
    [
        ("How likely are you to recommend us?", [0, 10, 7], "nps_0_10"),
        ("Recommanderiez-vous la boutique ?", [9, 10], "nps_0_10"),
        ("Would you recommend us? (1-5)", [1, 5], "csat_1_5"),
        ("How satisfied were you?", [1, 5], "csat_1_5"),
        ("Êtes-vous satisfait ?", [2, 7], "csat_1_7"),
        ("Satisfaction globale", [0, 9], "csat_0_10"),
        ("It was easy to get help", [2, 7], "ces_1_7"),
        ("Facilité /7", [3, 4], "ces_1_7"),
        ("How many stars?", [1, 5], "stars_1_5"),
        ("Accueil (1 à 5)", [1, 5], "csat_1_5"),
        ("How many children do you have?", [0, 3], None),
        ("Votre âge", [18, 70], None),
        ("Number of orders you rate", [1, 4], None),
        ("How satisfied were you?", [1, 300], None),
        ("Satisfied?", ["yes", "no"], None),
    ],
)
def test_a_scale_is_told_by_the_words_of_a_question_and_the_range_of_its_answers(
    header: str, values: list[object], scale: str | None
):
    assert question_scale(Column(header, pl.Series(values)), header) == scale


def test_words_that_people_chose_are_told_from_choices_among_a_few():
    said = Column("Why?", pl.Series(["The queue was long", "Nobody at the till", None]))
    chosen = Column(
        "Which?", pl.Series(["I came by car", "I came by car", "I walked there"] * 5)
    )

    assert (free_text(said), free_text(chosen)) == (True, False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>",
         "is the structure of a LimeSurvey survey: export its responses"),
        ('{"id": "x", "title": "T", "fields": [], "settings": {}, "_links": {}}',
         "holds the questions of a Typeform form, not its answers"),
        ('{"id": "x", "questions": [], "environmentId": "e"}',
         "holds the questions of a Formbricks survey, not its answers"),
        ('{"id": 1, "email": "a@example.org", "role": "end-user", "locale_id": 1}',
         "holds users of Zendesk, not tickets"),
        ('{"type": "contact", "workspace_id": "w", "external_id": "1"}',
         "holds contacts of Intercom, not conversations"),
    ],
)  # fmt: skip
def test_another_file_of_the_same_tool_is_named_for_what_it_is(
    write: Write, content: str, said: str
):
    with pytest.raises(UnreadableFile, match=said):
        plan(write("x.json", content))


def test_answers_are_read_past_what_is_no_json(write: Write):
    answers = [
        {"type": "choices", "choices": {"labels": ["a", "b"]},
         "field": {"id": "f1", "type": "multiple_choice"}},
        {"type": "number", "number": 4, "field": {"id": "f2", "type": "rating"}},
        {"type": "payment", "payment": {"amount": "3"}, "field": {"id": "f3"}},
    ]  # fmt: skip
    when = {"submitted_at": "2026-03-01T10:00:00Z"}
    good = {"answers": answers, "landing_id": "l", "token": "t"} | when
    lines = [json.dumps(good | {"token": f"t{n}"}) for n in range(3)]
    path = write("t.json", "\n".join([*lines, "{broken"]))

    assert frame(path)["score"].to_list() == [4.0, 4.0, 4.0]
    assert frame(path)["case_id"].to_list() == ["t0", "t1", "t2"]


def test_formbricks_keeps_what_is_an_object_as_text(write: Write):
    given = {"id": "c1", "surveyId": "s", "createdAt": "2026-03-01T10:00:00Z", "finished": True,
             "data": {"rating": 4, "address": {"city": "Lille"}, "empty": ""}}  # fmt: skip

    assert frame(write("f.json", json.dumps(given)))["score"].to_list() == [4.0]


def test_what_a_survey_leaves_open_is_asked_for(write: Write):
    head = "Response ID,Timestamp,Finished,Survey ID,1. Which shop?\n"
    nothing = plan(write("a.csv", head + "r1,2026-03-01T10:00:00Z,true,s,Lille\n"))
    undated = plan(write("b.csv", head + "r1,soon,true,s,Lille\n"))
    doubtful = plan(
        write("c.csv", GOOGLE.replace("13/03", "05/03").replace("Horodateur", "Timestamp"))
    )

    assert nothing.missing[0].startswith("what: no question of this survey")
    assert undated.missing[0].startswith("when: no column holds dates")
    assert doubtful.missing[0].startswith("format of 'Timestamp'")
