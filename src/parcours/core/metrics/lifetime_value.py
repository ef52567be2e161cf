"""Customer lifetime value: what today's customers will bring in 12 and in 24 months."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from parcours.core.canvas import Canvas
from parcours.core.clv.calibration import Calibration, calibration
from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.clv.purchases import COLUMNS, histories, purchases
from parcours.core.clv.valuation import Customers, Models, drawn, fitted, resampled
from parcours.core.figure import Figure
from parcours.core.kernel import as_log, run
from parcours.core.language import _, ngettext
from parcours.core.metrics.measuring import TABLE, row_of
from parcours.core.words import Words

NAME: Final = "lifetime_value"
DEFINITION: Final = "lifetime_value/1"
TITLE: Final[Words] = {"en": "Customer lifetime value", "fr": "Valeur vie client"}
SOURCE: Final = (
    "Fader, Hardie and Lee (2005), BG/NBD; Fader and Hardie (2013), Gamma-Gamma; interval: "
    "customers drawn again (Efron and Tibshirani, 1993)"
)
MONTHS: Final = (12, 24)
_WEEKS: Final = {months: months / 12 * 365 / 7 for months in MONTHS}
SURE: Final = 0.9
"""The share of draws that must allow an estimate for an interval."""

RELATED: Final = 0.3
"""Above this correlation between how often and how much, the two are not unrelated."""
NEGLIGIBLE: Final = 0.01
"""A chance of stopping, or a spread of rates (variance over mean²), as good as none."""
ASTRAY: Final = 0.25
"""A hold-out further off than this share is worth a warning."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class LifetimeValue:
    """What customers will bring, how sure that is, and how well it would have been foreseen.

    ``table`` has a row per customer who bought: customer_id, x (repeat purchases), t_x, t
    (weeks), priced, spend, unpriced (see `histories`) and, where an estimate is possible,
    alive (the chance of still buying; null after a single purchase, which tells nothing of
    it), purchases_12, purchases_24, value_12 and value_24. ``models`` is null where none
    could be fitted, for the ``reason``. ``spread`` are the bounds of values, as ratios.
    """

    as_of: datetime
    currency: str | None
    margin_share: float | None
    table: pl.DataFrame
    models: Models | None = None
    spread: dict[int, tuple[float, float]] | None = None
    calibration: Calibration | None = None
    reason: str = ""

    @property
    def customers(self) -> int:
        """How many customers bought."""
        return self.table.height

    @property
    def one_time(self) -> int:
        """How many of them bought once."""
        return int((self.table["x"] == 0).sum())

    def mean(self, months: int = 12) -> Figure:
        """Return the value of a customer, on average, over 12 or 24 months to come."""
        return self._figure(months, per=self.customers)

    def total(self, months: int = 12) -> Figure:
        """Return the value of all customers together, over 12 or 24 months to come."""
        return self._figure(months, per=1)

    def frame(self) -> pl.DataFrame:
        """Return the mean over 12 and 24 months as rows of the table of `measure`."""
        means = {f"{NAME}_{months}": self.mean(months) for months in MONTHS}
        rows = [
            row_of(figure, metric=name, customers=figure.n) for name, figure in means.items()
        ]
        return pl.DataFrame(rows, schema=TABLE)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know before these numbers are believed."""
        return tuple(_warnings(self))

    def _repr_html_(self) -> str:
        from parcours.core.report.small import lifetime_html

        return lifetime_html(self)

    def _figure(self, months: int, *, per: int) -> Figure:
        value = low = high = None
        if self.models is not None:
            value = float(self.table[f"value_{months}"].sum()) / per
            if self.spread is not None:
                low, high = (value * bound for bound in self.spread[months])
        return Figure(
            value=value,
            low=low,
            high=high,
            n=self.customers,
            unit="money",
            definition=DEFINITION,
            as_of=self.as_of,
            currency=self.currency,
            note=self.reason or _held_out(self.calibration),
        )


def lifetime_value(
    log: Any,
    *,
    as_of: datetime | None = None,
    canvas: Canvas | None = None,
    draws: int = 100,
    seed: int = 0,
) -> LifetimeValue:
    """Return the value of all customers who have bought, over 12 and 24 months to come.

    Args:
        log: a log, a table of events, or the path of a log.
        as_of: events after it do not exist; by default the last moment of the log.
        canvas: gives the time zone of days, the currency, and the share of spend that is
            margin. Without it value is spend, in whatever currency.
        draws: how many times customers are drawn again for the intervals.

    Source:
        Fader, P., Hardie, B., Lee, K. (2005). Marketing Science 24(2). Fader, P. and
        Hardie, B. (2013). The Gamma-Gamma Model of Monetary Value. Intervals: percentiles of
        the bootstrap (Efron and Tibshirani, 1993), for the uncertainty of the models alone.
    """
    log, zone = as_log(log), canvas.time_zone if canvas else "UTC"
    until = as_of or log.last_at() or _EPOCH
    currency = canvas.currency if canvas else None
    kernel = partial(purchases, as_of=until, zone=zone, currency=currency)
    days = pl.concat(run(log, kernel, columns=COLUMNS))
    today = until.astimezone(ZoneInfo(zone)).date()
    table = histories(days, until=today)
    margin = canvas.stakes.margin_share if canvas else None
    found = LifetimeValue(as_of=until, currency=currency, margin_share=margin, table=table)
    # Thousands of tiny matrices: threads of linear algebra would only wait for each other.
    with threadpool_limits(limits=1, user_api="blas"):
        return _estimated(found, days, today=today, draws=draws, seed=seed)


def _estimated(
    found: LifetimeValue, days: pl.DataFrame, *, today: date, draws: int, seed: int
) -> LifetimeValue:
    """Return *found* with its models and all that follows from them, or why there are none."""
    sample = drawn(found.table, seed=seed)
    try:
        models = fitted(sample)
    except CannotBeEstimated as reason:
        return replace(found, reason=reason.args[0])  # a message, to be said in any language
    margin = 1.0 if found.margin_share is None else found.margin_share
    return replace(
        found,
        table=_valued(Customers(found.table), models, margin=margin),
        models=models,
        spread=_spread(sample, models, draws=draws, seed=seed),
        calibration=calibration(days, today=today, seed=seed),
    )


def _valued(customers: Customers, models: Models, *, margin: float) -> pl.DataFrame:
    frequency, seen, place = models.frequency, customers.seen, customers.place
    amount = margin * models.amount.expected(customers.priced, customers.spend)
    columns = {"alive": np.where(seen.x > 0, frequency.alive(seen), np.nan)[place]}
    for months, weeks in _WEEKS.items():
        columns[f"purchases_{months}"] = frequency.expected_after(seen, weeks)[place]
        columns[f"value_{months}"] = columns[f"purchases_{months}"] * amount
    return customers.table.with_columns(
        pl.Series(name, column).fill_nan(None) for name, column in columns.items()
    )


def _spread(
    sample: Customers, models: Models, *, draws: int, seed: int
) -> dict[int, tuple[float, float]] | None:
    """Return the bounds of values over their estimate, by months, where enough draws tell."""
    means = resampled(sample, models, weeks=tuple(_WEEKS.values()), draws=draws, seed=seed)
    if len(means) < SURE * draws:
        return None
    bounds = {}
    for place, (months, weeks) in enumerate(_WEEKS.items()):
        ratio = means[:, place] / models.values(sample, weeks).mean()
        low, high = np.quantile(ratio, (0.025, 0.975))
        bounds[months] = (float(low), float(high))
    return bounds


def _held_out(found: Calibration | None) -> str:
    if found is None:
        return _("No hold-out: the first two thirds of the time allow no estimate.")
    return _(
        "Hold-out: from {cut} on, purchases foreseen: {predicted:,.0f}; made: {actual:,}."
    ).format(cut=found.cut, predicted=found.predicted, actual=found.actual)


def _warnings(value: LifetimeValue) -> Iterator[str]:
    if value.models is None:
        yield _("It cannot be estimated: {reason}.").format(reason=value.reason)
        return
    table = value.table
    ratio = value.calibration.ratio if value.calibration else None
    if value.one_time:
        yield _bought_once(value)
    frequency = value.models.frequency
    if frequency.stopping < NEGLIGIBLE:
        yield _(
            "Nobody seems to stop buying for good. The time seen may be too short to tell, and "
            "24 months too long to foresee."
        )
    if 1 / frequency.r < NEGLIGIBLE:
        yield _(
            "Customers seem to buy equally often: values differ by what they spend, not by how "
            "often."
        )
    related = table.filter(pl.col("priced") > 0).select(pl.corr("x", "spend")).item()
    if related is not None and abs(related) > RELATED:
        yield _(
            "How often and how much customers buy are related (r = {r:.2f}), and the model "
            "takes them not to be: values by customer are off."
        ).format(r=related)
    unpriced = int(table["unpriced"].sum())
    if unpriced:
        yield _without_amount(unpriced)
    if value.margin_share is None:
        yield _("Values are what customers spend, not margin: give a canvas to turn them.")
    if value.spread is None:
        yield _("No interval: too few of the samples drawn again allow an estimate.")
    if ratio is None or abs(ratio - 1) > ASTRAY:
        yield _held_out(value.calibration)


def _bought_once(value: LifetimeValue) -> str:
    once = value.table.filter(pl.col("x") == 0)["purchases_12"].mean()
    return ngettext(
        "{n:,} of {customers:,} customers bought once. The model cannot tell whether such a "
        "customer will come back: in 12 months it expects {purchases:.2f} purchases.",
        "{n:,} of {customers:,} customers bought once. The model cannot tell whether they will "
        "come back: in 12 months it expects {purchases:.2f} purchases of each.",
        value.one_time,
    ).format(n=value.one_time, customers=value.customers, purchases=once)


def _without_amount(n: int) -> str:
    return ngettext(
        "{n:,} purchase has no amount above 0: it counts as a purchase, not in amounts.",
        "{n:,} purchases have no amount above 0: they count as purchases, not in amounts.",
        n,
    ).format(n=n)
