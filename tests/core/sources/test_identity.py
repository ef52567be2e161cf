"""What tells who someone is, and stand-ins for it."""

from parcours.core.sources.identity import (
    is_identity,
    looks_like_identity,
    pseudonym,
    without_identities,
)


def test_headers_that_tell_who_someone_is_are_known_in_both_languages() -> None:
    names = ["E-mail", "Téléphone", "Prénom", "billing_address", "IP"]

    assert all(map(is_identity, names))
    assert not any(map(is_identity, ["customer_id", "Magasin", "produit", "telephone_channel"]))


def test_addresses_and_numbers_are_seen_and_ids_are_not_taken_for_them() -> None:
    assert looks_like_identity("zoe@courriel.example")
    assert looks_like_identity("+33 6 39 98 01 23")
    assert looks_like_identity("06 39 98 01 23")
    assert not any(map(looks_like_identity, ["0012345678", "cust_5120", 33639980123, None]))


def test_a_pseudonym_is_stable_and_another_secret_makes_another() -> None:
    plain = pseudonym("Zoe@courriel.example ")

    assert plain == pseudonym("zoe@courriel.example") == "p-b91c17798eb9286cb8f9b694b1c7897b"
    assert pseudonym("zoe@courriel.example", secret=b"k") != plain
    assert pseudonym("+33 6 39 98 01 23") == pseudonym("+33639980123")


def test_a_json_value_keeps_all_but_identities() -> None:
    value = {
        "email": "a@b.example",
        "plan": "gold",
        "contact": {"phone": "+33639980123", "city": "Lille"},
        "note": "a@b.example",
        "tags": ["x", "a@b.example", {"first_name": "Zoé", "n": 1}],
        "empty": {},
    }

    assert without_identities(value) == {
        "plan": "gold",
        "contact": {"city": "Lille"},
        "tags": ["x", {"n": 1}],
    }
