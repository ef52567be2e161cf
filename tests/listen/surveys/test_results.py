"""Results on a page, as files, and for people outside; never more than one may see."""

import re
from io import BytesIO

import polars as pl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from parcours.core.language import speaking
from parcours.ledger.domain import results as kept
from parcours.ledger.models import Result
from parcours.listen.domain.surveys import answering, exporting, margins, segments
from parcours.listen.domain.surveys.margins import Row
from parcours.listen.domain.surveys.reading import answers_of
from parcours.listen.domain.surveys.resulting import results_of
from parcours.listen.models import SharedResults, Survey, Weighting
from tests.listen.surveys.asking import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(ana) -> Survey:
    """Twenty-four answers: Lille is twice as often there, and less happy."""
    survey = published(ana, "after-delivery")
    for number in range(24):
        shop = "Lyon" if number % 3 == 2 else "Lille"
        values = {"satisfied": 5 if shop == "Lyon" else 2}
        if shop == "Lille":
            values |= {"went-wrong": ["late", {"other": "=1+1"}]}
        values |= {"words": f"Call me: ana{number}@example.org"}
        response = answering.begin(survey, channel="link", context={"shop": shop})
        answering.accept(response, values)
    return survey


def told(survey: Survey, **asked) -> dict:
    return kept.compute(
        "parcours.listen.domain.surveys.resulting.results_of", {"survey": survey.pk} | asked
    ).payload


def figure(payload: dict, question: str) -> dict:
    found = next(each for each in payload["questions"] if each["question"] == question)
    return found["figures"][0]


def test_each_question_is_counted_weighted_and_parted(survey):
    payload = told(survey, by="shop", margins={"shop": {"Lille": 0.5, "Lyon": 0.5}})
    satisfied = figure(payload, "satisfied")
    assert satisfied["raw"]["value"] == pytest.approx(1 / 3)
    assert satisfied["weighted"]["value"] == pytest.approx(1 / 2)
    assert satisfied["effective"] == pytest.approx(payload["weighting"]["effective"])
    assert [(each["value"], each["responses"]) for each in payload["split"]] == [
        ("Lille", 16),
        ("Lyon", 8),
    ]
    assert payload["split"][1]["figures"]["satisfied"]["value"] == 1.0
    assert payload["rates"]["responses"] == 24
    assert payload["segments"]["shop"] == ["Lille", "Lyon"]


def test_a_segment_and_a_period_count_alone(survey):
    assert figure(told(survey, where={"shop": "Lyon"}), "satisfied")["raw"]["value"] == 1.0
    today = timezone.localdate().isoformat()
    assert told(survey, since=today, until=today)["rates"]["responses"] == 24
    assert told(survey, since="2020-01-01", until="2020-12-31")["rates"]["responses"] == 0


def test_margins_nobody_can_reach_are_told_and_the_rest_stays(survey):
    payload = told(survey, margins={"shop": {"Lille": 0.5, "Nice": 0.5}})
    assert payload["problem"] == {"why": "unheard", "name": "shop", "values": ("Nice",)}
    assert figure(payload, "satisfied")["weighted"] is None


def test_what_hinders_weights_is_told_in_the_language_of_who_reads(client, ana, survey):
    shares = {"shop": {"Lille": 0.5, "Nice": 0.5}}
    Weighting.objects.create(survey=survey, margins=shares, changed_by=ana)
    told(survey, since=None, until=None, where={}, by="", margins=shares)
    client.force_login(ana)
    address = reverse("surveys:results", args=[survey.slug])
    said = client.get(address).content.decode()
    assert "nobody answered of Shop Nice: join it with another" in said
    ana.language = "fr"
    ana.save()
    said = client.get(address).content.decode()
    assert "personne n’a répondu pour Magasin Nice" in said


def test_the_page_shows_what_is_kept(client, ana, survey):
    client.force_login(ana)
    address = f"/surveys/{survey.slug}/results/?by=shop"
    assert "Being computed" in client.get(address).content.decode()
    told(survey, since=None, until=None, where={}, by="shop", margins={})
    page = client.get(address).content.decode()
    assert "33%" in page
    assert "How satisfied are you with the delivery" in page
    assert "<h2>Part by part</h2>" in page
    assert "It came after the announced day" in page
    assert '<option value="">Shop</option>' in page
    assert f'href="/verbatims/?segment.survey={survey.slug}"' in page


