"""Files of reviews: tables whose columns are guessed, and the markup of web pages."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parcours.core.refusal import Refused
from parcours.listen.domain.sources import markup
from parcours.listen.domain.sources.bringing import Brought, bring
from parcours.listen.models import Review, Source
from parcours.people.models import Member
from tests.listen.sources.kept import events, payload

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> Source:
    return Source.objects.create(kind="file", name="Avis Vérifiés")


def table(rows: list[dict[str, Any]], *, separator: str = ";") -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("avis.csv", text.getvalue().encode())


def answer(given: dict[str, Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("answer.json", json.dumps(given).encode())


def told(shelf: Source) -> list[tuple[Any, ...]]:
    rows = Review.objects.filter(source=shelf).order_by("at")
    return [(each.at, each.rating, each.title, each.text, each.author) for each in rows]


def test_the_columns_of_a_table_are_known_by_their_names_and_its_ratings_by_their_look(
    shelf: Source, ana: Member
):
    brought = bring(shelf, table(payload("csv_reviews_export")["rows"]), by=ana)

    assert brought == Brought(new=2, edited=0, same=0, left_out=0)
    assert told(shelf) == [
        (datetime(2026, 3, 1, 23, tzinfo=UTC), 1.0, "", "Cassé à l’arrivée", ""),
        (datetime(2026, 3, 3, 13, 2, tzinfo=UTC), 4.0, "Bien", "Conforme", "Luc P."),
    ]
    assert [each["case_id"] for each in events("at", "case_id")] == [None, "10490"]
    assert "Luc" not in str(events("text", "properties", "customer_id"))


def test_bringing_a_file_twice_is_bringing_it_once(shelf: Source, ana: Member):
    rows = payload("csv_reviews_export")["rows"]
    bring(shelf, table(rows), by=ana)
    before = events("event_id")

    assert bring(shelf, table(rows), by=ana) == Brought(new=0, edited=0, same=2, left_out=0)
    assert events("event_id") == before


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("google_reviews_list", 3),
        ("edge_google_rating_only_anonymous", 1),
        ("trustpilot_private_reviews", 2),
        ("appstore_customer_reviews", 1),
        ("edge_appstore_timezone", 1),
        ("play_reviews_list", 2),
        ("edge_play_title_tab_body_translated", 1),
        ("jsonld_product_reviews", 1),
    ],
)
def test_what_a_site_answered_is_brought_as_a_file(
    shelf: Source, ana: Member, name: str, new: int
):
    brought = bring(shelf, answer(payload(name)), by=ana)

    assert brought == Brought(new=new, edited=0, same=0, left_out=0)
    assert Review.objects.filter(source=shelf).count() == new


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"reviews": []},
        {"reviews": {"a": 1}},
        {"reviews": [{"starRating": "FOUR"}]},
        {"data": [{"attributes": None}]},
        {"comment": "Bonjour"},
    ],
)
def test_json_that_is_nobodys_answer_is_told_to_hold_no_reviews(
    shelf: Source, ana: Member, given: dict[str, Any]
):
    with pytest.raises(Refused, match="nor as Google, Google Play, Trustpilot"):
        bring(shelf, answer(given), by=ana)


@pytest.mark.parametrize(
    ("written", "stars"),
    [("8/10", 4.2), ("★★★☆☆", 3.0), ("4,5", 4.5), ("5 sur 5", 5.0), ("6", None), ("bad", None)],
)
def test_a_rating_is_read_in_the_ways_people_write_it(
    shelf: Source, ana: Member, written: str, stars: float | None
):
    rows = [{"date": "2026-03-02", "note": written, "avis": "Bien"},
            {"date": "2026-03-03", "note": "4/5", "avis": "Très bien"}]  # fmt: skip
    if written == "6":
        rows[0]["note"] = "6/5"
    bring(shelf, table(rows), by=ana)

    assert Review.objects.get(text="Bien").rating == stars


def test_a_column_of_marks_out_of_ten_is_read_so(shelf: Source, ana: Member):
    rows = [{"date": f"2026-03-0{n}", "score": str(n), "text": "x"} for n in (2, 5, 9)]
    bring(shelf, table(rows, separator=","), by=ana)

    assert [each[1] for each in told(shelf)] == [1.8, 3.0, 4.6]


def test_rows_without_a_date_or_an_opinion_are_counted(shelf: Source, ana: Member):
    rows = [{"date": "2026-03-02", "note": "4", "avis": "Bien"},
            {"date": "2026-03-03", "note": "5", "avis": ""},
            {"date": "2026-03-04", "note": "3", "avis": "Moyen"},
            {"date": "2026-03-05", "note": "2", "avis": "Bof"},
            {"date": "", "note": "1", "avis": "Nul"},
            {"date": "2026-03-06", "note": "", "avis": ""}]  # fmt: skip

    assert bring(shelf, table(rows), by=ana) == Brought(new=4, edited=0, same=0, left_out=2)


def test_the_markup_of_a_page_tells_its_reviews(shelf: Source, ana: Member):
    told_there = json.dumps(payload("jsonld_product_reviews"), ensure_ascii=False)
    page = f'<html><script type="application/ld+json">{told_there}</script></html>'
    bring(shelf, SimpleUploadedFile("page.html", page.encode()), by=ana)
    bring(shelf, SimpleUploadedFile("page.json", told_there.encode()), by=ana)

    (review,) = Review.objects.all()
    assert (review.place, review.title, review.text) == (
        "Pull Brume", "Chaud et doux", "Je le porte tous les jours.",
    )  # fmt: skip
    assert (review.rating, review.author) == (5.0, "Justine")
    assert review.at == datetime(2026, 2, 13, 23, tzinfo=UTC)


def test_markup_is_found_however_a_page_nests_it():
    review = {
        "@type": ["Thing", "http://schema.org/Review"],
        "author": ["Ana"],
        "datePublished": "2026-02-14T10:00:00+01:00",
        "reviewRating": {"ratingValue": "8,5", "bestRating": 10, "worstRating": 0},
        "description": "Un peu\nlong",
    }
    other = review | {"reviewRating": {"ratingValue": "11", "bestRating": 10}, "@id": "#2"}
    nested = {
        "@graph": [{"@type": "Organization", "name": "Brindille", "review": [review]}, other]
    }
    text = json.dumps(nested).replace("\\\\n", "\\n")

    found = markup.reviews(text, zone="Europe/Paris")

    assert [(each.place, each.author, each.rating, each.text) for each in found] == [
        ("Brindille", "Ana", 4.4, "Un peu\nlong"),
        ("", "Ana", None, "Un peu\nlong"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", b"<html><p>Nothing</p></html>", "holds no reviews as schema.org"),
        ("page.json", b'{"a": 1', "holds no reviews as schema.org"),
        ("clients.csv", b"nom;ville\nAna;Lille\n", "has the columns nom, ville"),
        ("paper.pdf", b"%PDF-1.7 x", "PDF format; .* is CSV, TSV, XLSX, JSON-LD, HTML$"),
        ("rows.parquet", b"PAR1 x PAR1", "no table of reviews: bring CSV, TSV, XLSX"),
        ("empty.csv", b"", "is empty"),
    ],
)
def test_a_file_of_something_else_is_named(
    shelf: Source, ana: Member, name: str, content: bytes, said: str
):
    with pytest.raises(Refused, match=said):
        bring(shelf, SimpleUploadedFile(name, content), by=ana)


def test_what_is_too_long_is_cut_once_and_no_address_leads_to_a_script(
    shelf: Source, ana: Member
):
    row = {"date": "2026-03-02", "note": "4", "titre": "x" * 400, "avis": "Bien",
           "auteur": "y" * 400, "id": "r1", "url": "javascript:alert(1)"}  # fmt: skip
    bring(shelf, table([row, row | {"id": "r2", "url": "https://example.org/a"}]), by=ana)
    again = bring(shelf, table([row, row | {"id": "r2"}]), by=ana)

    assert again == Brought(new=0, edited=0, same=2, left_out=0)
    kept = Review.objects.order_by("external_id").values_list("title", "author", "url")
    assert kept[0] == ("x" * 300, "y" * 160, "")
