"""Personal data in verbatims: found by rules that would rather miss one than cry wolf.

What is not found: names said without introduction, lower-case names, addresses without a
number and a street, dates of birth, health. See docs/reference/text.md.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import polars as pl

from parcours.core.language import _
from parcours.core.text.private.contact import emails, links, phones
from parcours.core.text.private.found import KINDS, Found, Kind
from parcours.core.text.private.numbers import cards, ibans, social_security_numbers
from parcours.core.text.private.people import addresses, names
from parcours.core.text.private.references import references

__all__ = ["KINDS", "Found", "Kind", "find", "find_all", "label", "mask"]

_FINDERS: Final[tuple[Callable[[str], Iterator[Found]], ...]] = (
    *(links, emails, ibans, cards, social_security_numbers),
    *(references, phones, addresses, names),
)
# Whatever is found holds one of these, which Polars looks for in all texts at once.
_SHAPES: Final = (
    r"@|\d{4}|\d{2,3}[ .\u00a0\u202f/-]\d{2,3}[ .\u00a0\u202f/-]\d{2}"
    r"|[(\[{]\s?(?i:at|a)\s?[)\]}]|\b(?:MM?|Dr|Mr|Ms)\b|(?i:merci|thank)[^\n]{0,20}\n"
    r"|\d\s?(?i:bis|ter|quater|[a-d])?,?\s+(?:\S+\s+){0,3}?(?i:rue|av|b[dl]|boul|impasse|all"
    r"|chemin|route|quai|faub|ven|sent|st|road|rd|lane|ln|drive|close|cour|cres|gard|terr|grov"
    r"|mews|way)"
)
_SPELT: Final = (
    *("http://", "https://", "www.", "arobase", "m'appel", "m’appel", "m´appel", "m appel"),
    *("mappel", "nom est", "name is", "name's", "name’s", "signé", "signe", "cordialement"),
    *("cdlt", "à vous", "a vous", "salutations", "amicalement", "sincèrement", "sincerement"),
    *("regards", "yours", "sincerely", "best wishes", "mme", "mlle", "monsieur", "madame"),
    *("mademoiselle", "mrs", "docteur", "booking", "réservation", "reservation", "référence"),
    *("reference", "réf", "ref.", "n°", "nº", "n °", "n º", "numéro", "numero", "number"),
)
_WORDS: Final = [*_SPELT, *(word.upper() for word in _SPELT if not word.isascii())]


def find(text: str) -> tuple[Found, ...]:
    """Return the personal data of *text*, in order; none overlaps another.

    >>> find("Rappelez-moi au 06 12 34 56 78")
    (Found(kind='phone', start=16, end=30),)
    """
    taken: list[Found] = []
    for finder in _FINDERS:
        for new in finder(text):
            if all(new.end <= old.start or new.start >= old.end for old in taken):
                taken.append(new)
    return tuple(sorted(taken, key=lambda found: found.start))


def find_all(texts: pl.Series) -> pl.DataFrame:
    """Return the personal data of all *texts*.

    Args:
        texts: String; null has none.

    Returns:
        ``row`` (UInt32, the place in *texts*), ``kind`` (Enum of `KINDS`), ``start`` and
        ``end`` (UInt32, characters); one row per piece found, in order.
    """
    written = texts.cast(pl.String)
    has_shape = written.str.contains(_SHAPES)
    has_word = written.str.contains_any(_WORDS, ascii_case_insensitive=True)
    rows = (has_shape | has_word).fill_null(value=False).arg_true()
    found = [
        (row, each.kind, each.start, each.end)
        for row, text in zip(rows.to_list(), written.gather(rows).to_list(), strict=True)
        for each in find(text)
    ]
    return pl.DataFrame(
        found,
        schema={"row": pl.UInt32, "kind": pl.Enum(KINDS), "start": pl.UInt32, "end": pl.UInt32},
        orient="row",
    )


def mask(text: str, found: Iterable[Found]) -> str:
    """Return *text* with each piece found replaced by its kind, in the reader's language.

    >>> mask("Écrire à ana@example.com", find("Écrire à ana@example.com"))
    'Écrire à [e-mail]'
    """
    parts, end = [], 0
    for each in sorted(found, key=lambda piece: piece.start):
        parts += [text[end : each.start], f"[{label(each.kind)}]"]
        end = each.end
    return "".join([*parts, text[end:]])


def label(kind: Kind) -> str:
    """Return what *kind* is called, in the reader's language."""
    labels: dict[Kind, str] = {
        "link": _("personal link"),
        "e-mail": _("e-mail"),
        "iban": _("bank account"),
        "card": _("card number"),
        "social_security": _("social security number"),
        "reference": _("reference number"),
        "phone": _("phone"),
        "address": _("address"),
        "name": _("name"),
    }
    return labels[kind]
