"""Logistic regressions, many at once, and scores that come true."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit

Weights = NDArray[np.float64]
Table = NDArray[np.float32]

LOOSE: float = 0.01  # how strongly a start is pulled to nothing
STEPS: int = 80


def fit(
    matrix: sparse.csr_matrix, truth: Table, weight: Table, *, strength: float
) -> tuple[Weights, Weights]:
    """Fit a logistic regression per column of *truth*, with a ridge.

    Args:
        matrix: A row per text.
        truth: 0 or 1, a column per thing that may be said of a text.
        weight: What each of these counts; 0 where it is not known.
        strength: How much all texts count against the ridge (scikit-learn's ``C``).

    Returns:
        Weights, a column per thing, and where each starts.
    """
    said = matrix.astype(np.float32).tocsr()
    turned = said.T.tocsr()
    width, things = said.shape[1], truth.shape[1]

    def loss(flat: Weights) -> tuple[float, Weights]:
        weights, start = flat[:-things].reshape(width, things), flat[-things:]
        scores = said @ weights.astype(np.float32) + start.astype(np.float32)
        error = (expit(scores) - truth) * weight
        value = strength * (weight * (np.logaddexp(0, scores) - truth * scores)).sum(
            dtype=np.float64
        )
        value += (weights**2).sum() / 2 + LOOSE * (start**2).sum() / 2
        slope = strength * (turned @ error).astype(np.float64) + weights
        start_slope = strength * error.sum(axis=0, dtype=np.float64) + LOOSE * start
        return float(value), np.concatenate([slope.ravel(), start_slope])

    nothing = np.zeros((width + 1) * things)
    found = minimize(loss, nothing, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found[:-things].reshape(width, things), found[-things:]


def come_true(scores: Table, truth: Table, weight: Table) -> tuple[Table, Table]:
    """Return, by column, the slope and shift that make log-odds of *scores* come true."""
    lines = [_line(*column) for column in zip(scores.T, truth.T, weight.T, strict=True)]
    slope, shift = np.array(lines, np.float32).T
    return slope, shift


def _line(scores: Table, truth: Table, weight: Table) -> tuple[float, float]:
    known = weight > 0
    given = sparse.csr_matrix(scores[known, None])
    weights, start = fit(given, truth[known, None], weight[known, None], strength=1e3)
    return float(weights[0, 0]), float(start[0])
