"""Words of customers, without what tells who they are."""

import re
from collections.abc import Iterable
from typing import Final

_EMAIL: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
_ADDRESS: Final = re.compile(r"https?://\S+")
# Phones, cards, accounts: six digits or more, whatever stands between them.
_NUMBER: Final = re.compile(r"\+?\d(?:[\s.()/-]{0,2}\d){5,}")
_LETTERS: Final = 2


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Return *text* with e-mail addresses, links, long numbers and *names* covered.

    >>> masked("Rappelez Anne Roy au 06 12 34 56 78, anne@example.org", ["Anne Roy"])
    'Rappelez [name] [name] au [number], [e-mail]'
    """
    text = _EMAIL.sub("[e-mail]", _ADDRESS.sub("[link]", text))
    text = _NUMBER.sub("[number]", text)
    words = {word for name in names for word in name.split() if len(word) >= _LETTERS}
    if not words:
        return text
    known = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.sub(rf"\b(?:{known})\b", "[name]", text, flags=re.IGNORECASE)
