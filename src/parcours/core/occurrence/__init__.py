"""Every time a promise applied to a customer: opened, due, kept, broken or void, and felt.

Nouns: opening, occurrence, verdict, track, scope. Follows docs/reference/promises.md; leans
on the canvas, the calendar and the selection of events.
"""

from parcours.core.occurrence.bucket import NEVER
from parcours.core.occurrence.evaluation import all_occurrences, evaluate, occurrences
from parcours.core.occurrence.needs import UnknownPromise, columns_needed
from parcours.core.occurrence.table import SCHEMA, Occurrences
from parcours.core.occurrence.verdict import Reason, State

__all__ = [
    "NEVER",
    "SCHEMA",
    "Occurrences",
    "Reason",
    "State",
    "UnknownPromise",
    "all_occurrences",
    "columns_needed",
    "evaluate",
    "occurrences",
]
