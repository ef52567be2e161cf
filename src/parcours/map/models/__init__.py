"""Canvases, how they were changed, and what they were before. One noun a file."""

from parcours.map.models.belief import Belief
from parcours.map.models.canvas import Canvas, CanvasVersion
from parcours.map.models.edit import Edit, Presence
from parcours.map.models.picture import Picture

__all__ = ["Belief", "Canvas", "CanvasVersion", "Edit", "Picture", "Presence"]
