"""What weighs on an opinion: how much of it each driver carries, and which way it cuts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import factorial
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from parcours.core.figure import Figure, Unit

DEFINITION: Final = "importance/2"
MOST_PARTS: Final = 12  # every subset is fitted: 4,096 of them
DRAWS: Final = 1_000
ASYMMETRIC: Final = 0.2
_AT_ONCE: Final = 50
_TINY: Final = 1e-12

Floats = NDArray[np.float64]
Kind = Literal["satisfier", "dissatisfier", "hybrid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one driver weighs.

    ``share`` is its part of the opinion's variance; those of all drivers sum to what is
    explained. ``places`` are the first and last place it takes in 95 % of the draws.
    ``reward`` and ``penalty`` say by how much the opinion differs, in its own points, where
    the driver was spoken well or ill of, against where it was not: their ``n`` is of the
    customers who spoke so, and where nobody did their value is null. ``asymmetry`` is
    (reward − loss) / (reward + loss), the loss being minus the penalty and neither below 0:
    from −1, it can only displease, to 1, it can only please; it needs both, and its ``n`` is
    the smaller. The three are null for a driver that is one number.
    """

    name: str
    share: Figure
    places: tuple[int, int]
    reward: Figure | None = None
    penalty: Figure | None = None
    asymmetry: Figure | None = None

    @property
    def kind(self) -> Kind | None:
        """Satisfier or dissatisfier where the asymmetry's interval allows it, else hybrid."""
        leaning = self.asymmetry
        if leaning is None or leaning.value is None or leaning.evidence == "too few":
            return None
        if leaning.is_one_sided and abs(leaning.value) > ASYMMETRIC:
            return "satisfier" if leaning.value > 0 else "dissatisfier"
        return "hybrid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What drivers weigh together, the heaviest first. ``explained`` is R²."""

    explained: Figure
    weights: tuple[Weight, ...]


