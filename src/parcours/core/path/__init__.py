"""Journeys: the ways customers take, what follows what, how long, how far, and as drawn?

Nouns: journey, step, variant, level, departure. Leans on the log, the canvas and
selection; each file holds one question: a kernel on a bucket's steps, and what combines.
"""

from parcours.core.path.conformance import Conformance
from parcours.core.path.durations import Durations
from parcours.core.path.follows import Follows
from parcours.core.path.funnel import Funnel
from parcours.core.path.journeys import Journeys, NeedsCanvas, Overview, UnknownLevel, journeys
from parcours.core.path.variants import Variants
from parcours.core.path.visits import Visits

__all__ = [
    "Conformance", "Durations", "Follows", "Funnel", "Journeys", "NeedsCanvas", "Overview",
    "UnknownLevel", "Variants", "Visits", "journeys",
]  # fmt: skip
