"""What listening keeps."""

from parcours.listen.models.correction import Correction, Draw
from parcours.listen.models.note import Note, Quote
from parcours.listen.models.review import Reply, ReplyTemplate, Review
from parcours.listen.models.source import Source, Sources
from parcours.listen.models.verbatim import Departure, Gathering, Verbatim
from parcours.listen.models.visit import Grid, Item, Mark, Visit

__all__ = [
    "Correction",
    "Departure",
    "Draw",
    "Gathering",
    "Grid",
    "Item",
    "Mark",
    "Note",
    "Quote",
    "Reply",
    "ReplyTemplate",
    "Review",
    "Source",
    "Sources",
    "Verbatim",
    "Visit",
]
