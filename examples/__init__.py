"""Parcours on real public data, one folder each: ``python -m examples.marketplace.run``."""
