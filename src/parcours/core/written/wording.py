"""What errors say: what was found, and the valid word nearest to it."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final

from parcours.core.language import _

_SHOWN_WORDS: Final = 20
_SHOWN_LETTERS: Final = 60


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of *words* that *word* was probably meant to be, or None.

    >>> nearest("wihtin", ["within", "where", "unless"])
    'within'
    """
    by_folded = {each.casefold(): each for each in reversed(list(words))}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def choose(word: str, words: Iterable[str]) -> str:
    """Return a sentence: the nearest of *words*, or the first of them when none is near.

    >>> choose("tim", ["offer", "time"])
    'Did you mean `time`?'
    >>> choose("x", ["offer", "time"])
    'Use one of: offer, time.'
    """
    known = list(words)
    meant = nearest(word, known)
    if meant is not None:
        return _("Did you mean `{word}`?").format(word=meant)
    shown = ", ".join(islice(known, _SHOWN_WORDS))
    if len(known) > _SHOWN_WORDS:
        return _("Use one of {n}: {words}…").format(n=len(known), words=shown)
    return _("Use one of: {words}.").format(words=shown)


def shown(value: Any) -> str:
    """Write *value* as its author did, on one short line.

    >>> shown(True), shown(None), shown([1, 2])
    ('true', 'null', '[1, 2]')
    """
    match value:
        case None:
            text = "null"
        case bool():
            text = str(value).lower()
        case list() | tuple():
            text = f"[{', '.join(map(shown, value))}]"
        case dict():
            text = f"{{{', '.join(f'{key}: {shown(each)}' for key, each in value.items())}}}"
        case _:
            text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN_LETTERS else text[: _SHOWN_LETTERS - 1] + "…"
