"""Texts of a canvas: one string, or one per language."""

import re
import unicodedata
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag

from parcours.core.language import _
from parcours.core.written.wording import shown

_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError(_("the text is empty: write it, or leave the field out"))
    return text


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError(_("no text: write one, e.g. {en: Delivery, fr: Livraison}"))
    for code in texts:
        if not _CODE.fullmatch(code):
            raise ValueError(
                _("`{code}` is not a language code: write en, fr, de…").format(code=code)
            )
    return texts


def _text(value: Any) -> Any:
    if isinstance(value, str | dict):
        return value
    raise ValueError(
        _(
            "found `{found}` instead of a text: put it in quotes, or write one text "
            "per language, e.g. {{en: Delivery, fr: Livraison}}"
        ).format(found=shown(value))
    )


def _form(value: Any) -> str:
    return "<languages>" if isinstance(value, dict) else "<text>"


Text = Annotated[str, AfterValidator(_written)]
Words = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[dict[str, Text], AfterValidator(_by_language), Tag("<languages>")],
    Discriminator(_form),
    BeforeValidator(_text),
]
"""``Delivery``, or ``{en: Delivery, fr: Livraison}``."""


def say(words: Words, language: str) -> str:
    """Return *words* in *language*, else in English, else in the first language there is.

    >>> say({"en": "Delivery", "fr": "Livraison"}, "fr")
    'Livraison'
    """
    if isinstance(words, str):
        return words
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def slug(text: str) -> str:
    """Return *text* as an id: small letters, digits and hyphens; "" where nothing is left.

    >>> slug("Maison Lutèce, Paris")
    'maison-lutece-paris'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
