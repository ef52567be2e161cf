"""What one occasion to buy is made of, whatever its way: facts, experiences, questions."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from parcours.core.demo.company import Bools, Floats, Ints
from parcours.core.demo.customers import Customers

Facts = dict[str, NDArray[Any]]
Words = NDArray[np.str_]


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
class Row:
    """Facts about occasions: one value per ``row``, or one for all of them."""

    row: Ints

    def only(self, where: Bools) -> Self:
        """Return the same for the occasions where *where* is true."""
        arrays = {name: each[where] for name, each in vars(self).items() if np.ndim(each)}
        return replace(self, **arrays)


@dataclass(frozen=True, kw_only=True)
class Lived(Row):
    """A promise applied at these occasions, and was broken at some.

    ``push`` is what breaking it adds to the probability of coming back within 90 days
    (usually negative), ``felt_push`` to the felt score before rounding: both are known for
    every row, broken or not. A ``nested`` experience only splits another one's push.
    ``usual`` is the mean push of an experience that only buyers have: it is taken off, so
    that buying itself changes nothing.
    """

    promise: str
    broken: Bools
    push: Floats | float
    felt_push: Floats | float
    survey: str
    anchor: Floats
    usual: float = 0.0
    nested: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked(Row):
    """A survey offered at these occasions, about one touchpoint, to be answered at ``at``.

    ``base`` is the score expected of a customer of average mood when every promise is kept;
    ``rate`` the least probability of an answer; ``bad`` and ``good`` name the words people
    use when it went wrong or well.
    """

    survey: str
    at: Floats
    base: Floats | float
    rate: float
    touchpoint: Words | str
    bad: Words | str
    good: Words | str
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
