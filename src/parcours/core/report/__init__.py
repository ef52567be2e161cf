"""The gap as a document: one HTML file that a director would forward, in French or English.

Nouns: page, chart, sentence, number as it is read. Leans on the gap and its figures.
"""

from parcours.core.report.page import report

__all__ = ["report"]
