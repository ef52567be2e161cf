"""What one occasion to buy is made of, whatever its way: facts, experiences, questions."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parcours.core.demo.company import Bools, Floats, Ints
from parcours.core.demo.customers import Customers

Facts = dict[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Occasions about to happen: who, when (see ``Year``), and whether they will buy.

    ``row`` is the number of each occasion. Whether they buy was settled by what they lived
    before; what they live now settles whether they come back.
    """

    row: Ints
    who: Customers
    start: Floats
    buys: Bools

    def take(self, where: Bools) -> "Scene":
        """Return the occasions where *where* is true."""
        at = np.flatnonzero(where)
        return Scene(
            row=self.row[at], who=self.who.take(at), start=self.start[at], buys=self.buys[at]
        )

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, kw_only=True)
class Lived:
    """A promise applied at these occasions, and was broken at some.

    ``push`` is what breaking it adds to the probability of coming back within 90 days
    (usually negative), ``felt_push`` to the felt score before rounding: both are known for
    every row, broken or not. A ``nested`` experience only splits another one's push.
    ``usual`` is the mean push of an experience that only buyers have: it is taken off, so
    that buying itself changes nothing.
    """

    promise: str
    row: Ints
    broken: Bools
    push: Floats
    felt_push: Floats
    survey: str
    anchor: Floats
    usual: float = 0.0
    nested: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A survey offered at these occasions, about one touchpoint.

    ``base`` is the score expected of a customer of average mood when every promise is kept;
    ``bad`` and ``good`` name the words people use when it went wrong or well.
    """

    survey: str
    row: Ints
    at: Floats
    base: Floats
    rate: float
    touchpoint: NDArray[np.str_]
    bad: NDArray[np.str_]
    good: NDArray[np.str_]
    went_wrong: Bools
    by_mail: bool = False


@dataclass(kw_only=True)
class Drawn:
    """All that was drawn for a scene: ``first`` and ``last`` bound every anchor in it."""

    facts: Facts
    first: Floats
    last: Floats
    end: Floats
    lived: list[Lived] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


def same_word(word: str, size: int) -> NDArray[np.str_]:
    """Return *word*, *size* times."""
    return np.full(size, word)
