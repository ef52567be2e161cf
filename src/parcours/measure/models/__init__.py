"""Contexts, shares, and the sites whose audience is measured. One noun a file."""

from parcours.measure.models.context import Context
from parcours.measure.models.share import Share
from parcours.measure.models.website import Salt, Visit, Website

__all__ = ["Context", "Salt", "Share", "Visit", "Website"]
