"""Customer lifetime value: purchases from the log, how often (BG/NBD), how much (Gamma-Gamma).

For contracts, how many last (shifted-beta-geometric), from counts you give.
Own code of published models; `core.metrics.lifetime_value` makes figures of it.
"""

from parcours.core.clv.bg_nbd import BgNbd, Histories
from parcours.core.clv.fitting import CannotBeEstimated
from parcours.core.clv.gamma_gamma import GammaGamma
from parcours.core.clv.shifted_beta import ShiftedBetaGeometric

__all__ = ["BgNbd", "CannotBeEstimated", "GammaGamma", "Histories", "ShiftedBetaGeometric"]
