"""What a table seems to tell, from its headers and values."""

from typing import Any

import polars as pl
import pytest

from parcours.core.sources.guessing import guess


def events(columns: dict[str, list[Any]], **given: bool) -> list[dict[str, Any]]:
    return guess(pl.DataFrame(columns), **given).events


SALES: dict[str, list[Any]] = {
    "Date de commande": ["25/03/2026", "01/04/2026"],
    "Heure": ["10:30", "9:05"],
    "N° client": ["0012", "0013"],
    "N° commande": ["A1", "A2"],
    "Livraison prévue": ["30/03/2026", "05/04/2026"],
    "Montant TTC": ["1 234,50 €", "12,00 €"],
    "Canal": ["Boutique", "Téléphone"],
    "E-mail": ["a@b.example", "c@d.example"],
    "Code postal": ["59000", "75011"],
    "Poids": ["1,5", "2,0"],
    "Commentaire": ["", "Merci"],
}


def test_a_french_export_of_sales_is_understood() -> None:
    made = guess(pl.DataFrame(SALES), day_first=True)

    words = {"Boutique": "store", "Téléphone": "phone"}
    assert made.events == [
        {
            "activity": "order.placed",
            "at": {"template": "{Date de commande} {Heure}", "format": ["%d/%m/%Y %H:%M"]},
            "customer_id": "N° client",
            "case_id": "N° commande",
            "due_at": {"column": "Livraison prévue", "format": ["%d/%m/%Y"]},
            "channel": {"column": "Canal", "values": words, "others": "empty"},
            "amount": "Montant TTC",
            "currency": "EUR",
            "text": "Commentaire",
            "properties": {
                "code_postal": {"column": "Code postal"},
                "poids": {"column": "Poids", "as": "number"},
            },
        }
    ]
    assert made.missing == []
    assert any("E-mail" in note for note in made.notes)


def test_a_process_log_is_understood() -> None:
    assert events(
        {
            "case:concept:name": ["1", "1"],
            "concept:name": ["Claim received", "Decide"],
            "time:timestamp": ["2026-03-03T10:00:00Z", "2026-03-04T10:00:00Z"],
            "lifecycle:transition": ["COMPLETE", "start"],
            "org:resource": ["Ana", "Bob"],
        }
    ) == [
        {
            "activity": {
                "column": "concept:name",
                "values": {"Claim received": "claim.received", "Decide": "decide"},
                "others": "word",
            },
            "at": {"column": "time:timestamp"},
            "customer_id": "case:concept:name",
            "case_id": "case:concept:name",
            "when": {"lifecycle:transition": ["COMPLETE"]},
            "properties": {"org_resource": {"column": "org:resource"}},
        }
    ]


def test_each_date_of_a_wide_row_is_an_event_and_the_promise_goes_with_the_first() -> None:
    made = events(
        {
            "order_id": ["a"],
            "customer_id": ["c"],
            "order_purchase_timestamp": ["2026-03-03 10:00"],
            "shipped": ["2026-03-04 10:00"],
            "estimated_delivery": ["2026-03-06"],
            "delivered": ["2026-03-07"],
            "checked_on": ["2026-03-08"],
        }
    )

    assert [(each["activity"], each["at"]["column"]) for each in made] == [
        ("order.placed", "order_purchase_timestamp"),
        ("order.shipped", "shipped"),
        ("order.delivered", "delivered"),
        ("checked", "checked_on"),
    ]
    assert [each.get("due_at") for each in made] == [{"column": "estimated_delivery"}] + [
        None
    ] * 3


def test_an_opinion_belongs_to_its_answer() -> None:
    sent, answered = events(
        {
            "order_id": ["a"],
            "review_creation_date": ["2026-03-03"],
            "review_answer_timestamp": ["2026-03-04"],
            "review_score": [4],
            "review_comment_message": ["Bien"],
        }
    )

    assert "score" not in sent
    assert (answered["activity"], answered["scale"], answered["text"]) == (
        "survey.answered", "stars_1_5", "review_comment_message",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["reviewed at", "Avis déposé le", "review posted"])
def test_the_day_of_a_review_is_that_of_the_answer(name: str) -> None:
    placed, answered = events(
        {"order": ["a"], "ordered at": ["2026-03-03"], name: ["2026-03-04"], "stars": [4]}
    )

    assert (placed["activity"], "score" in placed) == ("order.placed", False)
    assert (answered["activity"], answered["score"]) == ("survey.answered", "stars")


@pytest.mark.parametrize(
    ("name", "scores", "scale"),
    [
        ("nps", ["9", "10"], "nps_0_10"),
        ("note", ["0", "10"], "nps_0_10"),
        ("satisfaction", ["1", "5"], "csat_1_5"),
        ("stars", [1, 5], "stars_1_5"),
    ],
)
def test_the_scale_is_seen_in_the_name_and_the_values(
    name: str, scores: list[Any], scale: str
) -> None:
    (event,) = events({"client": ["a", "b"], "date": ["2026-03-03"] * 2, name: scores})

    assert (event["activity"], event["score"], event["scale"]) == (
        "survey.answered", name, scale,
    )  # fmt: skip


