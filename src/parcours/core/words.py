"""Texts of a canvas: one string, or one per language."""

Words = str | dict[str, str]
"""``Delivery``, or ``{en: Delivery, fr: Livraison}``."""


def say(words: Words, language: str) -> str:
    """Return *words* in *language*, else in English, else in the first language there is.

    >>> say({"en": "Delivery", "fr": "Livraison"}, "fr")
    'Livraison'
    """
    if isinstance(words, str):
        return words
    return words.get(language) or words.get("en") or next(iter(words.values()), "")
