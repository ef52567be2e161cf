"""What listening keeps."""

from parcours.listen.models.correction import Correction, Draw
from parcours.listen.models.verbatim import Departure, Gathering, Verbatim

__all__ = ["Correction", "Departure", "Draw", "Gathering", "Verbatim"]