def test_without_an_answer_the_page_says_what_will_come(client, ana):
    survey = published(ana, "after-delivery")
    told(survey, since=None, until=None, where={}, by="", margins={})
    client.force_login(ana)
    page = client.get(f"/surveys/{survey.slug}/results/").content.decode()
    assert "No answer yet" in page
    assert f'href="/surveys/{survey.slug}/share/"' in page
    assert 'id="r-satisfied"' not in page


def test_who_was_to_be_heard_is_filled_in_beside_who_answered(client, ana, survey):
    client.force_login(ana)
    address = f"/surveys/{survey.slug}/results/"
    nothing = told(survey, since=None, until=None, where={}, by="", margins={})
    assert [each.rows for each in margins.shown(nothing, {})] == [
        [
            Row(field="shop:Lille", title="Lille", count=16, among="67%", wanted=""),
            Row(field="shop:Lyon", title="Lyon", count=8, among="33%", wanted=""),
        ]
    ]
    given = {"shop:Lille": "33,5", "shop:Lyon": " 66.5 %", "language:fr": ""}
    client.post(f"{address}weighting/", given)
    kept_now = Weighting.objects.get().margins
    assert kept_now == {"shop": {"Lille": 0.335, "Lyon": 0.665}}
    told(survey, since=None, until=None, where={}, by="", margins=kept_now)
    page = client.get(address).content.decode()
    assert re.search(r'name="shop:Lyon"[^>]*value="66.5"', page)


def test_what_is_no_share_changes_no_weights_and_they_can_be_taken_away(client, ana, survey):
    client.force_login(ana)
    address = f"/surveys/{survey.slug}/results/weighting/"
    client.post(address, {"shop:Lille": "40", "shop:Lyon": "40", "weather:sun": "1"})
    for wrong in ("many", "-1", "nan", "inf"):
        answer = client.post(address, {"shop:Lille": wrong}, follow=True)
        assert "write a number for Lille, or nothing" in answer.content.decode()
    assert Weighting.objects.get().margins == {"shop": {"Lille": 0.5, "Lyon": 0.5}}
    client.post(address, {"shop:Lille": "40", "clear": "1"})
    assert Weighting.objects.get().margins == {}


def test_results_of_one_shop_are_not_weighted_by_shop(survey):
    shares = {"shop": {"Lille": 0.5, "Lyon": 0.5}}
    payload = told(survey, where={"shop": "Lyon"}, margins=shares)
    assert (payload["problem"], payload["weighting"]) == (None, None)


def test_what_answers_differ_by_is_named_in_the_readers_language(ana):
    with translation.override("fr"), speaking("fr"):
        assert segments.values("channel", ["qr", "email", "my robot"]) == {
            "qr": "Code QR", "email": "E-mail", "my robot": "my robot",
        }  # fmt: skip
        assert segments.values("language", ["fr", "en"]) == {"fr": "Français", "en": "Anglais"}
        assert segments.values("wave", ["2026-03-01"]) == {"2026-03-01": "1 mars 2026"}
        assert segments.values("touchpoint", ["till-7"]) == {"till-7": "till-7"}


def test_a_table_has_a_typed_column_for_all_that_can_be_answered(survey):
    definition = survey.current().parsed()
    found = exporting.table(definition, answers_of(survey), names_people=True)
    assert found.height == 24
    own = {
        name: kind for name, kind in found.schema.items() if "." in name or name == "satisfied"
    }
    assert own == {
        "satisfied": pl.Int64,
        "went-wrong.late": pl.Boolean,
        "went-wrong.damaged": pl.Boolean,
        "went-wrong.incomplete": pl.Boolean,
        "went-wrong.courier": pl.Boolean,
        "went-wrong.news": pl.Boolean,
        "went-wrong.other": pl.Boolean,
        "went-wrong.other.text": pl.String,
    }
    assert found["went-wrong.late"].to_list() == [True, True, None] * 8
    assert found["went-wrong.damaged"].sum() == 0
    assert found["satisfied"].to_list() == [2, 2, 5] * 8


