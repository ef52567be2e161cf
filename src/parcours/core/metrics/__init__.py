"""The numbers people follow: one file each, and `measure`, which takes them all from a log.

Leans on the event log, the intervals and the canvas's touchpoints; knows no page.
"""

from parcours.core.metrics.catalogue import METRICS
from parcours.core.metrics.cut import CanvasNeeded, UnknownPeriod
from parcours.core.metrics.measuring import UnknownMetric, figures, measure
from parcours.core.metrics.metric import Metric, Moment

__all__ = [
    "METRICS",
    "CanvasNeeded",
    "Metric",
    "Moment",
    "UnknownMetric",
    "UnknownPeriod",
    "figures",
    "measure",
]
