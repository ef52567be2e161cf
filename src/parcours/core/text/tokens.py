"""Words of many texts at once: cut, folded and numbered.

A token is a word, a number, an emoji, a smiley or a mark (``. ! ? , €``; a new line is
a full stop). It is folded: lower case, without accents, letters repeated more than twice
written twice. Elisions part (``n'est`` is ``n est``), English negations stay whole
(``don't``, and ``didnt`` is ``didn't``).
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from parcours.core.text.features import Spelling, pairs, spell

_TOKEN: Final = "|".join(
    (
        r"https?://\S+",
        r"\p{L}[\p{L}\p{M}]*(?:['’´`]t\b)?",
        r"\p{N}+",
        r"[.!?…]+|[\r\n]+",
        r"[:;=]'?-?(?:[DPp]\b|[)(|\]\[/]+)|<3|\^\^",
        r"[,;:()]+",
        r"\p{Sc}",
        r"[\p{Extended_Pictographic}--[0-9#*©®™]]",
    )
)
_FACE: Final = re.compile(r"[:;=]'?-?[)(dp|\]\[/]+")
_REPEATED: Final = re.compile(r"(.)\1{2,}")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_NEGATIONS: Final = frozenset(
    f"{verb}nt"
    for verb in (
        *("ai", "are", "could", "did", "does", "had", "has"),
        *("have", "is", "should", "was", "were", "would"),
    )
)
_LONG_NUMBER: Final = 5
_APOSTROPHES: Final = frozenset("'’´`")
_PAUSES: Final = frozenset(",;:()")


@dataclass(frozen=True)
class Tokens:
    """The tokens of a batch of texts, each word written once.

    Attributes:
        words: The different folded tokens of the batch.
        codes: One number per token, its place in ``words``, texts one after the other.
        offsets: Text ``i`` has ``codes[offsets[i]:offsets[i + 1]]``; one more than texts.
    """

    words: list[str]
    codes: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.offsets) - 1

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of tokens of each text."""
        return np.diff(self.offsets)

    @cached_property
    def spelling(self) -> Spelling:
        """The words as places in tables: found once for all models that read them."""
        return spell(self.words)

    @cached_property
    def pairs(self) -> NDArray[np.int64]:
        """The place of each token's pair with the one before it; 0 where a text begins."""
        found = np.zeros(len(self.codes), np.int64)
        places, ends = pairs(self, self.spelling.hashes)
        found[ends] = places
        return found

    @cached_property
    def begins(self) -> NDArray[np.bool_]:
        """Whether each token is the first of its text."""
        first = np.zeros(len(self.codes), np.bool_)
        first[self.offsets[:-1][self.lengths > 0]] = True
        return first

    def are(self, wanted: Collection[str]) -> NDArray[np.bool_]:
        """Return whether each token is one of the folded words *wanted*."""
        is_wanted = np.zeros(len(self.words), np.bool_)
        is_wanted[[self.places[word] for word in wanted if word in self.places]] = True
        return is_wanted[self.codes]

    @cached_property
    def is_word(self) -> NDArray[np.bool_]:
        """Whether each token is a word or a number."""
        is_word = np.array([word[0].isalnum() for word in self.words], np.bool_)
        return is_word[self.codes]

    def sums(
        self, values: NDArray[Any], at: NDArray[np.int64] | None = None
    ) -> NDArray[np.float64]:
        """Return the sums over each text of *values*.

        Args:
            values: One value or row for each token, or for each of those *at*.
            at: Some tokens, in order.
        """
        edges = self.offsets if at is None else np.searchsorted(at, self.offsets)
        size = len(values)
        each = sparse.csr_array((np.ones(size), np.arange(size), edges), (len(self), size))
        found: NDArray[np.float64] = each @ values
        return found

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """The text of each token."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)

    @cached_property
    def places(self) -> dict[str, int]:
        """The code of each word."""
        return {word: code for code, word in enumerate(self.words)}

    def of(self, row: int) -> list[str]:
        """Return the folded tokens of text *row*."""
        return [
            self.words[code] for code in self.codes[self.offsets[row] : self.offsets[row + 1]]
        ]


@dataclass(frozen=True)
class Span:
    """One token where it stands in its text: ``text[start:end]``, folded as ``word``."""

    start: int
    end: int
    word: str


def tokenise(texts: pl.Series) -> Tokens:
    """Return the tokens of *texts* (String; null has none), ready for counting.

    Examples:
        >>> tokens = tokenise(pl.Series(["Très déçue !!!", "n'est pas déçu", None]))
        >>> tokens.of(0), tokens.of(1), tokens.of(2)
        (['tres', 'decue', '!!'], ['n', 'est', 'pas', 'decu'], [])
    """
    found = texts.cast(pl.String).fill_null("").str.extract_all(_TOKEN)
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(found.list.len().to_numpy(), out=offsets[1:])
    written = found.explode(empty_as_null=False, keep_nulls=False)
    forms = written.unique(maintain_order=True)
    # By its places among the forms, all in Polars: Arrow would load pandas where it is there.
    numbered = written.cast(pl.Enum(forms)).to_physical().to_numpy()

    places: dict[str, int] = {}
    known = [places.setdefault(fold(form), len(places)) for form in forms.to_list()]
    code_of = np.array(known, np.int32)
    return Tokens(list(places), code_of[numbered], offsets)


@lru_cache(maxsize=200_000)
def fold(token: str) -> str:
    """Return *token* as it is looked up.

    Examples:
        >>> [fold(word) for word in ("Dééééçu", "Don’t", "isnt", "cœur", "!!!!", "123456")]
        ['deecu', "don't", "isn't", 'coeur', '!!', '00000']
    """
    plain = token.lower()
    if not plain[0].isalpha():
        return _fold_mark(plain)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LIGATURES))
        plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = _REPEATED.sub(r"\1\1", plain)
    if plain[-2:-1] in _APOSTROPHES:
        return plain[:-2] + "'t"
    if plain in _NEGATIONS:
        return plain[:-1] + "'t"
    return "http" if plain.startswith("http") else plain


def spellings(texts: pl.Series, words: Collection[str]) -> dict[str, str]:
    """Return how *texts* mostly write each of the folded *words* that they hold.

    First the letters with their accents are chosen, then whether they are capitals.

    Examples:
        >>> texts = pl.Series(["Qualité", "la qualité, qualite", "au SAV", "sav", "le SAV"])
        >>> spellings(texts, ["qualite", "sav", "prix"])
        {'qualite': 'qualité', 'sav': 'SAV'}
    """
    found = texts.cast(pl.String).fill_null("").str.extract_all(_TOKEN)
    forms = found.explode(empty_as_null=False, keep_nulls=False).value_counts(name="count")
    wanted = set(words)
    lower: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for form, count in forms.iter_rows():
        if (word := fold(form)) in wanted:
            lower[word][form.lower()] += count
            written[form.lower()][form] += count
    return {word: _most(written[_most(lower[word])]) for word in words if word in lower}


def _most(counts: Counter[str]) -> str:
    """Return what is counted most; of two, small letters, and those with accents."""
    return max(counts, key=lambda form: (counts[form], form))


def _fold_mark(mark: str) -> str:
    if mark.isspace():
        return "."
    if mark.isdigit():
        return mark if len(mark) < _LONG_NUMBER else "0" * _LONG_NUMBER
    if _FACE.fullmatch(mark):
        return ":" + mark.lstrip(":;='-")[0]
    if mark[0] in _PAUSES:
        return ","
    return _REPEATED.sub(r"\1\1", mark.replace("…", ".."))


def words(text: str) -> list[str]:
    """Return the folded tokens of one *text*.

    Examples:
        >>> words("Pas cher, mais c'est long 😡")
        ['pas', 'cher', ',', 'mais', 'c', 'est', 'long', '😡']
    """
    return [fold(token) for token in _cut(text)]


def spans(text: str) -> Iterator[Span]:
    """Yield the tokens of *text* with the place where each stands.

    Examples:
        >>> list(spans("Oh non"))
        [Span(start=0, end=2, word='oh'), Span(start=3, end=6, word='non')]
    """
    end = 0
    for token in _cut(text):
        start = text.index(token, end)
        end = start + len(token)
        yield Span(start, end, fold(token))


def _cut(text: str) -> list[str]:
    found: list[str] = pl.Series([text]).str.extract_all(_TOKEN).item().to_list()
    return found
