"""The pages of verbatims: found, read in context, corrected, labelled one after the other."""

import csv
import re
from io import BytesIO, StringIO
from uuid import uuid4

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from parcours.listen.domain.verbatims import gathering, writing
from parcours.listen.models import Correction, Draw, Verbatim
from parcours.people.models import AuditEntry, Customer, Member
from tests.listen.verbatims.said import WORDS, heard, say, shop

__all__ = ["heard", "shop"]
pytestmark = pytest.mark.django_db

EXPLORER = "/verbatims/"
CODED = {"sentiment": "-1", "driver_time": "-1", "complaint": "on"}


def browser(member: Member, language: str = "en") -> Client:
    client = Client()
    client.force_login(member)
    client.cookies["parcours-language"] = language
    return client


def shown(client: Client, address: str) -> str:
    """The page, its words that decided unmarked."""
    return re.sub(r"</?mark[^>]*>", "", " ".join(answer(client, address).split()))


def test_where_nobody_said_anything_the_page_says_what_will_come(shop, ana):
    page = shown(browser(ana), EXPLORER)

    assert "Nobody has said anything yet" in page
    assert reverse("ledger:imports") in page


def test_the_explorer_shows_what_is_asked_with_its_filters(heard, ana):
    page = shown(browser(ana), EXPLORER + "?q=livr*&channel=store&segment.shop=Lille")

    assert WORDS[1] in page
    assert WORDS[0] not in page
    assert "<strong>1 verbatim</strong>" in page
    assert "Channel: Store" in page
    assert "Shop: Lille" in page


def test_nothing_found_says_what_to_do(heard, ana):
    assert "Take a filter off" in shown(browser(ana), EXPLORER + "?q=introuvable")


@pytest.mark.parametrize("address", [EXPLORER, EXPLORER + "drivers/"])
def test_a_period_that_ends_before_it_begins_is_said_and_turned_round(heard, ana, address):
    query = "?channel=web&since=2026-04-01&until=2026-03-01&felt_least=4&felt_most=2"
    page = shown(browser(ana), address + query)
    turned = "?channel=web&amp;since=2026-03-01&amp;until=2026-04-01&amp;felt_least=2"

    assert "The period ends, on March 1, 2026, before it begins, on April 1, 2026:" in page
    assert "the least is above the most" in page
    assert f'href="{address}{turned}&amp;felt_most=4">Exchange the two</a>' in page
    assert "Take a filter off" not in page
    for right in ("?since=2026-03-01&until=2026-03-01", "?felt_least=5", "?felt_most=1"):
        assert "Exchange the two" not in shown(browser(ana), address + right)


def test_who_may_not_see_customers_sees_no_name_and_no_personal_data(heard, ana, viewer):
    say("Appelez-moi, signé Anne Roy, au 06 12 34 56 78", 9)
    gathering.gather()
    Customer.objects.create(customer_id="C-9", name="Anne Roy")
    Verbatim.objects.filter(customer_id="C-9").update(private='[[33, 47, "phone"]]')
    address = reverse("verbatims:verbatim", args=[Verbatim.objects.get(customer_id="C-9").pk])

    for url in (EXPLORER, address, reverse("verbatims:csv-file")):
        masked, whole = (shown(browser(each), url) for each in (viewer, ana))
        assert "06 12 34 56 78" in whole
        assert "06 12 34 56 78" not in masked
        assert "Roy" not in masked
        assert "C-9" not in masked


def answer(client: Client, url: str) -> str:
    response = client.get(url)
    return b"".join(response).decode()


def test_a_file_holds_what_was_found_as_its_reader_may_see_it(heard, ana, viewer):
    lines = answer(browser(ana), reverse("verbatims:csv-file") + "?q=livr*").lstrip("\ufeff")
    rows = list(csv.DictReader(StringIO(lines), delimiter=";"))
    content = browser(viewer).get(reverse("verbatims:parquet-file")).content
    table = pl.read_parquet(BytesIO(content))

    assert [(row["text"], row["customer_id"]) for row in rows] == [
        (WORDS[1], "C-1"),
        (WORDS[0], "C-0"),
    ]
    assert table["text"].to_list() == list(reversed(WORDS))
    assert {"customer_id", "case_id"} & set(table.columns) == set()
    assert AuditEntry.objects.filter(action="verbatims.exported").count() == 2


def test_a_text_that_a_spreadsheet_would_compute_is_only_a_text(shop, ana):
    say("=1+1")
    gathering.gather()

    assert "'=1+1" in answer(browser(ana), reverse("verbatims:csv-file"))


def test_a_verbatim_is_read_among_what_happened_to_the_person(heard, ana):
    page = shown(browser(ana), reverse("verbatims:verbatim", args=[heard[0].pk]))

    assert "What happened to this person" in page
    assert "this verbatim" in page
    assert reverse("map:story", args=["C-0"]) in page


def test_who_says_nearly_the_same_words_is_one_click_away(heard, ana):
    copied = [heard[0].pk, heard[2].pk]
    writing.change(pl.DataFrame({"id": copied, "likeness": [copied[0]] * 2}))
    client = browser(ana)
    page = shown(client, reverse("verbatims:verbatim", args=[heard[2].pk]))
    (link,) = re.findall('<a href="([^"]*)">1 other says nearly the same words.</a>', page)
    found = shown(client, link)

    assert [each in found for each in WORDS] == [True, False, True, False]
    assert 'href="/verbatims/?">Nearly the same words' in found


