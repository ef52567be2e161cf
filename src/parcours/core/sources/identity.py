"""What must not enter the log: names, addresses, e-mail addresses, phone numbers."""

import hashlib
import re
import unicodedata
from typing import Any, Final

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EMAIL_LIKE: Final = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
PHONE_LIKE: Final = r"^\+\d[\d .()-]{6,18}\d$|^0[1-9](?:[ .-]\d{2}){4}$"
_PHONE: Final = re.compile(PHONE_LIKE)

IDENTITIES: Final = frozenset(
    """
    email e_mail mail email_address contact_email courriel adresse_mail adresse_email
    adresse_e_mail adresse_courriel phone phone_number telephone tel mobile mobile_phone
    portable numero_de_telephone no_de_telephone n_telephone whatsapp
    first_name last_name full_name surname firstname lastname given_name family_name
    nom prenom nom_complet nom_de_famille nom_client prenom_client customer_name client_name
    address address_1 address_2 street street_address adresse adresse_postale rue
    billing_address shipping_address ip ip_address browser_ip customer_ip_address adresse_ip
    birthday birth_date date_of_birth date_de_naissance user_agent password iban card_number
    """.split()  # noqa: SIM905  a word list is read as words
)
PERSONAL: Final = IDENTITIES | {"name", "username", "avatar", "website", "title", "description"}
"""Also left out of what describes a person (Segment traits), where ``name`` is theirs."""


def key(name: str) -> str:
    """Return a header as compared with others: ASCII, lower case, words joined by ``_``.

    >>> key("N° de téléphone"), key("CustomerID")
    ('n_de_telephone', 'customer_id')
    """
    plain = unicodedata.normalize("NFKD", name.replace("°", " ").replace("º", " "))
    plain = plain.encode("ascii", "ignore").decode()
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", plain)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def is_identity(name: str) -> bool:
    """Whether a column of this name tells who someone is."""
    return key(name) in IDENTITIES


def looks_like_identity(value: object) -> bool:
    """Whether *value* is an e-mail address or a phone number."""
    if not isinstance(value, str):
        return False
    text = value.strip()
    return bool(_EMAIL.fullmatch(text) or _PHONE.fullmatch(text))


def pseudonym(value: str, *, secret: bytes = b"") -> str:
    """Return a stable stand-in for an identity: the same address gives the same one.

    Without *secret* it can be recomputed by whoever holds the address, so it is a
    pseudonym and no more; with one (at most 64 bytes) only by whoever holds that too.

    >>> pseudonym("Zoe@courriel.example") == pseudonym(" zoe@courriel.example ")
    True
    """
    text = value.strip().lower()
    if _PHONE.fullmatch(text):
        text = "+" + re.sub(r"\D", "", text)
    made = hashlib.blake2b(text.encode(), digest_size=16, key=secret, person=b"parcours")
    return f"p-{made.hexdigest()}"


def without_identities(value: Any, *, names: frozenset[str] = IDENTITIES) -> Any:
    """Return a JSON value without the keys in *names* and without address-like texts."""
    if isinstance(value, dict):
        pairs = {
            name: without_identities(each, names=names)
            for name, each in value.items()
            if key(name) not in names and not looks_like_identity(each)
        }
        return {name: each for name, each in pairs.items() if each not in (None, "", {}, [])}
    if isinstance(value, list):
        kept = [each for each in value if not looks_like_identity(each)]
        return [without_identities(each, names=names) for each in kept]
    return value
