"""What each site of reviews says becomes a review, whatever it leaves out."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from parcours.listen.domain.sources import app_store, google, play, trustpilot
from parcours.listen.domain.sources.posted import Answered, Page, Posted
from tests.listen.sources.kept import payload

PLACE = "4433221100"


def test_google_tells_stars_as_words_and_its_own_translation_apart():
    page = google.page_of(payload("google_reviews_list"), PLACE)

    assert page == Page(
        [
            Posted(
                review_id="AbFvOq-r1",
                at=datetime(2026, 2, 27, 17, 12, 9, 123000, UTC),
                rating=4.0,
                text="Très bel accueil, livraison un peu longue.",
                author="Hélène Dubreuil",
                place=PLACE,
            ),
            Posted(
                review_id="AbFvOq-r2",
                at=datetime(2026, 3, 1, 8, tzinfo=UTC),
                rating=1.0,
                text="Colis jamais reçu, aucune réponse au téléphone.",
                author="Bastien",
                place=PLACE,
            ),
            Posted(
                review_id="AbFvOq-r3",
                at=datetime(2026, 1, 11, 8, tzinfo=UTC),
                rating=5.0,
                text="Parfait.",
                translation="Perfect.",
                author="Hélène Dubreuil",
                place=PLACE,
                answers=(
                    Answered("Merci beaucoup !", datetime(2026, 1, 12, 9, 30, tzinfo=UTC)),
                ),
            ),
        ],
        "CAEQAg",
    )


def test_an_empty_page_of_google_is_no_review_and_no_fault():
    assert google.page_of(payload("edge_google_empty_page"), PLACE) == Page([], "")


def test_a_rating_without_a_word_by_nobody_is_a_review():
    found = google.page_of(payload("edge_google_rating_only_anonymous"), PLACE).reviews

    assert [(each.rating, each.text, each.author) for each in found] == [(2.0, "", "")]


def test_a_notification_of_google_names_the_review():
    body = json.dumps(payload("google_pubsub_new_review")).encode()

    heard = google.heard(body)

    assert heard == ("1009988776655", PLACE, "AbFvOq-r2")


def test_trustpilot_tells_address_and_order_and_what_was_answered():
    first, second = trustpilot.page_of(payload("trustpilot_private_reviews"))

    assert (first.email, first.case_id, first.consumer) == (
        "karim.z@courriel.example",
        "10482",
        "66aa00bb11cc22dd33ee44ff",
    )
    assert (first.rating, first.title, first.language) == (2.0, "Déçu par la taille", "fr")
    assert (second.email, second.case_id) == ("", "")
    assert second.answers == (Answered("Merci Karim !", datetime(2026, 3, 2, 12, tzinfo=UTC)),)


def test_the_app_store_tells_the_next_page_by_a_cursor():
    page = app_store.page_of(payload("appstore_customer_reviews"), "6440000000")

    assert page.next == "AQ"
    assert [(each.rating, each.title, each.author) for each in page.reviews] == [
        (2.0, "Plante au paiement", "maille62")
    ]


def test_a_review_of_the_app_store_counts_in_the_month_it_was_in_paris():
    page = app_store.page_of(payload("edge_appstore_timezone"), "6440000000")

    (review,) = page.reviews
    assert page.next == ""
    assert review.at == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert review.at.astimezone(ZoneInfo("Europe/Paris")).month == 3
    assert (review.author, review.text, review.answers) == ("", "", ())


def test_google_play_tells_answers_beside_the_review():
    page = play.page_of(payload("play_reviews_list"), "example.brindille")

    assert page.next == "CghExample"
    assert [(each.rating, each.text, each.language) for each in page.reviews] == [
        (3.0, "Pratique mais lent", "fr"),
        (1.0, "Ne trouve pas mes commandes", "fr"),
    ]
    assert [each.text for each in page.reviews[1].answers] == ["Bonjour, corrigé en 2.1.1."]


def test_what_counts_are_the_customers_own_words_not_their_translation():
    (review,) = play.page_of(
        payload("edge_play_title_tab_body_translated"), "example.brindille"
    ).reviews

    assert (review.title, review.text) == ("Rubbish", "Cannot log in since the update")
    assert review.translation == "Nul\nImpossible de se connecter depuis la mise à jour"
    assert review.language == "en"
