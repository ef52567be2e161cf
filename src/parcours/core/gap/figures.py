"""Shares and felt scores of cases, with intervals that know a customer can have several."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.effect.covariates import Floats
from parcours.core.effect.estimate import by_customer, strength
from parcours.core.figure import Figure
from parcours.core.interval import clustered_wilson, wilson
from parcours.core.metrics.felt import FELT

Codes = NDArray[np.intp]


def share(flags: Floats, customer: Codes, *, definition: str, as_of: datetime | None) -> Figure:
    """Return the share of cases with a flag of 1; NaN does not count.

    Args:
        flags: 1, 0 or NaN, one per case.
        customer: any number per customer, for the same cases.
    """
    counted = np.isfinite(flags)
    flags, customer = flags[counted], customer[counted]
    if not len(flags):
        return Figure(value=None, n=0, unit="share", definition=definition, as_of=as_of)
    low, high = clustered_wilson(*by_customer(flags, customer))
    return Figure(
        value=float(flags.mean()),
        low=low,
        high=high,
        n=strength(customer),
        unit="share",
        definition=definition,
        as_of=as_of,
    )


def felt(scores: Floats, customer: Codes, *, as_of: datetime | None) -> Figure:
    """Return the mean felt score, 1 to 5; NaN does not count.

    Where all scores are alike their spread is unknown, not zero: the interval is then
    that of a share at its end.
    """
    counted = np.isfinite(scores)
    scores, customer = scores[counted], customer[counted]
    figure = FELT.figure(pl.Series(scores), pl.Series(customer), as_of=as_of)
    if len(scores) and np.ptp(scores) == 0:
        people, level = len(np.unique(customer)), (float(scores[0]) - 1) / 4
        low, high = wilson(level * people, people)
        figure = replace(figure, low=1 + 4 * low, high=1 + 4 * high)
    return figure