def test_what_is_missing_is_asked_for() -> None:
    made = guess(pl.DataFrame({"colour": ["red"], "overall": ["73"]}))

    assert [each.split(":")[0] for each in made.missing] == ["when", "scale of 'overall'"]
    bare = guess(pl.DataFrame({"colour": ["red"], "date": ["2026-03-03"]}))
    assert [each.split(":")[0] for each in bare.missing] == ["who", "what"]
    assert guess(pl.DataFrame({"id_client": ["a"], "date": ["2026-03-03"]})).missing == [
        "what: say what a row tells, such as order.placed"
    ]


def test_a_date_written_in_no_known_way_is_asked_about() -> None:
    made = guess(pl.DataFrame({"customer_id": ["ana"], "at": ["soon"], "activity": ["a.b"]}))

    assert made.missing == ["format of 'at': 'soon' is not a date I know; write how it reads"]


def test_the_value_that_is_no_date_is_named_and_not_one_that_is() -> None:
    at = ["2026-03-01T10:00:00Z", None, "soon", "2026-03-02T10:00:00Z"]
    made = guess(pl.DataFrame({"customer_id": "ana", "at": at, "activity": "a.b"}))

    assert made.missing == ["format of 'at': 'soon' is not a date I know; write how it reads"]


def test_dates_that_could_be_either_are_asked_about_unless_the_file_is_french() -> None:
    columns = {"client": ["a"], "event": ["x.y"], "date": ["03/04/2026"]}

    assert "day/month or month/day" in guess(pl.DataFrame(columns)).missing[0]
    assert guess(pl.DataFrame(columns), day_first=True).missing == []


def test_customers_known_by_address_and_times_without_zone_are_noted() -> None:
    made = guess(
        pl.DataFrame({"email": ["a@b.example"], "event": ["x.y"], "date": ["2026-03-03"]})
    )

    assert made.events[0]["customer_id"] == "email"
    assert [note.split(";")[0] for note in made.notes] == [
        "'email' holds addresses",
        "times do not say their time zone",
    ]


def test_other_columns_find_their_place() -> None:
    (event,) = events(
        {
            "event_id": ["e1"],
            "user_id": ["u"],
            "event": ["call.ended"],
            "timestamp": [1772532000],
            "score": ["4"],
            "scale": ["csat_1_5"],
            "price": ["3.5"],
            "currency": ["EUR"],
            "wait": ["12"],
            "langue": ["fr"],
            "source": ["crm"],
        }
    )

    assert event == {
        "activity": {"column": "event"},
        "at": {"column": "timestamp", "format": ["epoch s"]},
        "event_id": "event_id",
        "customer_id": "user_id",
        "score": "score",
        "scale": {"column": "scale"},
        "amount": "price",
        "currency": {"column": "currency"},
        "seconds": "wait",
        "language": {"column": "langue"},
        "properties": {"source": {"column": "source"}},
    }


@pytest.mark.parametrize(
    ("columns", "activity"),
    [
        ({"review": ["Bien"], "note": [4]}, "review.posted"),
        ({"order_id": ["7"]}, "order.placed"),
        ({"montant": ["7,5"]}, "order.placed"),
        ({"verbatim": ["Bien"]}, "message.received"),
    ],
)
def test_a_row_without_activity_tells_what_its_columns_tell(
    columns: dict[str, list[Any]], activity: str
) -> None:
    (event,) = events({"client": ["a"], "date": ["2026-03-03"]} | columns)

    assert event["activity"] == activity


def test_many_activities_are_not_listed_but_written_as_words() -> None:
    names = [f"Step {n} done" for n in range(100)]

    (event,) = events({"client": names, "date": ["2026-03-03"] * 100, "event": names})

    assert event["activity"] == {"column": "event", "others": "word"}


def test_a_table_in_the_words_of_the_log_is_taken_as_it_is() -> None:
    (event,) = events(
        {
            "customer_id": ["C1"],
            "at": ["2026-03-03T10:00:00Z"],
            "activity": ["Claim received"],
            "score": [3],
            "properties": ['{"a":1}'],
            "source": ["crm"],
        }
    )

    assert event == {
        "customer_id": {"column": "customer_id"},
        "at": {"column": "at"},
        "activity": {"column": "activity"},
        "score": {"column": "score"},
        "properties": {"properties": {"column": "properties", "as": "members"}},
        "source": {"column": "source"},
    }


