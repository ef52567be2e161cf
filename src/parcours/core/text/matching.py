"""Where phrases stand in a batch of texts: all phrases, all texts, a few array passes.

A phrase is a row of steps. Its first word is looked up once per different word; from there
each place where a phrase may go on is followed one token at a time, all places at once.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.text.phrases import NUMBER, Phrase, Step
from parcours.core.text.tokens import Tokens

Places = NDArray[np.int64]
_VALUE_BITS: Final = 24  # a pair of whole numbers is kept as one
_VALUES: Final = (1 << _VALUE_BITS) - 1
_NO_KEY: Final = -1
_SLOTS: Final = 1 << 19
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
class _Lists:
    """Several values of each key 0, 1, 2 …: ``values[starts[key] : starts[key + 1]]``."""

    starts: Places
    values: Places

    @classmethod
    def of(cls, pairs: list[int], size: int) -> "_Lists":
        """Return the values of *pairs* by key, for *size* keys."""
        flat = np.unique(np.array(pairs, np.int64))
        starts = np.searchsorted(flat, np.arange(size + 1) << _VALUE_BITS)
        return cls(starts, flat & _VALUES)

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """Whether each key has no value."""
        is_empty: NDArray[np.bool_] = self.starts[1:] == self.starts[:-1]
        return is_empty

    def get(self, keys: Places) -> tuple[Places, Places]:
        """Return each value found, and which of *keys* it belongs to."""
        at, end = self.starts[keys], self.starts[keys + 1]
        owner = np.flatnonzero(at < end)
        at, end = at[owner], end[owner]
        values, owners = [self.values[at]], [owner]
        while len(owner):  # seldom more than twice
            more = at + 1 < end
            owner, at, end = owner[more], at[more] + 1, end[more]
            values.append(self.values[at])
            owners.append(owner)
        return np.concatenate(values), np.concatenate(owners)


@dataclass(frozen=True)
class _Table:
    """From any key to several values.

    Attributes:
        keys: By their slots, and then some that are none.
        lists: The values of each of ``keys``.
        first: Of each slot, the first of its keys; past the last where it has none.
        deepest: The most keys of a slot.
    """

    keys: Places
    lists: _Lists
    first: NDArray[np.int32]
    deepest: int

    @classmethod
    def of(cls, pairs: list[int]) -> "_Table":
        """Return the values of *pairs* by key."""
        flat = np.unique(np.array(pairs, np.int64))
        flat = flat[np.argsort(_slot(flat >> _VALUE_BITS), kind="stable")]
        starts = np.flatnonzero(np.diff(flat >> _VALUE_BITS, prepend=_NO_KEY))
        keys = flat[starts] >> _VALUE_BITS
        slots, begins, counts = np.unique(_slot(keys), return_index=True, return_counts=True)
        first = np.full(_SLOTS, len(keys), np.int32)
        first[slots] = begins
        deepest = int(counts.max(initial=1))
        lists = _Lists(np.append(starts, len(flat)), flat & _VALUES)
        return cls(np.append(keys, [_NO_KEY] * deepest), lists, first, deepest)

    def get(self, keys: Places) -> tuple[Places, Places]:
        """Return each value found, and which of *keys* it belongs to."""
        at = self.first[_slot(keys)]
        maybe = np.flatnonzero(at < len(self.keys) - self.deepest)
        at, wanted = at[maybe], keys[maybe]
        for _ in range(self.deepest - 1):
            at += self.keys[at] != wanted
        is_hit = self.keys[at] == wanted
        values, which = self.lists.get(at[is_hit])
        return values, maybe[is_hit][which]


def _slot(keys: Places) -> Places:
    return (keys * _MIXER >> _SLOT_SHIFT) & (_SLOTS - 1)


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
        opening = set(_next(steps, -1))
        for place in range(len(steps)):
            states = [first + place, *(known[place] if place in opening else ())]
            for then in _next(steps, place):
                if then == len(steps):
                    self.done += _pairs(states, phrase)
                elif steps[then].is_any:
                    self.go_any += _pairs(states, first + then)
                else:
                    keys = [state * len(self.elements) for state in states]
                    self.go += _pairs(
                        [key + each for key in keys for each in known[then]], first + then
                    )


def _pairs(keys: list[int], value: int) -> list[int]:
    return [key << _VALUE_BITS | value for key in keys]


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
        self._go = _Table.of(graph.go)
        self._go_any = _Lists.of(graph.go_any, graph.size)
        self._done = _Lists.of(graph.done, graph.size)
        self._ends = self._go_any.is_empty
        goes = np.array(graph.go, np.int64) >> _VALUE_BITS
        self._ends[goes // max(len(self._elements), 1)] = False
        self._begins = {each[:-1]: n for each, n in self._elements.items() if each[-1] == "*"}
        self._lengths = sorted({len(each) for each in self._begins})
        self._met: dict[str, int] = {}
        self._kinds: dict[tuple[int, ...], int] = {(): 0}
        self._lock = Lock()

    def find(self, tokens: Tokens) -> Found:
        """Return where the phrases stand in *tokens*, each place once."""
        kinds, elements = self._read(tokens.words)
        kind, word_like = kinds[tokens.codes], tokens.is_word & ~tokens.are(BUTS)
        is_last = np.append(tokens.begins[1:], True)

        state, start = elements.get(kind)
        at = start
        found = []
        while len(state):
            phrase, which = self._done.get(state)
            found.append((phrase, start[which], at[which] + 1))
            going = ~(is_last[at] | self._ends[state])
            state, start, at = state[going], start[going], at[going] + 1
            state, start, at = self._step((state, start, at), elements.get(kind[at]), word_like)
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

    def _read(self, words: Sequence[str]) -> tuple[Places, _Lists]:
        """Return the kind of each word, and the elements of each kind."""
        with self._lock:
            if len(self._met) > MOST_WORDS:
                self._met.clear()
            for word in words:
                if word not in self._met:
                    self._met[word] = self._kind(word)
            kinds = np.array([self._met[word] for word in words], np.int64)
            starts = np.cumsum([0, *map(len, self._kinds)])
            elements = [each for kind in self._kinds for each in kind]
        return kinds, _Lists(starts, np.array(elements, np.int64))

    def _kind(self, word: str) -> int:
        return self._kinds.setdefault(tuple(self._elements_of(word)), len(self._kinds))

    def _elements_of(self, word: str) -> Iterator[int]:
        if word in self._elements:
            yield self._elements[word]
        if NUMBER in self._elements and (word.isdigit() or word in _NUMBER_WORDS):
            yield self._elements[NUMBER]
        for length in self._lengths[: bisect_right(self._lengths, len(word))]:
            if word[:length] in self._begins:
                yield self._begins[word[:length]]


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