def test_a_verbatim_of_someone_the_log_does_not_know_any_more_still_opens(heard, ana):
    Verbatim.objects.filter(pk=heard[0].pk).update(customer_id="gone")

    page = shown(browser(ana), reverse("verbatims:verbatim", args=[heard[0].pk]))

    assert WORDS[0] in page


def test_a_colleague_corrects_and_takes_back(heard, bob):
    client, pk = browser(bob), heard[0].pk
    client.post(reverse("verbatims:correction", args=[pk]), CODED)
    made = Correction.objects.get()
    corrected = shown(client, EXPLORER + "?sentiment=negative&driver=time:negative")
    client.post(reverse("verbatims:undoing", args=[made.pk]))
    made.refresh_from_db()

    assert WORDS[0] in corrected
    assert (made.by, made.sentiment, made.drawn) == (bob, -1, "")
    assert made.coded["sentiment"] == heard[0].sentiment
    assert made.undone_by == bob
    assert "taken back by Bob" in shown(client, reverse("verbatims:verbatim", args=[pk]))


def test_a_correction_needs_a_sentiment(heard, bob):
    response = browser(bob).post(
        reverse("verbatims:correction", args=[heard[0].pk]), {"driver_time": "1"}
    )

    assert "This field is required" in response.content.decode()
    assert Correction.objects.count() == 0


def test_who_may_not_code_finds_no_form_and_no_queue(heard, viewer):
    client = browser(viewer)
    page = shown(client, reverse("verbatims:verbatim", args=[heard[0].pk]))

    assert "Save my coding" not in page
    assert (
        client.post(reverse("verbatims:correction", args=[heard[0].pk]), CODED).status_code
        == 404
    )
    assert client.get(reverse("verbatims:queue")).status_code == 404


def test_the_queue_gives_one_after_the_other_until_none_is_left(heard, bob):
    client, seen = browser(bob), set()
    for _each in heard:
        draw = client.get(reverse("verbatims:queue")).context["draw"]
        seen.add(draw.verbatim_id)
        client.post(reverse("verbatims:queue"), CODED | {"draw": draw.pk})
    page = shown(client, reverse("verbatims:queue"))

    assert seen == {each.pk for each in heard}
    assert "Nothing left to label" in page
    assert Correction.objects.exclude(drawn="").count() == len(heard)


def test_the_queue_keeps_what_one_is_at_and_skips_what_one_will_not_say(heard, bob):
    client = browser(bob)
    first = client.get(reverse("verbatims:queue")).context["draw"]
    again = client.get(reverse("verbatims:queue")).context["draw"]
    client.post(reverse("verbatims:queue"), {"skip": first.pk})
    other = client.get(reverse("verbatims:queue")).context["draw"]

    assert again == first
    assert other.verbatim_id != first.verbatim_id
    assert (
        "This field is required"
        in client.post(reverse("verbatims:queue"), {"draw": other.pk}).content.decode()
    )


def test_one_cannot_label_what_another_was_given(heard, ana, bob):
    draw = browser(ana).get(reverse("verbatims:queue")).context["draw"]

    response = browser(bob).post(reverse("verbatims:queue"), CODED | {"draw": draw.pk})
    nonsense = browser(bob).post(reverse("verbatims:queue"), CODED | {"draw": "x"})

    assert (response.status_code, nonsense.status_code) == (404, 404)
    assert Draw.objects.get().member == ana


def test_how_well_it_reads_is_said_once_people_labelled_some(heard, ana, bob):
    client = browser(bob)
    before = shown(client, reverse("verbatims:quality"))
    client.post(reverse("verbatims:correction", args=[heard[0].pk]), CODED)
    after = shown(client, reverse("verbatims:quality"))

    assert "not known yet" in before
    assert '<p class="value">1</p>' in after


def test_the_search_of_the_whole_site_finds_words(heard, ana, viewer):
    page = shown(browser(viewer), "/search/?q=livraisons")

    assert WORDS[0] in page
    assert WORDS[0] not in shown(browser(ana), "/search/?q=li")


def test_the_page_keeps_the_revision_it_saw(heard, ana):
    revision = writing.progress().revision
    browser(ana).get(EXPLORER)

    assert writing.progress().revision == revision


def test_who_answered_without_a_name_is_anonymous_and_leads_nowhere(heard, ana):
    nobody = f"answer-{uuid4().hex}"
    Verbatim.objects.filter(pk=heard[0].pk).update(customer_id=nobody)

    for address in (EXPLORER, reverse("verbatims:verbatim", args=[heard[0].pk])):
        page = shown(browser(ana), address)
        assert "Anonymous" in page
        assert nobody not in page
    assert "Anonyme" in shown(browser(ana, "fr"), EXPLORER)


def test_sources_have_words_in_the_language_of_who_reads(heard, ana):
    say("Une idée pour vous", 9, source="inbox")
    say("Une idée de plus", 10, source="my robot")
    gathering.gather()

    for language, names in (
        ("en", ("Inbox", "Surveys")),
        ("fr", ("Boîte de réception", "Enquêtes")),
    ):
        page = shown(browser(ana, language), EXPLORER)
        for name in (*names, "my robot"):
            assert re.search(rf">\s*{name}\s*<", page)


def test_where_the_sentiment_is_not_sure_no_word_is_marked_as_leaning(heard, ana):
    address = reverse("verbatims:verbatim", args=[heard[0].pk])
    assert '<mark class="negative" title=' in answer(browser(ana), address)

    Verbatim.objects.filter(pk=heard[0].pk).update(sentiment=None)

    page = answer(browser(ana), address)
    assert '<mark class="negative" title=' not in page
    assert '<mark class="driver" title=' in page
