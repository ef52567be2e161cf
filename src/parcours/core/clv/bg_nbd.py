"""How often customers will buy again, and whether they still do: the BG/NBD model.

While active a customer buys at a rate of her own, spread over customers as Gamma(r, alpha);
after each purchase she stops for good with a chance of her own, spread as Beta(a, b).
Time is in weeks from the first purchase.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, hyp2f1, psi

from parcours.core.clv.fitting import CannotBeEstimated, minimised, refined
from parcours.core.language import _

Numbers = NDArray[np.float64]

STARTS: Final = ((1.0, 1.0, 1.0, 1.0), (0.3, 0.2, 0.7, 2.5), (2.0, 2.0, 0.1, 1.0))
"""Where the search begins: r, alpha in longest ages, a, b."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """What customers bought: one value each, or one per history that ``count`` have.

    ``x`` repeat purchases, the last at ``t_x``, seen until ``t``: weeks since the first.
    """

    x: Numbers
    t_x: Numbers
    t: Numbers
    count: Numbers


@dataclass(frozen=True, slots=True)
class BgNbd:
    """The spread of buying rates (r, alpha in weeks) and of stopping chances (a, b).

    Source:
        Fader, P., Hardie, B., Lee, K. (2005). "Counting Your Customers" the Easy Way: An
        Alternative to the Pareto/NBD Model. Marketing Science 24(2).
    """

    r: float
    alpha: float
    a: float
    b: float

    @property
    def stopping(self) -> float:
        """The mean chance of stopping for good after a purchase."""
        return self.a / (self.a + self.b)

    def expected(self, weeks: float) -> float:
        """Return the repeat purchases of a new customer in her first *weeks*.

        >>> round(BgNbd(0.243, 4.414, 0.793, 2.426).expected(52), 3)
        1.446
        """
        never = np.zeros(1)
        return float(
            self.expected_after(Histories(x=never, t_x=never, t=never, count=never + 1), weeks)[
                0
            ]
        )

    def expected_after(self, seen: Histories, weeks: float) -> Numbers:
        """Return the purchases to expect from each history in the next *weeks*."""
        # Euler's transformation of the published form: it neither overflows nor loses
        # digits for the many purchases of a wholesaler. a = 1 is a removable hole.
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        c = a + self.b + seen.x - 1
        z = weeks / (self.alpha + seen.t + weeks)
        with np.errstate(invalid="ignore", over="ignore"):
            going_on = (1 - z) ** (a - 1) * hyp2f1(a + self.b - 1 - self.r, a - 1, c, z)
            # Nothing times infinity, where nearly everyone stops at once: not so as published.
            published = hyp2f1(self.r + seen.x, self.b + seen.x, c, z)
            published *= (1 - z) ** (self.r + seen.x)
        going_on = np.where(np.isfinite(going_on), going_on, published)
        unless_stopped = c / (a - 1) * (1 - going_on)
        return np.asarray(unless_stopped * self.alive(seen))

    def alive(self, seen: Histories) -> Numbers:
        """Return the chance that each customer still buys; 1 by the model with one purchase."""
        odds = np.exp(
            np.log(self.a)
            - np.log(self.b + np.maximum(seen.x, 1) - 1)
            + (self.r + seen.x) * np.log((self.alpha + seen.t) / (self.alpha + seen.t_x))
        )
        return np.where(seen.x > 0, 1 / (1 + odds), 1.0)

    def log_likelihood(self, seen: Histories) -> float:
        """Return the log-likelihood, with time in weeks."""
        theta = np.array([self.r, self.alpha, self.a, self.b])
        return -_loss(np.log(theta), seen)[0]


def fitted(seen: Histories, *, near: BgNbd | None = None) -> BgNbd:
    """Return the most likely model.

    Args:
        near: where to look first, if known.

    Raises:
        CannotBeEstimated: the likelihood has no maximum that can be found.
    """
    n = float(seen.count.sum())
    # Weeks or days make the search hard or easy: shares of the longest make it easy.
    scale = float(seen.t.max())
    if not scale > 0:
        raise CannotBeEstimated(_("no time has passed since the first purchases"))
    if not seen.x.any():
        raise CannotBeEstimated(_("nobody has bought again"))
    scaled = Histories(x=seen.x, t_x=seen.t_x / scale, t=seen.t / scale, count=seen.count)

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        return _loss(theta, scaled)

    if near is None:
        r, alpha, a, b = minimised(loss, STARTS, n=n)
    else:
        r, alpha, a, b = refined(loss, (near.r, near.alpha / scale, near.a, near.b), n=n)
    return BgNbd(r, alpha * scale, a, b)


def _loss(theta: Numbers, seen: Histories) -> tuple[float, Numbers]:
    """Return minus the log-likelihood at log-parameters *theta*, and its gradient."""
    r, alpha, a, b = np.exp(theta)
    x, count = seen.x, seen.count
    log_t, log_t_x = np.log(alpha + seen.t), np.log(alpha + seen.t_x)
    is_repeated = x > 0
    still = -(r + x) * log_t
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * log_t_x
    either = np.where(is_repeated, np.logaddexp(still, gone), still)
    w_gone = np.where(is_repeated, np.exp(np.minimum(gone - either, 0)), 0.0)
    w_still = 1 - w_gone
    # The terms in gamma functions depend on x alone: a few dozen values.
    of_x, place = np.unique(x, return_inverse=True)
    fixed = gammaln(r + of_x) - gammaln(r) + betaln(a, b + of_x) - betaln(a, b)
    value = fixed[place] + r * np.log(alpha) + either
    psi_rest = psi(a + b) - psi(a + b + of_x)
    by_r = (psi(r + of_x) - psi(r))[place] + np.log(alpha) - w_still * log_t - w_gone * log_t_x
    by_alpha = r / alpha - (r + x) * (w_still / (alpha + seen.t) + w_gone / (alpha + seen.t_x))
    by_a = psi_rest[place] + w_gone / a
    by_b = (psi_rest + psi(b + of_x) - psi(b))[place] - w_gone / (b + np.maximum(x, 1) - 1)
    gradient = np.array([(count * by).sum() for by in (by_r, by_alpha, by_a, by_b)])
    return -float((count * value).sum()), -gradient * np.exp(theta)
