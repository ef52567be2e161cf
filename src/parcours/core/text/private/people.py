"""Names and street addresses, only where the words around them make them sure."""

import re
from collections.abc import Iterator
from typing import Final

from parcours.core.text.private.found import Found

_CAPITAL: Final = r"(?![JLCNSTQM]['’][a-zà-ÿ])[A-ZÀ-ÖØ-Þ](?:(?:[^\W\d_]|['’-])*[^\W\d_])?\b"
_PARTICLE: Final = (
    r"(?:de [Ll]a|de [Ll]e|de|du|des|d['’]|le|la|van der|van|von|ben|el|al|da|di|dos|Mc)"
)
_NAME: Final = rf"(?P<name>{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)?{_CAPITAL}){{0,3}})"
_INTRODUCED: Final = re.compile(
    rf"(?i:\bje m['’´ ]?appell?e|\bmon nom est|\bmy name is|\bmy name['’]s"
    rf"|\bsign[ée]\s?:)\s+{_NAME}"
)
_TITLED: Final = re.compile(
    r"\b(?:M\.|MM\.|Mme\.?|Mmes|Mlle\.?|Monsieur|Madame|Mademoiselle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Docteur)"
    rf"\s+{_NAME}"
)
_SIGNED: Final = re.compile(
    r"(?i:\b(?:cordialement|cdlt|bien [àa] vous"
    r"|salutations(?:\s+distingu[ée]es)?|amicalement|sinc[èe]rement"
    r"|regards|yours(?:\s+(?:sincerely|faithfully|truly))?|sincerely|best wishes))[\s,.!;-]*"
    rf"{_NAME}[\s.!]*(?=$|\n|\d|\+|\[)"
)
_LINE_SIGNED: Final = re.compile(
    rf"(?i:\b(?:merci(?:\s+d['’]avance)?|(?:many\s+)?thanks(?:\s+in\s+advance)?|thank\s+you))[,.!]*\s*\n"
    rf"\s*{_NAME}[\s.!]*$"
)
_NOT_NAMES: Final = frozenset(
    (
        *(
            "le",
            "la",
            "les",
            "l",
            "un",
            "une",
            "votre",
            "vos",
            "notre",
            "mon",
            "ma",
            "mes",
            "et",
        ),
        *(
            "est",
            "ou",
            "je",
            "il",
            "elle",
            "nous",
            "vous",
            "bonjour",
            "bonsoir",
            "merci",
            "oui",
        ),
        *(
            "client",
            "cliente",
            "service",
            "equipe",
            "équipe",
            "direction",
            "bricolage",
            "meuble",
        ),
        *(
            "propre",
            "président",
            "directeur",
            "directrice",
            "maire",
            "madame",
            "monsieur",
            "non",
        ),
        *(
            "and",
            "i",
            "the",
            "a",
            "my",
            "your",
            "our",
            "we",
            "it",
            "team",
            "customer",
            "support",
        ),
        *("hello", "hi", "thanks", "who", "but", "so", "president", "yes", "no", "martens"),
        *("pepper", "oetker", "muscle", "clean", "store"),
    )
)
_STREETS: Final = (
    r"rue|avenue|av\.|bd|bld|boulevard|impasse|all[ée]e|chemin|route|quai|faubourg|venelle"
    r"|sentier"
)
# Also a lesson, a seat, a message: only with the code of a town.
_PLACES: Final = (
    rf"{_STREETS}|cours|place|square|passage|r[ée]sidence|mail|esplanade|lotissement"
)
_LINKING: Final = r"(?:de\s+la|de\s+l['’]|de|du|des|d['’]|la|le|les|l['’]|aux|au|en|sur|[àa])"
_NUMBER: Final = r"\b\d{1,4}\s?(?i:bis|ter|quater|[a-d])?,?\s+"
_TOWN: Final = rf"[\s,-]+\d{{5}}(?:[\s,]+{_CAPITAL}(?:[\s-]+{_CAPITAL})*)?"
_FRENCH_STREET: Final = re.compile(
    rf"{_NUMBER}(?:(?i:{_PLACES})\s+[\w'’ -]{{3,40}}?[\s,-]+\d{{5}}\s+[\w-]{{3,}}"
    rf"|(?i:{_STREETS})\s+(?:{_LINKING}\s*)?{_CAPITAL}(?:[\s-]+(?:{_LINKING}\s*)?{_CAPITAL})*"
    rf"(?:{_TOWN})?)"
)
_POSTCODE: Final = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_BRITISH_TOWN: Final = rf"(?:[\s,]+(?!{_POSTCODE}){_CAPITAL}){{0,3}}[\s,]+{_POSTCODE}"
_ENGLISH_STREET: Final = re.compile(
    rf"\b\d{{1,5}}[A-Da-d]?,?\s+(?:{_CAPITAL}\s+){{1,3}}?(?:"
    rf"(?:Drive|Close|Court|Crescent|Gardens|Terrace|Grove|Mews|Way)\b{_BRITISH_TOWN}"
    rf"|(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln)\b(?:{_BRITISH_TOWN}|,\s+{_CAPITAL})?)"
)


def names(text: str) -> Iterator[Found]:
    """Yield the names of *text* that it says are names.

    After ``je m'appelle``, ``my name is``, a title, or as a signature. Any other name is not
    looked for.
    """
    for pattern in (_INTRODUCED, _TITLED, _SIGNED, _LINE_SIGNED):
        for match in pattern.finditer(text):
            end = _last_of_name(match["name"])
            if end:
                yield Found("name", match.start("name"), match.start("name") + end)


def addresses(text: str) -> Iterator[Found]:
    """Yield the street addresses of *text*: a number, a kind of street and its name."""
    for pattern in (_FRENCH_STREET, _ENGLISH_STREET):
        for match in pattern.finditer(text):
            yield Found("address", *match.span())


def _last_of_name(written: str) -> int:
    """Return where the name ends: before the first word that no name has. 0: it is none."""
    end = 0
    for word in re.finditer(r"\S+", written):
        is_particle = written[: word.start()].endswith("de ") or word[0].islower()
        if word[0].strip(".'’").lower() in _NOT_NAMES and not is_particle:
            break
        end = word.end() if word[0][0].isupper() else end
    return end
