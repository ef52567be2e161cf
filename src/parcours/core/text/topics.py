"""What people talk about, named by their own words, the same however one looks.

Nouns: topic, word, theme (a topic as one look finds it). Texts are short; a topic is words
that come together more than they would by chance.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from parcours.core.text.common_words import COMMON
from parcours.core.text.tokens import Tokens, spellings, tokenise

STABLE: Final = 0.6
"""Mean Jaccard of a topic's words over all looks, below which it is chance and dropped."""
LOOKS: Final = 20
TOP: Final = 8
QUOTES: Final = 3
SAME: Final = 0.5
"""Cosine of the words of two topics from which they are one and the same."""

_KEPT_WORDS: Final = 40
_MOST_TEXTS: Final = 8_000
_FEWEST_TEXTS: Final = 30
_BELONGS: Final = 0.2
_ROUNDS: Final = 120

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What some texts are about.

    ``key`` stays when it is found again later, whatever is said of it then. ``weights`` are
    its words as `tokens` folds them, the heaviest first, ``spelt`` the first of them as its
    own texts mostly write them; ``stability`` how alike its words were over all looks (0 to
    1), ``count`` how many texts it has, ``quotes`` the rows that say it best.
    """

    key: str
    weights: dict[str, float]
    stability: float
    count: int = 0
    quotes: tuple[int, ...] = ()
    spelt: tuple[str, ...] = ()

    @property
    def folded(self) -> tuple[str, ...]:
        """The words that tell it from others, folded."""
        return tuple(self.weights)[:TOP]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that name it, as people write them."""
        return self.spelt or self.folded

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return what `to_dict` made *kept* of."""
        spelt = tuple(kept.get("spelt", ()))
        return cls(**{**kept, "quotes": tuple(kept["quotes"]), "spelt": spelt})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "key": self.key,
            "weights": self.weights,
            "stability": self.stability,
            "count": self.count,
            "quotes": list(self.quotes),
            "spelt": list(self.spelt),
        }


@dataclass(frozen=True, kw_only=True)
class Found:
    """Topics, the largest first; ``of`` has the place of each text's topic in it, or −1.

    ``dropped`` is how many were seen and not stable.
    """

    topics: tuple[Topic, ...]
    of: Rows
    dropped: int


def topics(
    texts: pl.Series, *, most: int = 8, known: Sequence[Topic] = (), looks: int = LOOKS
) -> Found:
    """Return what *texts* are about.

    Each look is a factorisation of their words (NMF on TF-IDF) from another random start. What
    comes back in every look, with the same words, is a topic; what does not is dropped.

    Args:
        texts: of one driver, say: what is talked about within it.
        most: topics at most; of few texts there are fewer.
        known: topics of before: one that is found again keeps its key.
        looks: random starts.

    Source:
        Lee, D. and Seung, H. (1999). Nature 401; stability: Greene, D. et al. (2014). How
        many topics? ECML PKDD.
    """
    read = _Read(texts)
    wanted = min(most, len(texts) // 15, read.matrix.shape[1] // 4)
    if len(texts) < _FEWEST_TEXTS or wanted < 2:
        return Found(topics=(), of=np.full(len(texts), -1), dropped=0)
    with threadpool_limits(limits=1, user_api="blas"):
        themes = [_themes(read.sample, wanted, seed=seed) for seed in range(looks)]
    stable = [each for each in _matched(themes) if each[1] >= STABLE]
    return _found(read, stable, known=known, dropped=wanted - len(stable))


def belonging(texts: pl.Series, known: Sequence[Topic]) -> Rows:
    """Return the place in *known* of the topic that each text is about, or −1."""
    read = _Read(texts)
    return _belonging(read, [_over(read.words, each) for each in known])[0]


class _Read:
    """Texts as a sparse table of TF-IDF, rows of length 1; words in their usual form."""

    def __init__(self, texts: pl.Series) -> None:
        self.texts = texts
        tokens = tokenise(texts)
        stems, self.words = _stems(tokens)
        rows, columns = tokens.rows, stems[tokens.codes]
        told = columns >= 0
        shape = (len(tokens), len(self.words))
        counts = csr_matrix((np.ones(told.sum()), (rows[told], columns[told])), shape)
        counts.data = 1 + np.log(counts.data)
        texts_with = np.bincount(counts.indices, minlength=shape[1])
        scaled = counts.multiply(np.log((1 + shape[0]) / (1 + texts_with)) + 1).tocsr()
        length = np.sqrt(scaled.multiply(scaled).sum(axis=1)).A1
        self.matrix = csr_matrix(scaled.multiply(1 / np.maximum(length, 1e-12)[:, None]))

    @property
    def sample(self) -> csr_matrix:
        """Texts to learn from, evenly taken: those with two words at least."""
        several = np.flatnonzero(np.diff(self.matrix.indptr) >= 2)
        step = max(1, -(-len(several) // _MOST_TEXTS))
        return self.matrix[several[::step]]


def _stems(tokens: Tokens) -> tuple[Rows, list[str]]:
    """Return the column of each word, −1 for those that tell nothing, and columns' names.

    Singular and plural are one word, called as it is most often written. A word of one or
    two texts alone is no topic's.
    """
    often = np.bincount(tokens.codes, minlength=len(tokens.words))
    counts: dict[str, int] = {}
    best: dict[str, tuple[int, str]] = {}
    stem_of = [_stem(word) for word in tokens.words]
    for stem, word, count in zip(stem_of, tokens.words, often.tolist(), strict=True):
        if stem:
            counts[stem] = counts.get(stem, 0) + count
            best[stem] = max(best.get(stem, (0, "")), (count, word))
    kept = [stem for stem, count in counts.items() if count >= 3]
    place = {stem: column for column, stem in enumerate(kept)}
    columns = np.array([place.get(stem, -1) for stem in stem_of], np.int64)
    return columns, [best[stem][1] for stem in kept]


def _stem(word: str) -> str:
    if word in COMMON or len(word) < 3 or not word.isalpha():
        return ""
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word


def _themes(sample: csr_matrix, wanted: int, *, seed: int) -> Floats:
    """Return the words of each theme that one look finds: themes × words, of length 1."""
    from sklearn.decomposition import NMF  # slow to load

    look = NMF(wanted, init="nndsvdar" if seed == 0 else "random", random_state=seed,
               max_iter=_ROUNDS, tol=1e-3)  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # Not converging quite is one more thing to be stable in.
        look.fit(sample)
    components: Floats = np.asarray(look.components_, np.float64)
    lengths = np.linalg.norm(components, axis=1, keepdims=True)
    return np.asarray(components / np.maximum(lengths, 1e-12), np.float64)


def _matched(themes: list[Floats]) -> list[tuple[Floats, float]]:
    """Return each theme of the first look, averaged with its likes, and its stability."""
    first, *others = themes
    sums, alike = first.copy(), np.zeros(len(first))
    for other in others:
        mine, theirs = linear_sum_assignment(-(first @ other.T))
        for one, two in zip(mine, theirs, strict=True):
            sums[one] += other[two]
            alike[one] += _jaccard(first[one], other[two])
    return [
        (each / max(float(np.linalg.norm(each)), 1e-12), float(same / max(1, len(others))))
        for each, same in zip(sums, alike, strict=True)
    ]


def _jaccard(one: Floats, other: Floats) -> float:
    first, second = (set(np.argsort(-each)[:TOP].tolist()) for each in (one, other))
    return len(first & second) / len(first | second)


def _found(
    read: _Read, stable: list[tuple[Floats, float]], *, known: Sequence[Topic], dropped: int
) -> Found:
    place, score = _belonging(read, [vector for vector, _stability in stable])
    made = [
        _spelt(
            Topic(
                key="",
                weights=_weights(vector, read.words),
                stability=round(stability, 3),
                count=int((place == number).sum()),
                quotes=_quotes(place, score, number),
            ),
            read.texts.filter(pl.Series(place == number)),
        )
        for number, (vector, stability) in enumerate(stable)
    ]
    keyed = _keyed(made, known)
    order = sorted(range(len(keyed)), key=lambda number: -keyed[number].count)
    moved = np.full(len(keyed) + 1, -1)
    moved[order] = np.arange(len(order))
    return Found(topics=tuple(keyed[each] for each in order), of=moved[place], dropped=dropped)


def _weights(vector: Floats, words: Sequence[str]) -> dict[str, float]:
    heaviest = np.argsort(-vector, kind="stable")[:_KEPT_WORDS]
    return {words[each]: round(float(vector[each]), 4) for each in heaviest if vector[each] > 0}


def _spelt(topic: Topic, own: pl.Series) -> Topic:
    """Return *topic* with its words as its *own* texts mostly write them."""
    known = spellings(own, topic.folded)
    return replace(topic, spelt=tuple(known.get(word, word) for word in topic.folded))


def _over(words: Sequence[str], topic: Topic) -> Floats:
    """Return a topic's weights over *words*, whatever their number there."""
    by_stem = {_stem(word): weight for word, weight in topic.weights.items()}
    return np.array([by_stem.get(_stem(word), 0.0) for word in words])


