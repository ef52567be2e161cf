"""What pages show of a canvas as lived, and to whom."""

from datetime import date

import pytest
from django.test import Client

from parcours.ledger.domain import results
from parcours.ledger.models import Result
from parcours.map.domain import blind, canvases, lists, living
from parcours.measure.models import Context
from parcours.people.models import Customer
from parcours.site.jobs.worker import run_waiting
from tests.map.company import CANVAS, answered, company, empty_company, known

__all__ = ["company", "empty_company", "known"]

pytestmark = pytest.mark.django_db
PAGES = (
    "/canvases/parcels/",
    "/canvases/parcels/beliefs/",
    "/canvases/parcels/touchpoints/delivery/",
    "/canvases/parcels/promises/on-time/",
    "/gaps/parcels/",
)


@pytest.fixture
def page(client: Client):
    """Return the text of a page as a member reads it."""

    def read(member, address: str) -> str:
        client.force_login(member)
        response = client.get(address)
        assert response.status_code == 200, address
        return response.content.decode()

    return read


def test_a_card_says_kept_felt_and_how_many_customers(page, company, ana):
    read = page(ana, "/canvases/parcels/")

    assert 'value="75"' in read
    assert "<b>75%</b>" in read
    assert "<b>4.2</b>" in read
    assert "is-good is-fresh" in read
    assert "is-muted is-faded" in read  # nobody called


def test_the_page_says_how_old_its_figures_are(page, company, ana):
    assert "figures computed" in page(ana, "/canvases/parcels/")


def test_figures_nobody_asked_for_are_computed_and_shown(page, company, ana):
    address = "/canvases/parcels/?properties.shop=Lille"

    before = page(ana, address)
    run_waiting()
    after = page(ana, address)

    assert "These figures are being computed" in before
    assert "everything: 75%" in after
    assert "<b>100%</b>" in after


def test_a_page_says_why_its_figures_could_not_be_computed(page, empty_company, ana):
    given = {"canvas": empty_company.text, "since": None, "until": None, "where": None}
    Result.objects.create(
        question=results.name_of(living.lived),
        key=results.key_of(given),
        given=given,
        problem="the disk is full",
    )

    assert "The last try failed: the disk is full" in page(ana, "/canvases/parcels/")


def test_the_list_of_gaps_and_the_panel_say_what_the_report_says(page, company, ana):
    read = page(ana, "/gaps/parcels/")

    assert "On the day" in read
    assert "It works: kept, and customers are happy." in read
    assert "Trop long, n° 36" in read


def test_the_first_canvas_is_where_gaps_begin(client, company, ana):
    client.force_login(ana)

    assert client.get("/gaps/")["Location"] == "/gaps/parcels/"


def test_a_promise_has_its_sentence_months_cases_and_definition(page, company, ana):
    read = page(ana, "/canvases/parcels/promises/on-time/")

    assert "an order delivered by the announced" in read
    assert "Kept 75%" in read.replace("\n", " ")
    assert "Jan 2026" in read
    assert "3\N{NO-BREAK SPACE}d over" in read
    assert "promise: on-time" in read


def test_the_people_behind_a_touchpoint_are_listed_by_name(page, company, ana):
    Customer.objects.create(customer_id="C-036", name="Zoé Petit")

    cases = page(ana, "/canvases/parcels/touchpoints/delivery/?state=broken&order=worst")
    words = page(ana, "/canvases/parcels/touchpoints/delivery/?list=words&order=worst")
    customers = page(ana, "/canvases/parcels/touchpoints/delivery/?list=customers&page=2")

    assert "Zoé Petit" in cases
    assert "1 to 10 of 10" in cases
    assert "Trop long, n° 36" in words
    assert "26 to 40 of 40" in customers


def test_lists_that_were_forgotten_are_made_again(page, company, ana):
    lists.forget()

    before = page(ana, "/canvases/parcels/touchpoints/delivery/")
    run_waiting()
    after = page(ana, "/canvases/parcels/touchpoints/delivery/")

    assert "being gathered" in before
    assert "1 to 25 of 40" in after


@pytest.mark.parametrize("address", PAGES)
def test_a_viewer_sees_figures_and_no_person(page, company, viewer, address):
    Customer.objects.create(customer_id="C-036", name="Zoé Petit")

    read = page(viewer, address)

    for private in ("C-036", "Zoé Petit", "Trop long", "/customers/"):
        assert private not in read


@pytest.mark.parametrize("address", [*PAGES, "/gaps/", "/customers/C-000/"])
def test_a_stranger_finds_nothing(client, company, zoe, address):
    client.force_login(zoe)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/canvases/nothing/",
        "/canvases/parcels/touchpoints/nothing/",
        "/canvases/parcels/promises/nothing/",
        "/gaps/parcels/?promise=nothing",
    ],
)
def test_what_is_not_there_is_not_found(client, company, ana, address):
    client.force_login(ana)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_figures_a_team_has_not_guessed_are_on_no_page(client, company, bob, address):
    client.force_login(bob)

    read = client.get(address, follow=True).content.decode()

    for figure in ("75%", "4.2</", "Trop long", "C-036"):
        assert figure not in read


def test_once_said_the_belief_stands_beside_what_was_lived(client, company, bob):
    client.force_login(bob)

    said = {"felt-delivery": "5", "kept-delivery": "90"}
    read = client.post("/canvases/parcels/beliefs/", said, follow=True).content.decode()

    assert "Here is what your customers lived." in read
    assert "+0.8" in read
    assert "90%" in read


def test_a_form_without_a_score_is_shown_again(client, company, bob):
    client.force_login(bob)

    response = client.post("/canvases/parcels/beliefs/", {"felt-delivery": "9"})

    assert "from 1 to 5" in response.content.decode()
    assert [point.touchpoint for point in blind.asked(company, bob)] == ["delivery"]


def test_a_skipped_question_opens_the_figures(client, company, bob):
    client.force_login(bob)

    read = client.post("/canvases/parcels/beliefs/", {"skip": "1"}, follow=True)

    assert "<b>75%</b>" in read.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_company_without_events_is_taught_what_to_bring(page, empty_company, ana, address):
    answered(empty_company)

    read = page(ana, address)

    assert "No event yet" in read or "Nobody has said yet" in read


def test_a_canvas_without_promises_is_taught_to_make_one(page, company, ana):
    text = CANVAS[: CANVAS.index("    promises:")].replace("parcels", "bare")
    answered(canvases.create("Bare", text, ana))

    assert "No promise to hold against" in page(ana, "/gaps/bare/")
    assert "no promise" in page(ana, "/canvases/bare/")


def test_pages_speak_french(page, company, ana):
    ana.language = "fr"
    ana.save()

    read = page(ana, "/canvases/parcels/promises/on-time/")

    assert "Au jour dit" in read
    assert "janv. 2026" in read


def test_the_charts_of_a_touchpoint_say_what_is_known_of_its_days(page, company, ana):
    known = {"starts": date(2026, 2, 3), "by": ana}
    Context.objects.create(title="Strike of carriers", touchpoint="delivery", **known)
    Context.objects.create(title="New switchboard", touchpoint="calls", **known)

    for address in (PAGES[2], PAGES[3]):
        read = page(ana, address)
        assert "month by month" in read
        assert "Strike of carriers" in read
        assert "New switchboard" not in read
