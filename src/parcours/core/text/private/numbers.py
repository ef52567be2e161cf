"""Bank accounts, payment cards and social security numbers: each proved by its checksum."""

import re
from collections.abc import Iterator
from typing import Final

from parcours.core.text.private.found import Found

_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0.-]?[A-Za-z0-9]){11,30}")
_IBAN_LENGTHS: Final = {
    **{
        "AD": 24,
        "AE": 23,
        "AL": 28,
        "AT": 20,
        "BA": 20,
        "BE": 16,
        "BG": 22,
        "BR": 29,
        "CH": 21,
    },
    **{
        "CY": 28,
        "CZ": 24,
        "DE": 22,
        "DK": 18,
        "DO": 28,
        "EE": 20,
        "EG": 29,
        "ES": 24,
        "FI": 18,
    },
    **{
        "FR": 27,
        "GB": 22,
        "GE": 22,
        "GI": 23,
        "GR": 27,
        "HR": 21,
        "HU": 28,
        "IE": 22,
        "IL": 23,
    },
    **{
        "IS": 26,
        "IT": 27,
        "JO": 30,
        "KW": 30,
        "LB": 28,
        "LI": 21,
        "LT": 20,
        "LU": 20,
        "LV": 21,
    },
    **{
        "MC": 27,
        "MD": 24,
        "ME": 22,
        "MK": 19,
        "MR": 27,
        "MT": 31,
        "MU": 30,
        "NL": 18,
        "NO": 15,
    },
    **{
        "PL": 28,
        "PT": 25,
        "QA": 29,
        "RO": 24,
        "RS": 22,
        "SA": 24,
        "SE": 24,
        "SI": 19,
        "SK": 24,
    },
    **{"SM": 27, "TN": 24, "TR": 26, "UA": 29},
}
_CARD: Final = re.compile(
    r"(?<![\d.,-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|3[47]\d\d([ -]?)\d{6}\2\d{5}"
    r"|3[068]\d\d([ -]?)\d{6}\3\d{4}|\d{13}|\d{18,19})(?![\d]|[.,]\d)"
)
_CARD_BEGINS: Final = re.compile(
    r"4|5[1-5]|5[0678]|6[0-9]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|3[068]"
)
_SOCIAL: Final = re.compile(
    r"(?<!\d)([12378])([ .-]?)(\d\d)\2(0[1-9]|1[0-2]|[2-9]\d)\2(\d\d|2[ABab])\2(\d{3})\2(\d{3})"
    r"[ .-]?(\d\d)(?!\d)"
)


def ibans(text: str) -> Iterator[Found]:
    """Yield the bank accounts of *text*: the length of their country, the checksum right.

    Source:
        ISO 13616; ISO 7064, MOD 97-10.
    """
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2].upper(), 0)
        ends = [at for at, letter in enumerate(match[0], 1) if letter.isalnum()]
        if not length or len(ends) < length:
            continue
        end = match.start() + ends[length - 1]
        account = "".join(filter(str.isalnum, text[match.start() : end])).upper()
        if not text[end : end + 1].isalnum() and _is_iban(account):
            yield Found("iban", match.start(), end)


def cards(text: str) -> Iterator[Found]:
    """Yield the payment cards of *text*: their usual groups, a known network, Luhn's sum.

    Source:
        ISO/IEC 7812-1, annex B.
    """
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _CARD_BEGINS.match(digits) and len(set(digits)) > 1 and _is_luhn(digits):
            yield Found("card", *match.span())


def social_security_numbers(text: str) -> Iterator[Found]:
    """Yield the French social security numbers of *text*, whose key must be there and right.

    Source:
        INSEE: the key is 97 minus the number modulo 97; Corsica's 2A counts as 19, 2B as 18.
    """
    for match in _SOCIAL.finditer(text):
        sex, _, year, month, department, town, order, key = match.groups()
        place = department.upper().replace("2A", "19").replace("2B", "18")
        number = int(sex + year + month + place + town + order)
        if 97 - number % 97 == int(key):
            yield Found("social_security", *match.span())


def _is_iban(account: str) -> bool:
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _is_luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
