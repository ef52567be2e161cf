"""Each kind of personal data, and what looks like it but is not."""

import pytest

from parcours.core.text.private import find


def found(text: str, kind: str) -> list[str]:
    return [text[each.start : each.end] for each in find(text) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Écrivez à ana.belle+avis@exemple.fr.", "ana.belle+avis@exemple.fr"),
        ("mon mail : ana (at) exemple.com", "ana (at) exemple.com"),
        ("ana[at]exemple[dot]co.uk please", "ana[at]exemple[dot]co.uk"),
        ("ana arobase exemple point fr", "ana arobase exemple point fr"),
        ("MAIL:ANA@EXEMPLE.FR", "ANA@EXEMPLE.FR"),
    ],
)
def test_an_e_mail_address_is_found_also_in_disguise(text, email):
    assert found(text, "e-mail") == [email]


@pytest.mark.parametrize("text", ["@parcours super", "3 @ 2 €", "rdv @ 15.30", "ana@home"])
def test_a_handle_or_an_at_is_no_e_mail_address(text):
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Appelez le 06 39 98 12 34 svp", "06 39 98 12 34"),
        ("tel:0639981234", "0639981234"),
        ("06.39.98.12.34", "06.39.98.12.34"),
        ("06-39-98-12-34, le soir", "06-39-98-12-34"),
        ("au +33 6 39 98 12 34 2 fois", "+33 6 39 98 12 34"),
        ("+33 (0)6 39 98 12 34", "+33 (0)6 39 98 12 34"),
        ("0033199001234", "0033199001234"),
        ("06 399 812 34 ou", "06 399 812 34"),
        ("on 07700 900123 after six", "07700 900123"),
        ("ring 020 7946 0958", "020 7946 0958"),
        ("0161 496 0000", "0161 496 0000"),
        ("(01632) 960 123", "(01632) 960 123"),
        ("(212) 555-0123", "(212) 555-0123"),
        ("212-555-0123.", "212-555-0123"),
        ("joignable au 0470/12.34.56", "0470/12.34.56"),
        ("mon numéro 079 123 45 67", "079 123 45 67"),
        ("+41 79 123 45 67", "+41 79 123 45 67"),
    ],
)
def test_a_phone_is_found_as_people_write_it(text, phone):
    assert found(text, "phone") == [phone]


@pytest.mark.parametrize(
    "text",
    [
        "Reçu le 06.12.2023 14:30 pour 0612 €",
        "1 299,00 € au lieu de 1 499,00 €",
        "10 000 points, 2 000 000 de pas, 12 34 56 78 90 12",
        "code 3760123456789, réf. 402.356.89",
        "du 01/02/2024 au 03/04/2024",
        "le 3900 et le 0 800 123 456 ne répondent pas",
        "08 92 70 12 34 est hors de prix",
        "j'ai appelé le 0892701234",
        "de 08h30 à 12h15, score 212-555",
        "iPhone 0123, 0102030405060708",
        "+1000000 !",
        "+12 2023",
        "version 4.22.1 du 04/02/2020",
        "00 1234567890123456789",
    ],
)
def test_prices_dates_quantities_and_codes_are_no_phones(text):
    assert found(text, "phone") == []


@pytest.mark.parametrize(
    ("text", "iban"),
    [
        ("sur FR14 2004 1010 0505 0001 3M02 606 merci", "FR14 2004 1010 0505 0001 3M02 606"),
        ("GB29NWBK60161331926819.", "GB29NWBK60161331926819"),
        ("iban: de89370400440532013000", "de89370400440532013000"),
    ],
)
def test_a_bank_account_is_found_by_its_checksum(text, iban):
    assert found(text, "iban") == [iban]


@pytest.mark.parametrize(
    "text",
    [
        "FR14 2004 1010 0505 0001 3M02 607",
        "XX14 2004 1010 0505 0001 3M02 606",
        "FR14 2004 1010 0505",
        "FR1420041010050500013M02606A",
    ],
)
def test_a_wrong_checksum_country_or_length_is_no_bank_account(text):
    assert found(text, "iban") == []


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("carte 4970 1000 0000 0154 12/25", "4970 1000 0000 0154"),
        ("5555555555554444", "5555555555554444"),
        ("3782 822463 10005 amex", "3782 822463 10005"),
        ("3056 930902 5904", "3056 930902 5904"),
    ],
)
def test_a_payment_card_is_found_by_its_groups_and_sum(text, card):
    assert found(text, "card") == [card]


@pytest.mark.parametrize(
    "text",
    [
        "4970 1000 0000 0155",
        "0000 0000 0000 0000",
        "1234 5678 9012 3452",
        "4970100000000154,50",
    ],
)
def test_other_long_numbers_are_no_cards(text):
    assert found(text, "card") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sécu 1 85 05 78 006 084 91", "1 85 05 78 006 084 91"),
        ("2690549588157 80", "2690549588157 80"),
        ("n° 185057800608491", "185057800608491"),
        ("1 85 05 2A 006 084 35", "1 85 05 2A 006 084 35"),
    ],
)
def test_a_french_social_security_number_is_found_by_its_key(text, number):
    assert found(text, "social_security") == [number]


