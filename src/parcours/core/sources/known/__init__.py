"""Mappings of exports that many have: Matomo's visits log, the events of GA4."""
