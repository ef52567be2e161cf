"""Parcours: how far is the experience customers live from the one a brand promises?"""

__version__ = "0.1.0"
