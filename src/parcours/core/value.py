"""Value at stake: what broken promises cost in a year, with every assumption in sight."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.canvas import Stakes
from parcours.core.effect import Rung
from parcours.core.effect.covariates import Floats
from parcours.core.effect.estimate import Estimate
from parcours.core.effect.ladder import Measured
from parcours.core.figure import Figure
from parcours.core.interval import z_score
from parcours.core.language import _
from parcours.core.occurrence.bucket import bisect

DEFINITION: Final = "value/1"
_YEAR: Final = timedelta(days=365.25)
_DAY: Final = timedelta(days=1)

Assumption = tuple[str, float, str]
Moments = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a year of a promise being broken costs, and how that was reckoned.

    ``assumptions`` are (name, value, unit), all of them: change one and anybody can redo the
    sum. ``rung`` is that of the effect it rests on. A negative value is a gain.
    ``is_conclusive`` says whether it stands among the costs of all promises.
    """

    at_stake: Figure
    rung: Rung
    is_conclusive: bool = False
    broken_per_year: float
    lost_returns_per_year: float | None
    spend_per_return: float | None
    contacts_per_year: float | None
    margin_share: float
    avoidable_share: float
    contact_cost: float
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, kw_only=True)
class Losses:
    """What one broken promise changed for its customer, and over which time it was observed.

    ``returns`` and ``contacts`` are kept minus broken; ``spend`` is that of one return.
    ``horizon`` is how many seconds each customer was then watched. Null is not known.
    """

    broken: int
    years: float
    returns: Measured | None
    spend: Estimate | None
    contacts: Measured | None
    stakes: Stakes
    horizon: float
    currency: str
    as_of: datetime

    @property
    def each(self) -> Estimate | None:
        """The margin lost and the contacts paid for one broken promise, if avoidable."""
        parts = []
        if self.returns is not None and self.spend is not None:
            lost = self.returns.loss.times(self.spend)
            parts.append(lost.scaled(self.stakes.margin_share))
        if self.contacts is not None:
            parts.append(self.contacts.loss.scaled(-self.stakes.contact_cost))
        if not parts:
            return None
        whole = parts[0] if len(parts) == 1 else parts[0].plus(parts[1])
        return whole.scaled(self.stakes.avoidable_share)

    @property
    def measured(self) -> list[Measured]:
        """The effects that the value rests on."""
        with_spend = self.returns if self.spend is not None else None
        return [part for part in (with_spend, self.contacts) if part is not None]

    @property
    def per_year(self) -> float:
        """How often the promise is broken in a year."""
        return self.broken / self.years


def years_between(first: datetime | None, as_of: datetime) -> float:
    """Return the years the log was observed, at least a day's worth."""
    return max(as_of - (first or as_of), _DAY) / _YEAR


def value(losses: Losses) -> Value:
    """Return what a year of the promise being broken costs.

    Broken per year × avoidable share × (returns lost by one × spend per return × margin
    share + contacts caused by one × cost of a contact). Returns lost are those of the cases
    that were broken, adjusted where that can be done. The interval is the delta method's on
    customers' influences, which knows that effects and spend come from the same people;
    how many were broken and the canvas's stakes are taken as sure.

    Source:
        van der Vaart, A. (1998). Asymptotic Statistics, chapter 3 (delta method).
    """
    each, stakes, per_year = losses.each, losses.stakes, losses.per_year
    caused = losses.contacts.loss.value if losses.contacts is not None else None
    lost = losses.returns.loss.value if losses.returns is not None else None
    rungs = {part.rung for part in losses.measured}
    return Value(
        at_stake=_money(
            each.scaled(per_year) if each is not None else None,
            n=min((part.n for part in losses.measured), default=0),
            currency=losses.currency,
            as_of=losses.as_of,
        ),
        rung="adjusted" if rungs == {"adjusted"} else "raw",
        broken_per_year=per_year,
        lost_returns_per_year=None if lost is None else lost * per_year,
        spend_per_return=None if losses.spend is None else losses.spend.value,
        contacts_per_year=None if caused is None else -caused * per_year,
        margin_share=stakes.margin_share,
        avoidable_share=stakes.avoidable_share,
        contact_cost=stakes.contact_cost,
        assumptions=_assumptions(losses),
    )


def total(
    losses: list[tuple[Losses, float]], *, currency: str, as_of: datetime, note: str = ""
) -> Figure:
    """Return the value at stake of several promises.

    Args:
        losses: each with how many of its broken cases are counted, after `sharing`.
    """
    counted = [
        (each.scaled(weight / loss.years), min(part.n for part in loss.measured))
        for loss, weight in losses
        if (each := loss.each) is not None
    ]
    whole = None
    for part, _n in counted:
        whole = part if whole is None else whole.plus(part)
    n = sum(n for _part, n in counted)
    return _money(whole, n=n, currency=currency, as_of=as_of, note=note)


def sharing(customer: NDArray[np.intp], since: Moments, until: Moments) -> Floats:
    """Return the share that each broken case takes of its customer's loss.

    A customer lost once cannot be lost twice: a case watched while *k* of her cases were,
    itself among them, counts for 1 / k.

    Args:
        customer: number of the customer, one per case.
        since: microseconds, when the customer starts to be watched for a return.
        until: microseconds, when the watch is over.
    """
    begun = _counted(customer, since, until)
    over = _counted(customer, until, since + 1)
    return 1 / (begun - over)


def _counted(customer: NDArray[np.intp], moments: Moments, before: Moments) -> Moments:
    """Return, for each case, how many of its customer's *moments* are earlier than *before*."""
    order = np.lexsort((moments, customer))
    who = customer[order]
    low, high = (np.searchsorted(who, customer, side=side) for side in ("left", "right"))
    return bisect(moments[order], before, low=low, high=high) - low


def _money(
    estimate: Estimate | None, *, n: int, currency: str, as_of: datetime, note: str = ""
) -> Figure:
    half = z_score() * estimate.error if estimate is not None else 0.0
    return Figure(
        value=estimate.value if estimate is not None else None,
        low=estimate.value - half if estimate is not None else None,
        high=estimate.value + half if estimate is not None else None,
        n=n,
        unit="money",
        definition=DEFINITION,
        as_of=as_of,
        currency=currency,
        note=note,
    )


def _assumptions(losses: Losses) -> tuple[Assumption, ...]:
    stakes = losses.stakes
    found: list[tuple[str, float | None, str]] = [
        (_("years observed"), losses.years, "years"),
        (_("time watched for a return"), losses.horizon, "seconds"),
        (_("broken in a year"), losses.per_year, "count"),
        (_("share of them avoidable"), stakes.avoidable_share, "share"),
        (
            _("returns lost by one broken promise"),
            losses.returns.loss.value if losses.returns is not None else None,
            "share",
        ),
        (_("spend per return"), losses.spend.value if losses.spend else None, "money"),
        (_("margin share of spend"), stakes.margin_share, "share"),
    ]
    if losses.contacts is not None:
        found += [
            (_("contacts caused by one broken promise"), -losses.contacts.loss.value, "count"),
            (_("cost of a contact"), stakes.contact_cost, "money"),
        ]
    return tuple((name, amount, unit) for name, amount, unit in found if amount is not None)