def test_a_wrong_key_is_no_social_security_number():
    assert found("1 85 05 78 006 084 92", "social_security") == []


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("commande n° 4587123 jamais reçue", "4587123"),
        ("ma commande 4587123", "4587123"),
        ("Order #A-10293 lost", "A-10293"),
        ("booking reference: XK7F2Q", "XK7F2Q"),
        ("numéro de dossier : 2024-A5512", "2024-A5512"),
        ("my customer number is 99120033", "99120033"),
        ("suivi 6A12345678901", "6A12345678901"),
        ("dossier 06 39 98 commande 0639981234", "0639981234"),
        ("n°20231145 toujours rien", "20231145"),
        ("référence client 558812", "558812"),
    ],
)
def test_a_number_they_are_known_by_is_found(text, reference):
    assert found(text, "reference") == [reference]


@pytest.mark.parametrize(
    "text",
    [
        "commande du 12/05/2023",
        "facture de 12000 euros, compte 150000€",
        "client depuis 2011",
        "order 2 pizzas and 15000 napkins",
        "modèle n° 1234567",
        "bus n° 12, chambre n°1204",
        "ma commande: 2024",
        "number of customers: many",
        "order number please",
    ],
)
def test_dates_prices_quantities_and_models_are_no_references(text):
    assert found(text, "reference") == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.example/reset?token=abc123, voilà", "https://a.example/reset?token=abc123"),
        ("www.a.example/x?email=a%40b.fr", "www.a.example/x?email=a%40b.fr"),
        (
            "(https://a.example/r/9f8b7c6d5e4f3a2b1c0d9e8f)",
            "https://a.example/r/9f8b7c6d5e4f3a2b1c0d9e8f",
        ),
        (
            "https://a.example/i/123e4567-e89b-42d3-a456-426614174000",
            "https://a.example/i/123e4567-e89b-42d3-a456-426614174000",
        ),
    ],
)
def test_a_link_that_opens_something_of_theirs_is_found(text, link):
    assert found(text, "link") == [link]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/produits/lampe-de-bureau-2000?utm_source=mail&page=2",
        "https://tube.example/watch?v=O85OWBJ2ayo&list=PLZHQObOWTQDNPOjrT6KVlfJuKtYTftqH6",
        "www.a.example",
    ],
)
def test_a_page_anyone_may_open_is_not_personal(text):
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Je m'appelle Ana Belle et je suis furieuse", "Ana Belle"),
        ("JE M'APPELLE ANA ET JE SUIS", "ANA"),
        ("My name is Zoé de La Tour and", "Zoé de La Tour"),
        ("Mme Belle au guichet", "Belle"),
        ("Merci à M. Jean-Pierre Petit.", "Jean-Pierre Petit"),
        ("Déçue.\nCordialement,\nAna Belle", "Ana Belle"),
        ("Kind regards, Bob Stone", "Bob Stone"),
        ("No reply yet. Thanks,\nBob", "Bob"),
        ("Bien à vous, Paul M.", "Paul M"),
    ],
)
def test_a_name_is_found_where_the_words_say_it_is_one(text, name):
    assert found(text, "name") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Monsieur le directeur, Monsieur Bricolage est fermé",
        "Madame, Monsieur, bonjour",
        "Dr Martens trop petites",
        "Cordialement La direction",
        "série M. J'espère",
        "Je m'appelle pas, on m'appelle",
        "Merci Sophie",
        "best regards to all the team",
    ],
)
def test_other_capitals_are_no_names(text):
    assert found(text, "name") == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("au 12 bis rue des Lilas, 69003 Lyon svp", "12 bis rue des Lilas, 69003 Lyon"),
        ("12 rue des lilas 69003 lyon", "12 rue des lilas 69003 lyon"),
        ("livré 4, avenue Jean Jaurès", "4, avenue Jean Jaurès"),
        ("24 cours Gambetta 34000 Montpellier", "24 cours Gambetta 34000 Montpellier"),
        ("at 10 Rose Gardens, Leeds LS1 4AB.", "10 Rose Gardens, Leeds LS1 4AB"),
        ("221B Baker Street, London NW1 6XE", "221B Baker Street, London NW1 6XE"),
    ],
)
def test_a_street_address_is_found(text, address):
    assert found(text, "address") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "3 cours Algèbre et 2 places de parking",
        "à 5 minutes de la rue Victor Hugo",
        "2 Hard Drive, 1 Tennis Court",
        "300 m de route, 4 quai",
        "le 75011 c'est loin",
    ],
)
def test_a_street_without_a_number_or_a_number_without_a_street_is_no_address(text):
    assert found(text, "address") == []