def weigh(
    opinion: Floats,
    drivers: Mapping[str, Floats],
    customer: NDArray[np.int64],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Weighed:
    """Return what each driver weighs on an opinion, with intervals.

    The share is the rise of R² that the driver brings, averaged over all orders in which
    drivers can be taken in (LMG, Shapley). Reward and penalty are coefficients of one
    regression on all drivers. Intervals are percentiles over customers drawn anew. Shares
    are never negative, nor are the ends of their intervals: whether a driver matters at all
    is for reward and penalty to say. None of it is a cause.

    Args:
        opinion: one score per answer, no nulls.
        drivers: by name, one number per answer (n), or two columns (n, 2): spoken well of,
            spoken ill of, each 0 or 1.
        customer: who gave each answer.

    Raises:
        ValueError: more than 12 drivers.

    >>> rng = np.random.default_rng(1)
    >>> queue, smile = rng.integers(0, 2, (2, 400, 2)).astype(float)
    >>> score = 7 - 3 * queue[:, 1] + 1 * smile[:, 0] + rng.normal(0, 1, 400)
    >>> found = weigh(score, {"queue": queue, "smile": smile}, np.arange(400), draws=200)
    >>> [(each.name, each.kind) for each in found.weights]
    [('queue', 'dissatisfier'), ('smile', 'satisfier')]

    Source:
        Lindeman, R., Merenda, P. and Gold, R. (1980); Grömping, U. (2006). JSS 17(1).
        Brandt, D. (1987) and Mikulić, J. and Prebežac, D. (2008) for reward and penalty.
    """
    if len(drivers) > MOST_PARTS:
        message = f"At most {MOST_PARTS} drivers can be weighed together, not {len(drivers)}."
        raise ValueError(message)
    if len(set(customer.tolist())) < 2 or not np.ptp(opinion) > 0:
        return _unknown(drivers, len(opinion))
    blocks = [each if each.ndim == 2 else each[:, None] for each in drivers.values()]
    ends = np.cumsum([0] + [block.shape[1] for block in blocks])
    places = [np.arange(start, end) for start, end in pairwise(ends)]
    sums, customers = _sums_by_customer(np.column_stack([*blocks, opinion]), customer)
    whole = _Fit(sums.sum(axis=0, keepdims=True), places)
    drawn = [_Fit(each, places) for each in _drawn(sums, draws, np.random.default_rng(seed))]
    shares = np.concatenate([fit.shares for fit in drawn])
    effects = np.concatenate([fit.coefficients for fit in drawn])
    explained = _figure(whole.shares.sum(), shares.sum(axis=1), customers)
    ranks = 1 + (-shares).argsort(axis=1).argsort(axis=1)
    weights = [
        Weight(
            name=name,
            share=_figure(whole.shares[0, number], shares[:, number], customers),
            places=_places(ranks[:, number]),
            **_leaning(
                whole.coefficients[0, place], effects[:, place], _speakers(block, customer)
            ),
        )
        for number, (name, place, block) in enumerate(zip(drivers, places, blocks, strict=True))
    ]
    weights.sort(key=lambda each: -(each.share.value or 0.0))
    return Weighed(explained=explained, weights=tuple(weights))


class _Fit:
    """Least squares from sums of products alone, of many draws at once.

    ``shares`` is (draws, drivers), ``coefficients`` (draws, columns).
    """

    def __init__(self, sums: Floats, places: list[NDArray[np.int64]]) -> None:
        inner, self._outer, self._spread = _centred(sums)
        diagonal = np.einsum("dii->di", inner)
        diagonal += np.where(diagonal > 0, diagonal * _TINY, 1.0)
        self._inner = inner
        everything = np.concatenate(places)
        self.coefficients = self._solved(everything)
        self.shares = self._shared(places)

    def _solved(self, columns: NDArray[np.int64]) -> Floats:
        inner = self._inner[:, columns[:, None], columns]
        return np.linalg.solve(inner, self._outer[:, columns, None])[..., 0].astype(float)

    def _explained(self, columns: NDArray[np.int64]) -> Floats:
        explained = np.einsum("dc,dc->d", self._solved(columns), self._outer[:, columns])
        return np.asarray(np.clip(explained / self._spread, 0.0, 1.0), float)

    def _shared(self, places: list[NDArray[np.int64]]) -> Floats:
        every = range(len(places))
        explained = {(): np.zeros(len(self._spread))} | {
            chosen: self._explained(np.concatenate([places[each] for each in chosen]))
            for size in every
            for chosen in combinations(every, size + 1)
        }
        shares = np.zeros((len(self._spread), len(places)))
        for chosen, reached in explained.items():
            for place, driver in enumerate(chosen):
                before = explained[chosen[:place] + chosen[place + 1 :]]
                shares[:, driver] += _orders(len(chosen), len(places)) * (reached - before)
        return shares


def _orders(size: int, count: int) -> float:
    """Return the share of orders in which one driver is taken in as the *size*-th of these."""
    return factorial(size - 1) * factorial(count - size) / factorial(count)


def _centred(sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the covariances of the columns, theirs with the opinion, and its variance."""
    count = sums[:, :1, :1]
    mean = sums[:, :1, 1:] / count
    spread = sums[:, 1:, 1:] / count - mean.transpose(0, 2, 1) * mean
    return spread[:, :-1, :-1].copy(), spread[:, :-1, -1], np.maximum(spread[:, -1, -1], _TINY)


def _sums_by_customer(columns: Floats, customer: NDArray[np.int64]) -> tuple[Floats, int]:
    """Return sums of products (customers, 1 + columns, 1 + columns), and how many customers."""
    _, number = np.unique(customer, return_inverse=True)
    customers = int(number.max(initial=-1)) + 1
    # Centred, so that sums of squares keep their digits.
    rows = np.column_stack([np.ones(len(columns)), columns - columns.mean(axis=0)])
    width = rows.shape[1]
    sums = np.empty((customers, width, width))
    for one in range(width):
        for other in range(one, width):
            product = np.bincount(number, rows[:, one] * rows[:, other], customers)
            sums[:, one, other] = sums[:, other, one] = product
    return sums, customers


def _drawn(sums: Floats, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    customers, width, _ = sums.shape
    flat = sums.reshape(customers, -1)
    for start in range(0, draws, _AT_ONCE):
        drawn = rng.integers(0, customers, (min(_AT_ONCE, draws - start), customers))
        times = np.array([np.bincount(each, minlength=customers) for each in drawn], float)
        yield (times @ flat).reshape(-1, width, width)


def _speakers(block: Floats, customer: NDArray[np.int64]) -> list[int]:
    """Return of each column how many customers it is not 0 for."""
    return [len(np.unique(customer[column != 0])) for column in block.T]


def _leaning(effects: Floats, drawn: Floats, speakers: list[int]) -> dict[str, Figure]:
    if len(effects) != 2:
        return {}
    (reward, penalty), (rewards, penalties) = effects, drawn.T
    well, ill = speakers
    return {
        "reward": _spoken(reward, rewards, well, unit="score"),
        "penalty": _spoken(penalty, penalties, ill, unit="score"),
        "asymmetry": _spoken(
            float(_asymmetry(reward, penalty)), _asymmetry(rewards, penalties),
            min(well, ill), unit="ratio",
        ),
    }  # fmt: skip


def _spoken(value: float, drawn: Floats, n: int, *, unit: Unit) -> Figure:
    """Return a figure that rests on *n* customers who spoke so; a null one where none did."""
    # A column of noughts would be found to move nothing, and with certainty.
    if not n:
        return Figure(value=None, n=0, unit=unit, definition=DEFINITION)
    return _figure(value, drawn, n, unit=unit)


def _asymmetry(reward: Floats | float, penalty: Floats | float) -> Floats:
    reached, lost = np.maximum(reward, 0.0), np.maximum(-np.asarray(penalty), 0.0)
    return np.asarray((reached - lost) / np.maximum(reached + lost, _TINY))


def _places(ranks: NDArray[np.int64]) -> tuple[int, int]:
    first, last = np.quantile(ranks, (0.025, 0.975), method="nearest")
    return int(first), int(last)


def _figure(value: float, drawn: Floats, n: int, *, unit: Unit = "share") -> Figure:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Figure(
        value=float(value), low=float(low), high=float(high), n=n, unit=unit,
        definition=DEFINITION,
    )  # fmt: skip


def _unknown(drivers: Mapping[str, Floats], n: int) -> Weighed:
    nothing = Figure(value=None, n=n, unit="share", definition=DEFINITION)
    last = (1, len(drivers))
    weights = tuple(Weight(name=name, share=nothing, places=last) for name in drivers)
    return Weighed(explained=nothing, weights=weights)
