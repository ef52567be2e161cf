"""The dashboard at three levels, its contexts and shares, and the web audience.

Nouns: dashboard, period, segment, context, share. Leans on map, ledger and people.
"""
