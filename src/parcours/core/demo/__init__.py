"""Maison Lutèce, the demo company: its canvas, a year of events, and the truth about them.

Nouns: customer, occasion, lived experience, answer, truth. Everything in it is invented.
"""

from parcours.core.demo.telling import CUSTOMERS, SEED, demo_events, truths
from parcours.core.demo.truths import NOT_THERE, PLANTED
from parcours.core.demo.writing import CANVAS, demo_canvas, write_demo

__all__ = [
    "CANVAS", "CUSTOMERS", "NOT_THERE", "PLANTED", "SEED",
    "demo_canvas", "demo_events", "truths", "write_demo",
]  # fmt: skip
