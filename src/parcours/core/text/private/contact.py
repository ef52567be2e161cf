"""How someone is reached: e-mails, phones, links that open something of theirs."""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers

from parcours.core.text.private.found import Found

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+%'-]*[\w+%](?:@|\s?[(\[{]\s?(?:at|arobase|a|@)\s?[)\]}]\s?|\s+arobase\s+)"
    r"[\w-]+(?:(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?)[\w-]+)*"
    r"(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\s+point\s+)[A-Za-z]{2,24}(?![\w@])"
)
_LINK: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"»)\]]+", re.IGNORECASE)
_TELLING_KEY: Final = re.compile(
    r"[?&#;](?:\w*(?:token|session|auth|sig|signature|password|pwd|secret|otp)\w*"
    r"|key|code|e?mail|user|uid|uuid|id|order|commande|customer|client|phone|tel)=[^&\s]",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"/(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}(?![^/?&#])|/eyJ[\w-]+\."
    r"|(?!&list=|.[gf]bclid=|.gclid=)[?&]\w+=(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[\w-]{24,}"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    re.IGNORECASE,
)

_LEFT: Final = r"(?<![\w+])(?<!\d[.,/-])"
_RIGHT: Final = r"(?![\w€%])(?![.,/-]\d)"
_GAP: Final = r"[ .\u00a0\u202f/-]"
_NATIONAL: Final = re.compile(
    _LEFT
    + rf"(?:0[1-79]({_GAP}?)\d\d(?:\1\d\d){{3}}"  # 06 12 34 56 78; 08 belongs to companies
    + r"|0[1-79]\d\d[ .]\d{3}[ .]\d{3}|0[1-79] \d{3} \d{3} \d{2}"
    + r"|07\d{3}[ -]?\d{3}[ -]?\d{3}|\(?02\d\)?[ -]?\d{4}[ -]?\d{4}"  # British
    + r"|\(?01\d1\)?[ -]\d{3}[ -]\d{4}|\(?01\d{3}\)?[ -]\d{3}[ -]?\d{3}"
    + r"|(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])[2-9]\d\d[.-]\d{4})"  # North American
    + _RIGHT
)
_ABROAD: Final = re.compile(rf"(?<![\w+])(?:\+|00)[1-9](?:{_GAP}?\(?\d\)?){{7,14}}{_RIGHT}")
_ANNOUNCED: Final = re.compile(
    r"\b(?:t[ée]l|t[ée]l[ée]phone|portable|gsm|mobile|phone|cell|whatsapp|num[ée]ro|number"
    r"|joindre|joignable|appel\w{0,3}|rappel\w{0,3}|call|ring|text|reach)\b[^\d\n+]{0,20}"
    rf"(?P<phone>0(?:{_GAP}?\d){{8,11}}){_RIGHT}",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Found]:
    """Yield the e-mail addresses of *text*, also with ``(at)`` or ``arobase … point``."""
    for match in _EMAIL.finditer(text):
        yield Found("e-mail", *match.span())


def links(text: str) -> Iterator[Found]:
    """Yield the web addresses of *text* that carry a token, an identifier or an address.

    A page that anyone may open is not personal.
    """
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?…'’")
        if _TELLING_KEY.search(link) or _TOKEN.search(link) or "@" in link or "%40" in link:
            yield Found("link", match.start(), match.start() + len(link))


def phones(text: str) -> Iterator[Found]:
    """Yield the phone numbers of *text*.

    French, British and North American ones written as people write them there, any with a
    country code, and others where a word such as ``tél`` announces them. French 08 numbers
    and short ones belong to companies.
    """
    for match in _ABROAD.finditer(text):
        yield from _with_country_code(match[0], match.start())
    for match in _NATIONAL.finditer(text):
        yield Found("phone", *match.span())
    for match in _ANNOUNCED.finditer(text):
        if not match["phone"].startswith("08"):
            yield Found("phone", *match.span("phone"))


def _with_country_code(written: str, start: int) -> Iterator[Found]:
    """Yield the longest beginning of *written* that is a number: "+33 … 2 fois" ends early."""
    ends = [len(written), *(m.start() for m in re.finditer(_GAP, written))][::-1]
    for end in sorted(ends, reverse=True):
        digits = "+" + re.sub(r"\D", "", written[:end].replace("(0)", "")).removeprefix("00")
        try:
            number = phonenumbers.parse(digits)
        except phonenumbers.NumberParseException:
            continue
        if _is_plausible(number, is_sure=written[0] == "+"):
            yield Found("phone", start, start + end)
            return


def _is_plausible(number: phonenumbers.PhoneNumber, *, is_sure: bool) -> bool:
    if phonenumbers.is_valid_number(number):
        return True
    return is_sure and bool(phonenumbers.is_possible_number(number))
