"""Which comparison may speak: adjusted, at the deadline, and the plain difference always.

The best rung, a randomised trial, has its place in the type; no log says yet who was drawn.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.effect import doubts
from parcours.core.effect.adjusted import FEWEST, Adjusted, adjusted, refusal
from parcours.core.effect.covariates import Covariates, Floats, covariates
from parcours.core.effect.described import Scale, of_adjusted, of_deadline
from parcours.core.effect.discontinuity import Discontinuity, NoDiscontinuity, discontinuity
from parcours.core.effect.estimate import Estimate, by_customer, strength
from parcours.core.effect.propensity import Propensity, propensity
from parcours.core.effect.result import Effect, Rung
from parcours.core.interval import (
    Difference,
    cluster_variance,
    effective_n,
    newcombe,
    welch,
    z_score,
)

Mask = NDArray[np.bool_]
Codes = NDArray[np.intp]

CAP: Final = 100_000


@dataclass(frozen=True)
class Comparison:
    """Cases of two groups, of whose outcomes the difference is wanted: first minus second.

    The effect is that on the cases of the second group, had they been in the first.

    Args:
        first: kept (or recovered) rather than broken (or not), one per case.
        customer: 0 to *customers* - 1, for the same cases.
        known: what was known before, for the same cases.
        distance: how far on the good side of the deadline, at 0 and above in the first
            group; NaN where it is not known; null where there is no deadline.
        cap: beyond so many cases, a random sample of customers is adjusted.
    """

    first: Mask
    customer: Codes
    customers: int
    known: pl.DataFrame
    distance: Floats | None = None
    seed: int = 0
    cap: int = CAP
    _fitted: dict[bytes, Propensity] = field(default_factory=dict, repr=False)

    @cached_property
    def covariates(self) -> Covariates:
        """The known columns as numbers."""
        return covariates(self.known)

    @cached_property
    def sample(self) -> Mask:
        """Which cases are adjusted: all of a random part of the customers."""
        if len(self.first) <= self.cap:
            return np.ones(len(self.first), dtype=np.bool_)
        draw = np.random.default_rng(self.seed).random(self.customers)
        return draw[self.customer] < self.cap / len(self.first)

    def propensity(self, rows: Mask) -> Propensity:
        """Return the fitted chance to be in the second group; outcomes share it."""
        key = rows.tobytes()
        if key not in self._fitted:
            self._fitted[key] = propensity(
                ~self.first[rows],
                covariates(self.known.filter(pl.Series(rows))),
                customer=self.customer[rows],
                seed=self.seed,
            )
        return self._fitted[key]


@dataclass(frozen=True)
class Measured:
    """The effects of one outcome, the one that speaks first, and what the second group lost.

    ``loss`` is the best effect that speaks of all of that group, as an estimate that sums can
    use: ``rung`` is adjusted or raw, never that of the deadline alone.
    """

    effects: tuple[Effect, ...]
    loss: Estimate
    rung: Rung
    n: int


def measure(
    outcome: Floats, groups: Comparison, scale: Scale, *, has_deadline: bool = True
) -> Measured | None:
    """Return every effect that the data can bear, in the order of RUNGS.

    The plain one is always there, and last.

    The ``n`` of an effect is that of its smaller group: its cases, or its customers when
    there are fewer than ten.

    Args:
        outcome: one per case; NaN where it is not known.
        has_deadline: whether to look at the deadline, where the groups have one.

    Returns:
        Null where one group has no case with an outcome.
    """
    rows = np.isfinite(outcome)
    first = groups.first[rows]
    if first.all() or not first.any():
        return None
    n = min(strength(groups.customer[rows][first == group]) for group in (True, False))
    warnings: list[str] = []
    effects: list[Effect] = []
    sampled = rows & groups.sample
    found = _at_deadline(outcome, sampled, groups, warnings=warnings) if has_deadline else None
    result = _adjusted(outcome, sampled, groups, warnings=warnings)
    if result is not None:
        own = groups.propensity(sampled)
        effects.append(of_adjusted(result, own, scale, n=n, sampled_of=int(rows.sum())))
    if found is not None:
        effects.append(of_deadline(found, scale))
    if result is not None and found is not None:
        warnings += doubts.elsewhere(found, result)
    plain, loss = _raw(outcome, rows, groups, scale=scale, n=n)
    effects.append(plain)
    effects[0] = replace(effects[0], warnings=(*effects[0].warnings, *warnings))
    if result is None:
        return Measured(tuple(effects), loss, "raw", n)
    loss = Estimate.of(
        -result.effect,
        -result.influence,
        customer=groups.customer[sampled],
        customers=groups.customers,
    )
    return Measured(tuple(effects), loss, "adjusted", n)


def _at_deadline(
    outcome: Floats, rows: Mask, groups: Comparison, *, warnings: list[str]
) -> Discontinuity | None:
    """Return the comparison at the deadline, or leave the reason in *warnings*."""
    if groups.distance is None:
        return None
    rows = rows & np.isfinite(groups.distance)
    try:
        found = discontinuity(
            outcome[rows], groups.distance[rows], known=groups.covariates.of(rows)
        )
    except NoDiscontinuity as reason:
        warnings.append(doubts.no_deadline(reason.reason))
        return None
    if found.is_bunched:
        warnings.append(doubts.bunching(found))
    if found.unbalanced:
        warnings.append(doubts.jumping(found))
    return None if found.is_bunched or found.unbalanced else found


def _adjusted(
    outcome: Floats, rows: Mask, groups: Comparison, *, warnings: list[str]
) -> Adjusted | None:
    """Return the doubly robust effect, or leave the reason why not in *warnings*."""
    first, customer = groups.first[rows], groups.customer[rows]
    people = min(len(np.unique(customer[first == group])) for group in (True, False))
    reason = "few" if people < FEWEST else "same" if np.ptp(outcome[rows]) == 0 else None
    reason = reason or refusal(groups.propensity(rows))
    if reason is not None:
        warnings.append(doubts.not_adjusted(reason))
        return None
    return adjusted(outcome[rows], groups.propensity(rows))


def _raw(
    outcome: Floats, rows: Mask, groups: Comparison, *, scale: Scale, n: int
) -> tuple[Effect, Estimate]:
    """Return the plain difference, and the same as an estimate that sums can use."""
    y, customer, first = outcome[rows], groups.customer[rows], groups.first[rows]
    one, two = (_arm(y[first == group], customer[first == group]) for group in (True, False))
    difference: Difference
    if scale.unit == "share":
        difference = newcombe(one.mean * one.n, one.n, two.mean * two.n, two.n)
    elif one.sd == two.sd == 0:
        difference = (one.mean - two.mean, -inf, inf)  # no interval from answers all alike
    else:
        difference = welch(one.mean, one.sd, one.n, two.mean, two.sd, two.n)
    influence = np.where(first, (y - one.mean) / first.sum(), (two.mean - y) / (~first).sum())
    loss = Estimate.of(
        one.mean - two.mean, influence, customer=customer, customers=groups.customers
    )
    if scale.unit == "share":
        # Influences see no doubt in a group of which nobody came back; the interval does.
        value, low, high = difference
        loss = loss.at_least(max(value - low, high - value) / z_score())
    effect = Effect(
        rung="raw",
        figure=scale.figure(*difference, n=n),
        warnings=(doubts.raw(),),
        diagnostics={
            "cases of the first": float(first.sum()),
            "cases of the second": float((~first).sum()),
        },
    )
    return effect, loss


@dataclass(frozen=True)
class _Arm:
    """One group's outcomes: ``n`` is how many independent ones they are worth."""

    mean: float
    sd: float
    n: float


def _arm(values: Floats, customer: Codes) -> _Arm:
    sums, sizes = by_customer(values, customer)
    cases = len(values)
    variance = float(values.var()) * cases / max(1, cases - 1)
    worth = effective_n(cases, len(sizes), one=variance, mean=cluster_variance(sums, sizes))
    return _Arm(float(values.mean()), variance**0.5, worth)
