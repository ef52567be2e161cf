"""What a customer's purchases are worth: the Gamma-Gamma model.

Amounts vary around a customer's own mean with shape p; those means vary over customers with
shape q and scale gamma. How much and how often are taken to be unrelated.
"""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi

from parcours.core.clv.fitting import CannotBeEstimated, minimised, refined
from parcours.core.language import _

Numbers = NDArray[np.float64]

STARTS: Final = ((1.0, 2.0, 1.0), (6.0, 4.0, 0.5), (2.0, 10.0, 5.0))
"""Where the search begins: p, q, gamma in mean amounts."""


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The spread of amounts: p of one customer's, q and gamma (money) over customers.

    Source:
        Fader, P. and Hardie, B. (2013). The Gamma-Gamma Model of Monetary Value. Note 025;
        after Colombo and Jiang (1999).
    """

    p: float
    q: float
    gamma: float

    @property
    def mean(self) -> float:
        """The mean amount of a customer of whom nothing is known; infinite for q up to 1.

        >>> round(GammaGamma(6.25, 3.74, 15.44).mean, 2)
        35.22
        """
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else inf

    def expected(self, x: Numbers, mean: Numbers) -> Numbers:
        """Return the amount to expect of customers with *x* repeat purchases of *mean* each."""
        known = self.p * x + self.q - 1
        return np.where(x > 0, self.p * (self.gamma + x * mean) / known, self.mean)

    def log_likelihood(self, x: Numbers, mean: Numbers) -> float:
        """Return the log-likelihood of repeat purchases, *x* at least 1."""
        theta = np.log([self.p, self.q, self.gamma])
        return -_loss(theta, x=x, mean=mean, count=np.ones(len(x)))[0]


def fitted(
    x: Numbers, mean: Numbers, *, count: Numbers | None = None, near: GammaGamma | None = None
) -> GammaGamma:
    """Return the most likely model.

    Args:
        x: repeat purchases, at least 1, one per customer.
        mean: their mean amount, above 0.
        count: how often each customer counts.
        near: where to look first, if known.

    Raises:
        CannotBeEstimated: the likelihood has no maximum that can be found, or no mean.
    """
    times = np.ones(len(x)) if count is None else count
    n, scale = float(times.sum()), float(np.average(mean, weights=times))
    scaled = mean / scale

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        return _loss(theta, x=x, mean=scaled, count=times)

    if near is None:
        p, q, gamma = minimised(loss, STARTS, n=n)
    else:
        p, q, gamma = refined(loss, (near.p, near.q, near.gamma / scale), n=n)
    if q <= 1:
        raise CannotBeEstimated(_("amounts vary so much that they have no mean"))
    return GammaGamma(p, q, gamma * scale)


def _loss(
    theta: Numbers, *, x: Numbers, mean: Numbers, count: Numbers
) -> tuple[float, Numbers]:
    """Return minus the log-likelihood at log-parameters *theta*, and its gradient."""
    p, q, gamma = np.exp(theta)
    of_x, place = np.unique(x, return_inverse=True)
    total = x * mean
    log_all = np.log(gamma + total)
    value = (
        (gammaln(p * of_x + q) - gammaln(p * of_x))[place]
        - gammaln(q)
        + q * np.log(gamma)
        + (p * x - 1) * np.log(mean)
        + p * x * np.log(x)
        - (p * x + q) * log_all
    )
    psi_all = psi(p * of_x + q)
    by_p = x * ((psi_all - psi(p * of_x))[place] + np.log(total) - log_all)
    by_q = psi_all[place] - psi(q) + np.log(gamma) - log_all
    by_gamma = q / gamma - (p * x + q) / (gamma + total)
    gradient = np.array([(count * by).sum() for by in (by_p, by_q, by_gamma)])
    return -float((count * value).sum()), -gradient * np.exp(theta)
