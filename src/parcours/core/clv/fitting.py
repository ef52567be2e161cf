"""The search for the most likely parameters, all positive, from several starts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from parcours.core.language import _
from parcours.core.refusal import Refused

Numbers = NDArray[np.float64]

Loss = Callable[[Numbers], tuple[float, Numbers]]

EDGE: Final = 12.0
"""Log-parameters beyond this are no maximum but a flight to infinity."""


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
        CannotBeEstimated: no start led to a minimum inside the edge.
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
    best = min(found, key=lambda each: float(each.fun))
    if not best.success or np.abs(best.x).max() >= EDGE:
        raise CannotBeEstimated(_("the purchases so far do not determine a model"))
    return tuple(float(each) for each in np.exp(best.x))


def refined(loss: Loss, near: Sequence[float], *, n: float) -> tuple[float, ...]:
    """Return what `minimised` does, quickly, where the minimum is known to be *near*.

    Newton's steps, with slopes of the gradient taken over a small distance. Where they
    lead astray the search starts again.
    """
    theta, small = np.log(near), 1e-5
    for _step in range(STEPS):
        gradient = loss(theta)[1] / n
        if np.abs(gradient).max() < FLAT:
            return tuple(float(each) for each in np.exp(theta))
        moved = [loss(theta + small * axis)[1] / n for axis in np.eye(len(theta))]
        slopes = (np.array(moved) - gradient) / small
        try:
            step = np.linalg.solve((slopes + slopes.T) / 2, gradient)
        except np.linalg.LinAlgError:
            break
        if not np.abs(step).max() < 1:
            break
        theta = theta - step
    return minimised(loss, [near], n=n)