@pytest.mark.parametrize(
    ("header", "answers", "scale"),
    [
        ("Note (1-5)", [4, 5, 1], "csat_1_5"),
        ("Note /5", [4, 5, 1], "csat_1_5"),
        ("Note /5", [0, 5, 1], "csat_0_5"),
        ("Note sur 10", [4, 10, 7], "csat_0_10"),
        ("Score (0-10)", [4, 10, 7], "nps_0_10"),
        ("Satisfaction (0 à 10)", [4, 10, 7], "csat_0_10"),
        ("Recommandation sur 10", [4, 10, 7], "nps_0_10"),
        ("Étoiles de 1 à 5", [4, 5, 1], "stars_1_5"),
        ("CES (1 to 7)", [4, 7, 1], "ces_1_7"),
        ("Accueil /5", ["4,5", "5", "1"], "csat_1_5"),
    ],
)
def test_a_mark_out_of_so_many_is_an_answer_on_that_scale(header, answers, scale) -> None:
    dates = ["01/02/2026", "15/02/2026", "16/02/2026"]

    (event,) = events({"Client": ["a", "b", "c"], "Date": dates, header: answers})

    assert (event["activity"], event["score"]) == ("survey.answered", header)
    assert event["scale"] == scale


def test_a_mark_off_the_scale_its_header_names_is_no_answer() -> None:
    dates = ["01/02/2026", "15/02/2026"]

    made = guess(pl.DataFrame({"Client": ["a", "b"], "Date": dates, "Lot /5": [4, 12]}))

    assert made.missing == ["what: say what a row tells, such as order.placed"]


def test_a_reference_that_each_row_has_of_its_own_names_the_event() -> None:
    rows = {
        "Référence": ["R1", "R2"],
        "N° commande": ["100", "100"],
        "Client": ["a", "a"],
        "Date": ["01/02/2026", "15/02/2026"],
    }
    repeated = rows | {"Référence": ["R1", "R1"]}

    named, unnamed = events(rows)[0], events(repeated)[0]

    assert (named["event_id"], named["case_id"]) == ("Référence", "N° commande")
    assert "event_id" not in unnamed
    assert unnamed["properties"] == {"reference": {"column": "Référence"}}


def test_a_reference_ties_the_dates_of_its_row_together() -> None:
    made = events(
        {
            "Référence": ["R1", "R2"],
            "Client": ["a", "a"],
            "Commandé le": ["01/02/2026", "15/02/2026"],
            "Livré le": ["03/02/2026", "17/02/2026"],
        }
    )

    assert [each["case_id"] for each in made] == ["Référence", "Référence"]


def test_a_scale_that_cannot_be_guessed_is_asked_for_with_what_the_values_are() -> None:
    rows = {"Client": ["a", "b"], "Date": ["01/02/2026", "15/02/2026"], "rating": [1, 10]}

    made = guess(pl.DataFrame(rows))

    assert made.missing == [
        "scale of 'rating': its values go from 1 to 10; write one such as csat_1_10"
    ]


COMMENTS: dict[str, list[Any]] = {
    "Comment ID": ["t 1 - Q1", "t 2 - Q1", "t 3 - Q1"],
    "Date": ["30/09/2021", "4/26/2022", "25/10/2021"],
    "What did you think": [
        "Nobody told me what would happen next", "Kind staff, and very quick",
        "The food could have been much better",
    ],
    "ori_lang": ["en", "en", "en"],
    "Waiting": [1.0, None, None],
    "Staff": [None, 1.0, None],
    "Food": [None, None, 1.0],
    "Likes": [0, 3, 12],
}  # fmt: skip


def test_what_people_said_is_found_by_what_columns_hold() -> None:
    made = guess(pl.DataFrame(COMMENTS))

    assert made.events == [
        {
            "activity": "message.received",
            "at": {"column": "Date", "format": ["%d/%m/%Y", "%m/%d/%Y"]},
            "customer_id": "Comment ID",
            "event_id": "Comment ID",
            "text": "What did you think",
            "language": {"column": "ori_lang"},
            "properties": {
                "theme": {"marked": ["Waiting", "Staff", "Food"]},
                "likes": {"column": "Likes"},
            },
        }
    ]
    assert made.missing == []
    assert made.notes[:2] == [
        "no column names the customer: each row counts as someone of its own",
        "dates of 'Date' are written in several ways, tried in turn: %d/%m/%Y | %m/%d/%Y",
    ]


def test_a_mark_for_each_part_of_a_visit_is_an_answer_of_its_own() -> None:
    visits = {
        "date": ["2015-06-13", "2015-06-14"],
        "overall_rating": [9.0, 2.0],
        "comfort_rating": [4, 1],
        "wifi_rating": [5, 3],
        "recommended": [1, 0],
    }
    whole, comfort, wifi = events(visits)

    assert (whole["customer_id"], whole["score"]) == ({"row": "anonymous"}, "overall_rating")
    assert whole["properties"] == {"recommended": {"column": "recommended"}}
    assert comfort == {
        "activity": "survey.answered", "at": {"column": "date"},
        "customer_id": {"row": "anonymous"}, "when": {"comfort_rating": {"at_least": 1}},
        "score": "comfort_rating", "scale": "csat_1_5",
        "properties": {"question": {"constant": "comfort"}},
    }  # fmt: skip
    assert wifi["properties"] == {"question": {"constant": "wifi"}}
