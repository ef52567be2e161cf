"""Where phrases stand in a batch of texts: all phrases, all texts, a few array passes.

A phrase is a row of steps. Its first word is looked up once per different word; from there
each place where a phrase may go on is followed one token at a time, all places at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.phrases import NUMBER, Phrase, Step
from parcours.core.text.sequences import ranges
from parcours.core.text.tokens import Tokens

Places = NDArray[np.int64]
_VALUE_BITS: Final = 24  # a pair of whole numbers is kept as one
_SLOTS: Final = 1 << 20
_MIXER: Final = 0x9E3779B1
_SLOT_SHIFT: Final = 12
_NUMBERS: Final = (
    "deux trois quatre cinq six sept huit neuf dix quinze vingt trente quarante cinquante "
    "two three four five seven eight nine ten fifteen twenty thirty forty fifty"
)
_NUMBER_WORDS: Final = frozenset(_NUMBERS.split())
MOST_WORDS: Final = 100_000  # remembered; typing errors have no end
BUTS: Final = frozenset([
    "mais", "cependant", "pourtant", "toutefois", "but", "however", "although", "though", "yet",
])  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Phrases found in a batch, one value per finding.

    Attributes:
        phrase: Which phrase, its place in the list that was searched.
        start: Its first token, counted over the whole batch.
        end: The token after its last.
    """

    phrase: Places
    start: Places
    end: Places

    def only(self, kept: NDArray[np.bool_]) -> "Found":
        """Return the findings that are *kept*."""
        return Found(self.phrase[kept], self.start[kept], self.end[kept])


@dataclass(frozen=True)
class _Table:
    """From a key to several values, keys sorted; ``seen`` rules most other keys out quickly."""

    keys: Places
    starts: Places
    values: Places
    seen: NDArray[np.bool_]

    def get(self, keys: Places) -> tuple[Places, Places]:
        """Return each value found, and which of *keys* it belongs to."""
        maybe = np.flatnonzero(self.seen[_slot(keys)])
        wanted = keys[maybe]
        at = np.searchsorted(self.keys, wanted)
        at[at == len(self.keys)] = 0
        is_hit = self.keys[at] == wanted if len(self.keys) else wanted < 0
        at, hit = at[is_hit], maybe[is_hit]
        first, last = self.starts[at], self.starts[at + 1]
        return self.values[ranges(first, last)], np.repeat(hit, last - first)


def _slot(keys: Places) -> Places:
    return (keys * _MIXER >> _SLOT_SHIFT) & (_SLOTS - 1)


def _table(pairs: list[int]) -> _Table:
    flat = np.unique(np.array(pairs, np.int64))
    keys, starts = np.unique(flat >> _VALUE_BITS, return_index=True)
    seen = np.zeros(_SLOTS, np.bool_)
    seen[_slot(keys)] = True
    return _Table(keys, np.append(starts, len(flat)), flat & ((1 << _VALUE_BITS) - 1), seen)


@dataclass
class _Graph:
    """Where one may go from each state: states below the number of elements are first words."""

    elements: dict[str, int]
    go: list[int] = field(default_factory=list)
    go_any: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, steps: tuple[Step, ...], phrase: int) -> None:
        """Add one reading of a *phrase*."""
        known = [[self.elements[each] for each in step.either] for step in steps]
        first = self.size
        self.size += len(steps)
        ways = [(first + place, place) for place in range(len(steps))]
        ways += [(each, place) for place in _next(steps, -1) for each in known[place]]
        for state, place in ways:
            for then in _next(steps, place):
                if then == len(steps):
                    self.done.append(_pair(state, phrase))
                elif steps[then].is_any:
                    self.go_any.append(_pair(state, first + then))
                else:
                    key = state * len(self.elements)
                    self.go += [_pair(key + each, first + then) for each in known[then]]


def _pair(key: int, value: int) -> int:
    return key << _VALUE_BITS | value


def _next(steps: tuple[Step, ...], place: int) -> Iterator[int]:
    """Yield the places that may follow *place*; the length of *steps* is the end."""
    then = place + 1
    while then < len(steps):
        yield then
        if not steps[then].may_miss:
            return
        # A gap is left from any of its steps, so that each way through it is gone once.
        is_gap = steps[then].is_any
        then += 1
        while is_gap and then < len(steps) and steps[then].is_any and steps[then].may_miss:
            then += 1
    yield then