def _belonging(read: _Read, vectors: list[Floats]) -> tuple[Rows, Floats]:
    """Return the topic of each text, −1 where none is near, and how near it is."""
    if not vectors:
        return np.full(read.matrix.shape[0], -1), np.zeros(read.matrix.shape[0])
    near = np.asarray(read.matrix @ np.column_stack(vectors))
    place, best = near.argmax(axis=1), near.max(axis=1)
    return np.where(best >= _BELONGS, place, -1), best


def _quotes(place: Rows, score: Floats, number: int) -> tuple[int, ...]:
    """Return the texts that say a topic best: those nearest to it, the earliest first."""
    own = np.flatnonzero(place == number)
    return tuple(own[np.argsort(-score[own], kind="stable")][:QUOTES].tolist())


def _keyed(made: list[Topic], known: Sequence[Topic]) -> list[Topic]:
    """Return topics with the key of the known one they are, else one nobody had."""
    likeness = np.array([[_cosine(each, old) for old in known] for each in made])
    keys: dict[int, str] = {}
    if known and made:
        for one, two in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[one, two] >= SAME:
                keys[int(one)] = known[int(two)].key
    taken = {each.key for each in known}
    return [
        replace(each, key=keys.get(number) or _new_key(each, taken))
        for number, each in enumerate(made)
    ]


def _new_key(topic: Topic, taken: set[str]) -> str:
    base = "-".join(topic.folded[:2]) or "topic"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def _cosine(one: Topic, other: Topic) -> float:
    first, second = ({stem: weight for word, weight in each.weights.items()
                      if (stem := _stem(word))} for each in (one, other))  # fmt: skip
    inner = sum(weight * second.get(word, 0.0) for word, weight in first.items())
    lengths = [np.sqrt(sum(weight**2 for weight in each.values())) for each in (first, second)]
    return float(inner / max(lengths[0] * lengths[1], 1e-12))
