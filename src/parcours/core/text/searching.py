"""Words as a search looks them up: folded, without endings, the same for text and question.

French and English alike, whatever the language of the text: plurals, feminines and the
commonest endings of verbs go, so that ``livrées`` finds ``livrer`` and ``waited`` ``wait``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import polars as pl
import pyarrow as pa

from parcours.core.text.tokens import tokenise, words

_ENDINGS: Final = (
    "aient", "issent", "eraient", "ement", "eront", "antes", "ante", "ants", "ions", "erez",
    "ait", "ais", "ent", "ant", "ons", "ing", "ed", "ez", "er",
)  # fmt: skip
_LEAST: Final = {"ent": 5, "ement": 4, "ions": 4, "ons": 4, "ais": 4}
_SHORT: Final = 3
_LONG_NUMBER: Final = "00000"  # which one it was is not kept: it may name someone
_EMPTY_WORDS: Final = (
    "a au aux avec ce ces d dans de des du elle en est et eu il ils j je l la le les leur lui "
    "m ma mais me mes mon n nous on ou par pour qu que qui s sa se ses son sur t ta te tes ton "
    "un une vous y an and are as at be but by for from has have he i if in is it its my of on "
    "or our she so that the their they this to was we were with you your"
)
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())
_TERM: Final = re.compile(r'(-?)"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked for: words in a row, the last one perhaps only begun."""

    words: tuple[str, ...]
    is_begun: bool = False
    is_unwanted: bool = False


def indexed(texts: pl.Series) -> pl.Series:
    """Return the words of each of *texts* as a search keeps them, separated by spaces.

    >>> indexed(pl.Series(["Très déçues : livraison trop longue !", None])).to_list()
    ['tre decu livraison trop long', '']
    """
    tokens = tokenise(texts)
    stems = pl.Series([stem(word) for word in tokens.words], dtype=pl.String)
    told = stems.gather(tokens.codes).to_arrow()
    rows: Any = pa.LargeListArray.from_arrays(tokens.offsets, told)
    return pl.Series(rows).list.drop_nulls().list.join(" ").alias(texts.name)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str | None:
    """Return a folded *word* without its ending; null for what is no word, or a long number.

    >>> [stem(word) for word in ("livrees", "livrer", "waiting", "deliveries", "delivery")]
    ['livr', 'livr', 'wait', 'deliveri', 'deliveri']
    """
    plain = word.replace("'", "")
    if not plain.isalnum() or plain == _LONG_NUMBER:
        return None
    if plain.isdigit() or len(plain) <= _SHORT:
        return plain
    return _without_endings(_singular(plain))


def _singular(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > len("maux"):
        return word[:-3] + "al"
    if word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_endings(word: str) -> str:
    """Take endings off until none is left: the same word must end the same, however told."""
    while True:
        shorter = _undoubled(_shortened(word))
        if shorter == word:
            return word[:-1] + "i" if word.endswith("y") and len(word) > _SHORT else word
        word = shorter


def _shortened(word: str) -> str:
    if word.endswith("gue"):
        return word[:-2]
    if word.endswith("e") and len(word) > _SHORT:
        return word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST.get(ending, _SHORT):
            return word[: -len(ending)]
    return word


def _undoubled(word: str) -> str:
    is_double = len(word) > _SHORT and word[-1] == word[-2] and word[-1].isalpha()
    return word[:-1] if is_double else word


def question(text: str) -> tuple[Term, ...]:
    """Return what *text* asks for: all its words, ``"words in a row"``, ``begun*``, ``-not``.

    Words that stand in every text are left out, unless nothing else is asked.

    >>> question('livr* "pas cher" -Lille')
    (Term(words=('livr',), is_begun=True, is_unwanted=False),
     Term(words=('pas', 'cher'), is_begun=False, is_unwanted=False),
     Term(words=('lil',), is_begun=False, is_unwanted=True))
    """
    terms = tuple(_terms(text))
    telling = tuple(each for each in terms if len(each.words) > 1 or not _is_empty(each))
    return telling if any(not each.is_unwanted for each in telling) else terms


def _terms(text: str) -> Iterator[Term]:
    for found in _TERM.finditer(text):
        sign, quoted, bare = found.groups()
        if bare is None:
            yield from _term(quoted, is_unwanted=bool(sign))
            continue
        wanted = bare.removeprefix("-").rstrip("*")
        yield from _term(wanted, is_begun=bare.endswith("*"), is_unwanted=bare.startswith("-"))


def _term(text: str, *, is_begun: bool = False, is_unwanted: bool = False) -> Iterator[Term]:
    folded = [word for word in words(text) if stem(word)]
    if not folded:
        return
    yield Term(tuple(stem(word) or "" for word in folded), is_begun, is_unwanted)


def _is_empty(term: Term) -> bool:
    return term.words[0] in _EMPTY and not term.is_begun
