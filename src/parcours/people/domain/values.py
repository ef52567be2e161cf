"""How an identity is written, so that the same one is always the same text."""

import re
from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from parcours.core.language import _
from parcours.core.refusal import Refused

_SPACES: Final = re.compile(r"\s+")
HOME: Final = "FR"


class NotAnIdentity(Refused):
    """A text is not what it is given as."""


def written(kind: str, value: str, *, country: str = HOME) -> str:
    """Return *value* as it is kept and compared.

    Args:
        kind: of ``Claim.Kind``.
        value: as someone wrote it.
        country: where a phone number without a prefix is from.

    Raises:
        NotAnIdentity: no e-mail address, no phone number, or nothing at all.

    >>> written("email", " Anne.Roy@Example.ORG ")
    'anne.roy@example.org'
    >>> written("phone", "06 12 34 56 78")
    '+33612345678'
    """
    text = _SPACES.sub(" ", value).strip()
    if kind == "email":
        return _email(text)
    if kind == "phone":
        return _phone(text, country)
    if not text:
        raise NotAnIdentity(_("an identity is empty: leave it out, or say what it is"))
    return text.upper().replace(" ", "") if kind == "card" else text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise NotAnIdentity(
            _("{value!r} is not an e-mail address").format(value=text)
        ) from None
    return text.lower()


def _phone(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise NotAnIdentity(
            _("{value!r} is not a phone number; write it with its country, +33 6 …").format(
                value=text
            )
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
