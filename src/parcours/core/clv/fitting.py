"""The search for the most likely parameters, all positive, from several starts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.language import _
from parcours.core.refusal import Refused

Numbers = NDArray[np.float64]

Loss = Callable[[Numbers], tuple[float, Numbers]]

EDGE: Final = 7.0
"""Log-parameters go no further: there customers are all alike, to a few per cent."""


STEPS: Final = 12
FLAT: Final = 1e-7
"""A mean loss whose slopes are all below this is at its minimum."""


class CannotBeEstimated(Refused):
    """The purchases do not determine a model: there is no number to give."""


def minimised(loss: Loss, starts: Iterable[Sequence[float]], *, n: float) -> tuple[float, ...]:
    """Return the positive parameters at the lowest minimum found.

    Args:
        loss: value and gradient at the logarithms of the parameters, summed over *n*.

    Raises:
        CannotBeEstimated: the search came to no end.
    """
    from scipy.optimize import minimize  # slow to load, and rarely needed

    def mean_loss(theta: Numbers) -> tuple[float, Numbers]:
        value, gradient = loss(theta)
        return value / n, gradient / n

    found = [
        minimize(
            mean_loss,
            np.log(start),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-EDGE, EDGE)] * len(start),
            options={"ftol": 1e-13, "gtol": FLAT, "maxiter": 500},
        )
        for start in starts
    ]
    ended = [each for each in found if each.success and np.isfinite(each.fun)]
    if not ended:
        raise CannotBeEstimated(_("the purchases so far do not determine a model"))
    best = min(ended, key=lambda each: float(each.fun))
    return tuple(float(each) for each in np.exp(best.x))


def refined(loss: Loss, near: Sequence[float], *, n: float) -> tuple[float, ...]:
    """Return what `minimised` does, quickly, where the minimum is known to be *near*.

    Newton's steps inside the edges, with slopes of the gradient taken over a small distance.
    Where they do not arrive, the search starts again.
    """
    theta, small = np.clip(np.log(near), -EDGE, EDGE), 1e-5
    for _step in range(STEPS):
        gradient = loss(theta)[1] / n
        is_free = (np.abs(theta) < EDGE) | (gradient * theta > 0)
        if np.abs(gradient[is_free]).max(initial=0.0) < FLAT:
            return tuple(float(each) for each in np.exp(theta))
        axes = np.eye(len(theta))[is_free]
        moved = np.array([loss(theta + small * axis)[1] / n for axis in axes])
        slopes = ((moved - gradient) / small)[:, is_free]
        # The least step: along a ridge, where parameters make up for each other, it stays.
        step = np.linalg.lstsq(slopes + slopes.T, 2 * gradient[is_free], rcond=1e-6)[0]
        if np.abs(step).max() > 1:
            break
        theta[is_free] = np.clip(theta[is_free] - step, -EDGE, EDGE)
    return minimised(loss, [near], n=n)
