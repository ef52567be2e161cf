"""A review and its verbatims: the page of either leads to the other."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from parcours.listen.domain.sources.posted import Posted
from parcours.listen.domain.sources.taking import take
from parcours.listen.domain.sources.words import review_of, verbatims_of
from parcours.listen.domain.verbatims import gathering
from parcours.listen.models import Review, Source, Verbatim
from parcours.people.models import Member
from tests.listen.verbatims.said import say, shop

__all__ = ["shop"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
MARCH, APRIL = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 4, 7, 9, tzinfo=UTC)


@pytest.fixture
def shelf() -> Source:
    return Source.objects.create(kind="file", name="Avis")


def posted(source: Source, name: str, text: str, *, edited_at: datetime | None = None) -> None:
    """The source tells a review, perhaps one that it told otherwise before."""
    review = Posted(review_id=name, at=MARCH, rating=2, text=text, edited_at=edited_at)
    take(source, [review], now=APRIL)


def test_the_verbatim_of_a_review_leads_to_its_review_and_back(shelf: Source, ana: Member):
    posted(shelf, "a", "Livraison en retard, très déçue")
    posted(shelf, "ab", "Livrée en avance, bravo !")
    gathering.gather()

    for review in Review.objects.all():
        (verbatim,) = verbatims_of(review)
        there = reverse("verbatims:verbatim", args=[verbatim.pk])
        assert verbatim.text == review.text
        for language, to_review, to_verbatim in (
            ("en", "The review, and its reply", "What was read in it"),
            ("fr", "L’avis, et la réponse", "Ce qu’on y a lu"),
        ):
            assert to_review in leads(ana, language, there, review.get_absolute_url())
            assert to_verbatim in leads(ana, language, review.get_absolute_url(), there)


def leads(member: Member, language: str, page: str, there: str) -> str:
    """Return the words of the links of a page that lead somewhere."""
    client = Client()
    client.force_login(member)
    client.cookies["parcours-language"] = language
    links = client.get(page).text.split("<a ")[1:]
    return "".join(
        each.partition("</a>")[0] for each in links if f'href="{escape(there)}"' in each
    )


def test_each_state_of_a_review_that_was_edited_leads_to_it(shelf: Source, ana: Member):
    posted(shelf, "a", "Colis perdu")
    posted(shelf, "a", "Colis retrouvé, merci", edited_at=APRIL)
    gathering.gather()

    review = Review.objects.get()
    before, after = verbatims_of(review)
    assert (before.text, after.text) == ("Colis perdu", "Colis retrouvé, merci")
    assert [review_of(each) for each in (before, after)] == [review, review]
    page = review.get_absolute_url()
    said = [leads(ana, "fr", page, reverse("verbatims:verbatim", args=[each.pk]))
            for each in (before, after)]  # fmt: skip
    assert "Ce qu’on y a lu le 02/03/2026" in said[0]
    assert "Ce qu’on y a lu le 07/04/2026" in said[1]


def test_who_may_not_see_customers_is_not_led_to_a_review(shelf: Source, viewer: Member):
    posted(shelf, "a", "Colis perdu")
    gathering.gather()

    page = reverse("verbatims:verbatim", args=[Verbatim.objects.get().pk])
    assert leads(viewer, "en", page, Review.objects.get().get_absolute_url()) == ""


def test_what_is_said_elsewhere_or_of_no_review_we_keep_leads_to_none(shelf: Source):
    posted(shelf, "a", "Colis perdu")
    review = Review.objects.select_related("customer").get()
    whose = {"customer_id": review.customer.customer_id} if review.customer else {}
    say("Trop long", 1, **whose)
    say("Un avis venu d’ailleurs", 2)
    gathering.gather()
    Verbatim.objects.filter(event_id="E-2").update(activity="review.posted")

    found = {each.event_id: review_of(each) for each in Verbatim.objects.all()}
    assert found == {"file:a": review, "E-1": None, "E-2": None}


def test_the_review_of_someone_forgotten_leads_nowhere(shelf: Source):
    posted(shelf, "a", "Colis perdu")
    gathering.gather()
    Review.objects.update(customer=None)

    assert verbatims_of(Review.objects.get()) == []
    assert review_of(Verbatim.objects.get()) is None
