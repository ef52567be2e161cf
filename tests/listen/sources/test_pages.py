"""The pages of sources: what each lets a person do, and to whom it does not exist."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parcours.listen.domain.sources import connecting, noting, opening, pulling
from parcours.listen.models import Grid, Note, Reply, ReplyTemplate, Review, Source, Visit
from parcours.people.models import AuditEntry, Customer, Member
from tests.listen.sources import kept
from tests.listen.sources.fake import Sites
from tests.listen.sources.kept import GOOGLE, TOKENS, payload

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Google Lille",
    "account": "accounts/1009988776655",
    "client_id": "brindille.apps.example",
    "client_secret": "g-secret",
    "refresh_token": "g-refresh",
    "places": "accounts/1009988776655/locations/4433221100 Lille\n\n4433221101",
    "write_url": "https://g.page/r/example/review",
}


@pytest.fixture
def client(ana: Member) -> Client:
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def google(sites: Sites) -> Source:
    """Google, that lets us in, with three reviews pulled."""
    sites.say(f"POST {TOKENS}", {"access_token": "g-access"})
    sites.say(f"GET {GOOGLE}", payload("google_reviews_list") | {"nextPageToken": ""})
    source = kept.google()
    pulling.pull.func(source.pk)
    return source


def review() -> Review:
    return Review.objects.get(external_id="AbFvOq-r2")


def text_of(response: Any) -> str:
    return response.content.decode()


def test_a_source_is_connected_tested_and_read(client: Client, sites: Sites, run_jobs: Any):
    sites.say(f"POST {TOKENS}", {"access_token": "g-access"})
    sites.say(f"GET {GOOGLE}", payload("google_reviews_list") | {"nextPageToken": ""})
    sites.say(f"GET {GOOGLE.replace('4433221100', '4433221101')}", {})
    client.post(reverse("sources:connection", args=["google"]), GIVEN)
    source = Source.objects.get()
    waiting = source.testing_at is not None
    run_jobs()

    source.refresh_from_db()
    assert waiting
    assert (source.testing_at, source.problem, Review.objects.count()) == (None, "", 3)
    assert source.settings == {
        "account": "1009988776655",
        "client_id": "brindille.apps.example",
    }
    assert source.places == [
        {"id": "4433221100", "name": "Lille"},
        {"id": "4433221101", "name": "4433221101"},
    ]
    assert "g-secret" not in source.secrets


def test_no_page_shows_a_key_and_an_empty_one_leaves_it_as_it_was(
    client: Client, google: Source
):
    page = reverse("sources:site", args=[google.pk])
    shown = text_of(client.get(page))
    client.post(page, GIVEN | {"client_secret": "", "refresh_token": "newer"})

    google.refresh_from_db()
    assert "g-secret" not in shown
    assert "g-refresh" not in shown
    assert opening.unlocked(google) == {"client_secret": "g-secret", "refresh_token": "newer"}


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("appstore", {"key": "-----BEGIN"}, "This is no private key of App Store Connect"),
        ("play", {"account": '{"client_email": "a"}'}, "it has no private_key"),
        ("google", {"places": " \n "}, "This field is required"),
        ("trustpilot", {"api_key": ""}, "This field is required"),
    ],
)
def test_what_cannot_open_a_source_is_said_at_once(
    client: Client, kind: str, given: dict[str, str], said: str
):
    known = {"name": "x", "issuer": "i", "key_id": "k", "places": "1 One", "api_secret": "s"}
    response = client.post(reverse("sources:connection", args=[kind]), known | given)

    assert said in text_of(response)
    assert Source.objects.count() == 0


def test_a_problem_says_what_to_do(client: Client, google: Source, sites: Sites):
    sites.say(
        f"GET {GOOGLE}", (403, {"error": {"message": "The caller does not have permission"}})
    )
    pulling.test.func(google.pk)
    shown = text_of(client.get(reverse("sources:site", args=[google.pk])))

    assert "The source refuses our keys." in shown
    assert "403 The caller does not have permission" in shown


def test_a_paused_source_rests_and_a_disconnected_one_forgets_its_keys(
    client: Client, google: Source, sites: Sites
):
    client.post(reverse("sources:site-pausing", args=[google.pk]))
    asked = len(sites.asked)
    pulling.pull.func(google.pk)
    client.post(reverse("sources:site-resuming", args=[google.pk]))
    client.post(reverse("sources:site-disconnection", args=[google.pk]))

    google.refresh_from_db()
    assert len(sites.asked) == asked
    assert (google.secrets, google.paused_at, Review.objects.count()) == ("", None, 3)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "source.paused", "source.resumed", "source.disconnected",
    ]  # fmt: skip


def test_a_file_of_reviews_is_brought_and_one_that_is_none_is_named(client: Client):
    client.post(reverse("sources:connection", args=["file"]), {"name": "Avis Vérifiés"})
    shelf = Source.objects.get()
    place = reverse("sources:site-file", args=[shelf.pk])
    good = SimpleUploadedFile("avis.csv", b"date;note;avis\n2026-03-02;4;Bien\n")
    told = client.post(place, {"file": good}, follow=True)
    bad = client.post(place, {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")})

    assert "1 new reviews, 0 changed, 0 known. Not read: 0." in text_of(told)
    assert (bad.status_code, "x.pdf is in PDF format" in text_of(bad)) == (422, True)


def test_the_door_of_google_has_the_named_review_read(
    client: Client, google: Source, sites: Sites, run_jobs: Any
):
    door = reverse("review-notice", args=[connecting.door_token(google)])
    told = payload("google_pubsub_new_review")
    edited = payload("google_reviews_list")["reviews"][1] | {"comment": "Reçu !"}
    sites.say(f"GET {GOOGLE}/AbFvOq-r2", edited)
    heard = Client(enforce_csrf_checks=True).post(door, told, content_type="application/json")
    run_jobs()
    odd = Client().post(door, "nothing", content_type="application/json")
    wrong = Client().post(door.replace("%3A", ":").replace(":", ":x"), told)
    google.refresh_from_db()
    connecting.disconnect(google, by=Member.objects.get())

    assert (heard.status_code, review().text) == (204, "Reçu !")
    assert (odd.status_code, wrong.status_code) == (400, 404)
    assert Client().post(door, told, content_type="application/json").status_code == 404


def test_reviews_are_found_by_words_rating_and_what_is_left_to_do(
    client: Client, google: Source
):
    def found(**asked: str) -> list[str]:
        page = client.get(reverse("sources:reviews"), asked).context["page"]
        return [each.external_id[-2:] for each in page]

    assert found() == ["r2", "r1", "r3"]
    assert found(q="ACCUEIL") == ["r1"]
    assert found(rating="1") == ["r2"]
    assert found(state="answered") == ["r3"]
    assert found(state="open", source=str(google.pk)) == ["r2", "r1"]
    assert found(state="gone") == []
    assert found(rating="nine", source="x") == ["r2", "r1", "r3"]


def test_a_reply_is_drafted_kept_and_sent_once_by_a_double_click(
    client: Client, google: Source, sites: Sites, run_jobs: Any
):
    page, place = review().get_absolute_url(), reverse("sources:reply", args=[review().pk])
    drafted = client.get(page).context["form"].initial["text"]
    sites.say(f"PUT {GOOGLE}/AbFvOq-r2/reply", {})
    client.post(place, {"text": "Pardon", "save": "1"})
    kept_text = client.get(page).context["form"].initial["text"]
    for _click in range(2):
        client.post(place, {"text": "Pardon, Bastien", "send": "1"})
    on_its_way = text_of(client.get(page))
    run_jobs()

    assert drafted.startswith("Hello Bastien,")
    assert kept_text == "Pardon"
    assert "on its way" in on_its_way
    assert [each.body for each in sites.to("/reply")] == [{"comment": "Pardon, Bastien"}]
    assert "Pardon, Bastien" in text_of(client.get(page))


def test_another_beginning_can_be_chosen(client: Client, google: Source):
    form = {"name": "Sorry", "language": "en", "lowest": "1", "highest": "2", "driver": "",
            "text": "Dear {name}"}  # fmt: skip
    client.post(reverse("sources:templates"), form)
    wrong = client.post(reverse("sources:templates"), form | {"lowest": "4"})
    page = review().get_absolute_url()
    first, usual = (
        client.get(page, {"draft": n}).context["form"].initial["text"] for n in "01"
    )
    template = ReplyTemplate.objects.get()
    client.post(reverse("sources:template", args=[template.pk]), form | {"text": "Dear"})
    changed = ReplyTemplate.objects.get().text
    client.post(reverse("sources:template-removal", args=[template.pk]))

    assert (first, usual[:5], changed) == ("Dear Bastien", "Hello", "Dear")
    assert "This is below the other." in text_of(wrong)
    assert ReplyTemplate.objects.count() == 0


def test_where_nothing_can_be_sent_a_reply_is_copied_by_hand(client: Client):
    shelf = Source.objects.create(kind="file", name="Files")
    now = timezone.now()
    other = Review.objects.create(source=shelf, external_id="1", at=now, seen_at=now,
                                  customer=Customer.objects.create())  # fmt: skip
    place = reverse("sources:reply", args=[other.pk])
    shown = text_of(client.get(other.get_absolute_url()))
    refused = client.post(place, {"text": "Merci", "send": "1"}, follow=True)
    client.post(place, {"text": "Merci", "copied": "1"})

    assert 'data-behavior="copying"' in shown
    assert "This source takes no reply from here: copy it." in text_of(refused)
    assert Reply.objects.get().state == "sent"


def test_a_note_is_written_and_words_of_it_are_marked(client: Client, ana: Member):
    given = {"title": "A Lille", "kind": "interview", "person": "", "shop": "Lille",
             "channel": "store", "at": "2026-03-01T10:00", "language": "fr",
             "text": "Elle attend.\r\n« C’est long » dit-elle."}  # fmt: skip
    page = client.post(reverse("sources:new-note"), given)["Location"]
    note = Note.objects.get()
    place = reverse("sources:quotes", args=[note.pk])
    client.post(
        place, {"words": "C’est long", "near": "15", "driver": "time", "sentiment": "-1"}
    )
    client.post(place, {"sentence": "Elle attend."})
    wrong = client.post(place, {"words": "trop cher"})

    assert "<mark>C’est long</mark>" in text_of(client.get(page))
    assert "2 quotes" in text_of(client.get(reverse("sources:notes")))
    assert [each.text for each in note.quotes.all()] == ["Elle attend.", "C’est long"]
    assert (wrong.status_code, "does not stand in the note" in text_of(wrong)) == (422, True)
    assert note.at == datetime.fromisoformat("2026-03-01T10:00+01:00")


def test_a_note_is_of_the_customer_who_is_named_if_there_is_one(client: Client):
    anne = Customer.objects.create(name="Anne Roy")
    Customer.objects.create(name="Paul Roy")
    given = {"title": "T", "kind": "interview", "channel": "store", "at": "2026-03-01T10:00",
             "language": "fr", "text": "x"}  # fmt: skip
    several = client.post(reverse("sources:new-note"), given | {"person": "Roy"})
    nobody = client.post(reverse("sources:new-note"), given | {"person": "Zoé"})
    client.post(reverse("sources:new-note"), given | {"person": "Anne"})

    assert "Several customers are called so" in text_of(several)
    assert "No customer is known so" in text_of(nobody)
    assert (Note.objects.get().customer, Note.objects.get().is_anonymous) == (anne, False)


def test_a_note_is_changed_and_deleted_and_a_quote_taken_away(client: Client, ana: Member):
    note = Note(title="T", text="Un. Deux.", language="fr")
    noting.write(note, person=None, by=ana)
    quote = noting.quote(note, "Deux.", about=noting.About(), by=ana)
    place = reverse("sources:note-editing", args=[note.pk])
    wrong = client.post(place, {"title": "T", "text": "Un."})
    client.post(place, {"title": "U", "text": "Zéro. Un. Deux."})
    client.post(reverse("sources:quote-removal", args=[quote.pk]))
    left = note.quotes.count(), Note.objects.get().title
    client.post(reverse("sources:note-removal", args=[note.pk]))

    assert "does not stand in the note" in text_of(wrong)
    assert (left, Note.objects.count()) == ((0, "U"), 0)


def test_a_grid_is_made_filled_at_a_shop_and_read(client: Client):
    client.post(reverse("sources:new-grid"), {"name": "Accueil", "shops": "Lille\r\nLyon"})
    grid = Grid.objects.get()
    place = reverse("sources:grid-items", args=[grid.pk])
    client.post(place, {"text": "Greeted?", "scale": "audit_0_1"})
    client.post(place, {"text": "Clean?", "scale": "audit_1_5"})
    client.post(place, {"name": "Welcome", "shops": "Lille\r\nLyon\r\nNice"})
    greeted, clean = grid.items.all()
    begun = client.post(grid.get_absolute_url(), {"shop": "Lyon", "at": "2026-03-01T10:00"})
    empty = client.post(begun["Location"], {"finish": "1"}, follow=True)
    client.post(begun["Location"], {f"score{greeted.pk}": "1", "keep": "1"})
    done = {f"score{greeted.pk}": "1", f"comment{greeted.pk}": "Hello", f"score{clean.pk}": "4"}
    client.post(begun["Location"], done | {"finish": "1"})
    late = client.post(begun["Location"], {f"score{greeted.pk}": "0", "finish": "1"})
    client.post(reverse("sources:item-leaving", args=[clean.pk]))
    shown = text_of(client.get(grid.get_absolute_url()))
    client.post(reverse("sources:visit-reopening", args=[Visit.objects.get().pk]))

    assert "Nothing has been noted yet." in text_of(empty)
    assert late.status_code == 200
    assert "too few to conclude (n = 1)" in shown
    assert "100%" not in shown
    assert "no more looked at" in shown
    assert Visit.objects.get().finished_at is None
    assert client.get(reverse("sources:grids")).context["begun"].count() == 1


def test_what_a_role_may_not_do_does_not_exist_for_it(
    google: Source, bob: Member, viewer: Member
):
    page = review().get_absolute_url()
    reply = reverse("sources:reply", args=[review().pk])
    answers = {}
    for member in (bob, viewer):
        client = Client()
        client.force_login(member)
        answers[member.name] = [
            client.get(page).status_code,
            client.post(reply, {"text": "x"}).status_code,
            client.get(reverse("sources:sites")).status_code,
            client.get(reverse("sources:new-note")).status_code,
        ]

    assert answers == {"Bob": [200, 404, 404, 200], "Vic": [404, 404, 404, 404]}


def test_a_review_answered_without_words_says_so(client: Client):
    source = Source.objects.create(kind=Source.Kind.FILE, name="Our shop")
    now = timezone.now()
    found = source.reviews.create(external_id="1", at=now, seen_at=now, answered_at=now)

    shown = text_of(client.get(found.get_absolute_url()))

    assert "It was answered. The source does not tell in which words." in shown
    assert "Another reply" in shown


def test_connections_say_where_replies_are_posted_by_hand(client: Client, google: Source):
    Source.objects.create(kind=Source.Kind.FILE, name="Our shop")

    shown = text_of(client.get(reverse("sources:sites")))

    assert shown.count("replies go out from here") == 1
    assert shown.count("replies are posted by hand") == 1