def test_files_read_back_and_compute_nothing(client, ana, survey):
    client.force_login(ana)
    files = {
        kind: client.get(f"/surveys/{survey.slug}/results/answers.{kind}").content
        for kind in ("csv", "parquet", "xlsx")
    }
    csv = pl.read_csv(files["csv"])
    assert csv["went-wrong.other.text"].drop_nulls().unique().to_list() == ["'=1+1"]
    parquet = pl.read_parquet(BytesIO(files["parquet"]))
    assert parquet["started_at"].dtype == pl.Datetime("us", "UTC")
    excel = pl.read_excel(BytesIO(files["xlsx"]))
    assert excel["satisfied"].to_list() == parquet["satisfied"].to_list() == [2, 2, 5] * 8
    assert excel["went-wrong.other.text"].drop_nulls().unique().to_list() == ["=1+1"]
    assert client.get(f"/surveys/{survey.slug}/results/answers.pdf").status_code == 404


def test_who_may_not_see_customers_gets_no_name(client, viewer, survey):
    client.force_login(viewer)
    text = client.get(f"/surveys/{survey.slug}/results/answers.csv").content.decode()
    assert "@example.org" not in text
    assert "customer_id" not in text
    assert text.count("Call me") == 24


def test_a_link_shows_numbers_until_it_is_taken_back(client, ana, survey):
    client.force_login(ana)
    address = f"/surveys/{survey.slug}/results/sharing/"
    client.post(address, {"title": "The board"})
    made = SharedResults.objects.get()
    told(survey, since=None, until=None, where={}, by="", margins={})
    client.logout()
    page = client.get(f"/shared/surveys/{made.token}/")
    assert page.status_code == 200
    assert "33%" in page.content.decode()
    assert "Call me" not in page.content.decode()
    kept_before = Result.objects.count()
    other = client.get(f"/shared/surveys/{made.token}/?by=shop&shop=Lyon&period=30d")
    assert "<h2>Part by part</h2>" not in other.content.decode()
    assert Result.objects.count() == kept_before
    client.force_login(ana)
    client.post(address, {"revoke": made.pk})
    client.logout()
    assert client.get(f"/shared/surveys/{made.token}/").status_code == 404
    assert client.get("/shared/surveys/1:forged/").status_code == 404


def test_a_draft_has_no_results_yet(client, ana):
    from parcours.core.survey import template
    from parcours.listen.domain.surveys import publishing

    draft = publishing.start(template("journey-nps"), by=ana)
    client.force_login(ana)
    assert "Not published yet" in client.get(f"/surveys/{draft.slug}/results/").content.decode()
    assert results_of(None, survey=draft.pk) is None
    assert client.get(f"/surveys/{draft.slug}/results/answers.csv").status_code == 404


def test_what_matters_is_classed_on_the_page_and_in_the_file(client, ana):
    survey = published(ana, "what-matters")
    for number in range(24):
        absent = "dislike" if number % 4 else "neutral"
        pair = {"with": "must", "without": absent}
        begun = answering.begin(survey, channel="link")
        answering.accept(begun, {"gift-wrapping": pair})

    payload = told(survey, since=None, until=None, where={}, by="", margins={})
    client.force_login(ana)
    page = client.get(reverse("surveys:results", args=[survey.slug])).content.decode()
    table = exporting.table(survey.current().parsed(), answers_of(survey), names_people=True)

    assert set(payload["kano"]) == {"gift-wrapping"}
    assert payload["kano"]["gift-wrapping"]["worse"]["value"] == -0.75
    assert "Must be there" in page
    assert table["gift-wrapping.kano"].value_counts().sort("count").rows() == [
        ("I", 6),
        ("M", 18),
    ]


def test_a_question_is_shown_without_one_persons_order(client, ana, survey):
    told(survey, margins={}, by="", since=None, until=None, where={})
    client.force_login(ana)

    page = client.get(reverse("surveys:results", args=[survey.slug])).text

    assert "the delivery of your order …?" in page
    assert "{order}" not in page
