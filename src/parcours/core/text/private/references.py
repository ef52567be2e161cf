"""Numbers by which a company knows someone: orders, files, contracts, parcels, tickets."""

import re
from collections.abc import Iterator
from typing import Final

from parcours.core.text.private.found import Found

_WORDS: Final = (
    r"commande|cmd|order|dossier|case|ticket|facture|invoice|colis|suivi|tracking|parcel"
    r"|r[ée]servation|booking|contrat|contract|policy|client|customer|account|compte"
    r"|adh[ée]rent|abonn[ée]|membership|member|sinistre|claim|fid[ée]lit[ée]|loyalty"
)
_MARKS: Final = (
    r"n\s?[°º]|num[ée]ro|number|no\.|nr\.?|#|r[ée]f[ée]rence|reference|r[ée]f\.?|id|:"
)
_CODE: Final = r"(?P<code>[A-Za-z0-9](?:[A-Za-z0-9]|[-_/.](?=[A-Za-z0-9])){3,30})"
_END: Final = r"(?![\w])(?!\s?(?:€|\$|£|%|euros?\b|eur\b|pounds?\b|dollars?\b|balles\b))"
_NAMED: Final = re.compile(
    rf"(?i:\b(?:{_WORDS})\b)(?P<marks>(?:\s*(?i:{_MARKS}|\bde\b|\bdu\b|\bis\b|\best\b|\ble\b"
    rf"|\b(?:{_WORDS})\b))*)\s*{_CODE}{_END}"
)
_NUMBERED: Final = re.compile(
    rf"(?i:num[ée]ro|number|r[ée]f[ée]rence|reference|r[ée]f\.?|n\s?[°º])\s*(?i:de|du|of|my|your)?\s*"
    rf"(?i:{_WORDS})\s*(?i:is|est|:|=)?\s*{_CODE}{_END}"
)
_BARE: Final = re.compile(
    r"(?<!mod[èe]le )(?<!article )(?<!produit )(?<!product )(?<!model )(?<!item )"
    rf"(?i:\bn\s?[°º]\s?){_CODE}{_END}"
)
_DATE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:19|20)\d\d(?:[-/.]\d\d?)?")
_HIDDEN: Final = 6


def references(text: str) -> Iterator[Found]:
    """Yield the order, file, contract, parcel and customer numbers of *text*.

    A word must say what they are (``commande``, ``booking``…) or ``n°`` announce six
    characters or more. Dates, prices and numbers of products are none.
    """
    for match in _NAMED.finditer(text):
        is_marked = re.search(rf"(?i:{_MARKS})", match["marks"]) is not None
        if _is_code(match["code"], is_marked=is_marked):
            yield Found("reference", *match.span("code"))
    for pattern in (_NUMBERED, _BARE):
        for match in pattern.finditer(text):
            is_long = len(match["code"]) >= _HIDDEN or pattern is _NUMBERED
            if is_long and _is_code(match["code"], is_marked=True):
                yield Found("reference", *match.span("code"))


def _is_code(code: str, *, is_marked: bool) -> bool:
    digits = sum(letter.isdigit() for letter in code)
    if _DATE.fullmatch(code) or not digits:
        return False
    if is_marked:
        # Booking codes of airlines and trains: six capitals and digits.
        return digits >= 4 or (len(code) == _HIDDEN and code.isalnum() and code.isupper())
    return digits >= _HIDDEN or (digits >= 4 and any(letter.isalpha() for letter in code))