class Matcher:
    """Finds phrases in batches of texts; it remembers words it has met."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        """Prepare to find *phrases*."""
        self.phrases = tuple(phrases)
        written = {
            word
            for each in phrases
            for steps in each.readings
            for step in steps
            for word in step.either
        }
        self._elements = {word: number for number, word in enumerate(sorted(written))}
        graph = _Graph(self._elements, size=len(self._elements))
        for number, each in enumerate(phrases):
            for steps in each.readings:
                graph.add(steps, number)
        self._go, self._go_any, self._done = map(_table, (graph.go, graph.go_any, graph.done))
        self._begins = {each[:-1]: n for each, n in self._elements.items() if each[-1] == "*"}
        self._lengths = sorted({len(each) for each in self._begins})
        self._met: dict[str, int] = {}
        self._kinds: dict[tuple[int, ...], int] = {(): 0}
        self._lock = Lock()

    def find(self, tokens: Tokens) -> Found:
        """Return where the phrases stand in *tokens*, each place once."""
        kinds, of_kind, elements = self._read(tokens.words)
        kind, word_like = kinds[tokens.codes], tokens.is_word & ~tokens.are(BUTS)
        text_ends = tokens.offsets[1:][tokens.rows]

        start = np.flatnonzero(kind)
        state, which = _spread(of_kind, elements, kind[start])
        start = at = start[which]
        found = []
        while len(state):
            phrase, which = self._done.get(state)
            found.append((phrase, start[which], at[which] + 1))
            going = at + 1 < text_ends[at]
            state, start, at = state[going], start[going], at[going] + 1
            state, start, at = self._step(
                (state, start, at), _spread(of_kind, elements, kind[at]), word_like
            )
        return _once(found, len(tokens.codes))

    def _step(
        self, here: tuple[Places, Places, Places], said: tuple[Places, Places],
        word_like: NDArray[np.bool_],
    ) -> tuple[Places, Places, Places]:  # fmt: skip
        state, start, at = here
        element, owner = said
        named, which = self._go.get(state[owner] * len(self._elements) + element)
        free = np.flatnonzero(word_like[at])
        passed, through = self._go_any.get(state[free])
        origin = np.concatenate((owner[which], free[through]))
        return np.concatenate((named, passed)), start[origin], at[origin]

    def _read(self, words: Sequence[str]) -> tuple[Places, Places, Places]:
        """Return the kind of each word, and the elements of each kind, one after the other."""
        with self._lock:
            if len(self._met) > MOST_WORDS:
                self._met.clear()
            for word in words:
                if word not in self._met:
                    self._met[word] = self._kind(word)
            kinds = np.array([self._met[word] for word in words], np.int64)
            starts = np.cumsum([0, *map(len, self._kinds)])
            elements = [each for kind in self._kinds for each in kind]
        return kinds, starts, np.array(elements, np.int64)

    def _kind(self, word: str) -> int:
        return self._kinds.setdefault(tuple(self._elements_of(word)), len(self._kinds))

    def _elements_of(self, word: str) -> Iterator[int]:
        if word in self._elements:
            yield self._elements[word]
        if NUMBER in self._elements and (word.isdigit() or word in _NUMBER_WORDS):
            yield self._elements[NUMBER]
        for length in self._lengths:
            if length <= len(word) and word[:length] in self._begins:
                yield self._begins[word[:length]]


def _spread(starts: Places, values: Places, kinds: Places) -> tuple[Places, Places]:
    first, last = starts[kinds], starts[kinds + 1]
    return values[ranges(first, last)], np.repeat(np.arange(len(kinds)), last - first)


def _once(found: Sequence[tuple[Places, Places, Places]], size: int) -> Found:
    if not found:
        nothing = np.zeros(0, np.int64)
        return Found(nothing, nothing, nothing)
    phrase, start, end = map(np.concatenate, zip(*found, strict=True))
    kept = np.unique((start * (size + 1) + end) * (phrase.max(initial=0) + 1) + phrase,
                     return_index=True)[1]  # fmt: skip
    return Found(phrase[kept], start[kept], end[kept])


def longest(found: Found, label: Places, is_solid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the findings that no longer one covers.

    A solid phrase covers whatever stands inside it; one with a gap only its own label's.

    Args:
        found: What was found.
        label: The label of each phrase.
        is_solid: Whether each phrase is without a gap.
    """
    solid = is_solid[found.phrase]
    kept = ~_covered(found.start, found.end, solid)
    labels = label[found.phrase]
    for each in np.unique(labels):
        own = np.flatnonzero(labels == each)
        kept[own] &= ~_covered(found.start[own], found.end[own], np.ones(len(own), np.bool_))
    return kept


def _covered(start: Places, end: Places, covers: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the spans that lie inside a longer one that *covers*."""
    order = np.lexsort((-end, start))
    begins, ends = start[order], end[order]
    reach = np.maximum.accumulate(np.where(covers[order], ends, 0))
    # Equal spans do not cover each other: all look at what came before the first of them.
    is_first = np.append(True, (begins[1:] != begins[:-1]) | (ends[1:] != ends[:-1]))
    first = np.maximum.accumulate(np.where(is_first[: len(order)], np.arange(len(order)), 0))
    covered = np.zeros(len(start), np.bool_)
    covered[order] = np.append(0, reach)[first] >= ends
    return covered
