"""Notes stay between colleagues; what is quoted in them enters the log."""

from typing import Any

import pytest
from django.utils import timezone

from parcours.listen.domain.sources import noting
from parcours.listen.domain.sources.noting import About, NotInTheNote, Piece
from parcours.listen.domain.sources.touchpoints import Place
from parcours.listen.domain.verbatims import gathering
from parcours.listen.domain.verbatims.showing import shown
from parcours.listen.models import Note, Quote, Verbatim
from parcours.people.models import Customer, Member
from tests.listen.sources.kept import events

pytestmark = pytest.mark.django_db
TEXT = "Elle attend 👏 depuis dix minutes.\n« C’est long », dit-elle. « C’est long »."


def noted(by: Member, *, person: Customer | None = None) -> Note:
    at = timezone.now()
    note = Note(title="A Lille", text=TEXT, shop="Lille", language="fr", at=at)
    noting.write(note, person=person, by=by)
    return note


def test_a_note_is_told_without_its_text(ana: Member):
    anne = Customer.objects.create(name="Anne")
    note = noted(ana, person=anne)

    (told,) = events("activity", "customer_id", "text", "properties", "channel")
    assert told == {
        "activity": "note.written",
        "customer_id": anne.customer_id,
        "text": None,
        "properties": f'{{"note":"{note.key.hex}","kind":"interview","shop":"Lille"}}',
        "channel": "store",
    }


def test_an_anonymous_note_is_of_no_customer_anywhere(ana: Member, run_jobs: Any):
    first, second = noted(ana), noted(ana)
    noting.quote(first, "C’est long", about=About(), by=ana)
    run_jobs()
    gathering.gather()

    who = f"note-{first.key.hex}"
    told = {(each["activity"], each["customer_id"])
            for each in events("activity", "customer_id")}  # fmt: skip
    assert told == {
        ("note.written", who),
        ("note.quoted", who),
        ("note.written", f"note-{second.key.hex}"),
    }
    assert (first.customer, first.is_anonymous, Customer.objects.count()) == (None, True, 0)
    (heard,) = shown(list(Verbatim.objects.values_list("pk", flat=True)), ana)
    assert (heard.verbatim.customer_id, heard.is_nameless) == (who, True)


def test_a_quote_of_a_note_whose_customer_was_forgotten_is_not_told(ana: Member):
    note = noted(ana, person=Customer.objects.create(name="Anne"))
    Customer.objects.all().delete()
    note.refresh_from_db()
    noting.quote(note, "C’est long", about=About(), by=ana)

    assert [each["activity"] for each in events("activity")] == ["note.written"]


def test_a_quote_is_the_customers_own_words_about_a_touchpoint(ana: Member):
    note = noted(ana)
    about = About(place=Place.of("house/checkout-queue"), driver="time", sentiment=-1)
    quote = noting.quote(note, "C’est long", near=60, about=about, by=ana)
    again = noting.quote(note, " C’est long ", near=60, about=about, by=ana)

    assert again == quote
    assert quote.start == TEXT.rindex("C’est long")
    told = [each for each in events("activity", "text", "language", "properties")
            if each["activity"] == "note.quoted"]  # fmt: skip
    assert told == [
        {
            "activity": "note.quoted",
            "text": "C’est long",
            "language": "fr",
            "properties": f'{{"note":"{note.key.hex}","kind":"interview","shop":"Lille",'
            '"touchpoint":"checkout-queue","driver":"time","sentiment":"-1"}',
        }
    ]


def test_words_that_are_not_in_a_note_are_no_quote_of_it(ana: Member):
    note = noted(ana)

    with pytest.raises(NotInTheNote, match="“trop cher” does not stand in the note"):
        noting.quote(note, "trop cher", about=About(), by=ana)
    with pytest.raises(NotInTheNote):
        noting.quote(note, "  ", about=About(), by=ana)


def test_a_quote_that_is_taken_away_leaves_the_log(ana: Member, run_jobs: Any):
    note = noted(ana)
    noting.unquote(noting.quote(note, "C’est long", about=About(), by=ana))
    run_jobs()

    assert [each["activity"] for each in events("activity")] == ["note.written"]
    assert Quote.objects.count() == 0


def test_a_note_that_is_deleted_leaves_nothing(ana: Member, run_jobs: Any):
    note = noted(ana)
    noting.quote(note, "C’est long", about=About(), by=ana)
    noting.remove(note, by=ana)
    run_jobs()

    assert events("activity") == []


def test_quotes_move_with_their_words_and_keep_the_note_from_losing_them(ana: Member):
    note = noted(ana)
    quote = noting.quote(note, "dix minutes", about=About(), by=ana)
    noting.rewrite(note, "Hier. " + TEXT.replace("\n", "\r\n"), title="Hier à Lille")
    quote.refresh_from_db()

    assert note.text[quote.start : quote.end] == "dix minutes"
    with pytest.raises(NotInTheNote):
        noting.rewrite(note, "Autre chose", title="x")
    note.refresh_from_db()
    assert note.title == "Hier à Lille"


def test_a_note_is_shown_cut_at_its_quotes(ana: Member):
    note = noted(ana)
    second = noting.quote(note, "C’est long", near=70, about=About(), by=ana)
    first = noting.quote(note, "attend 👏 depuis", about=About(), by=ana)
    inside = noting.quote(note, "depuis", about=About(), by=ana)

    assert noting.pieces(note, [second, first, inside]) == [
        Piece("Elle "),
        Piece("attend 👏 depuis", first),
        Piece(" dix minutes.\n« C’est long », dit-elle. « "),
        Piece("C’est long", second),
        Piece(" »."),
    ]
