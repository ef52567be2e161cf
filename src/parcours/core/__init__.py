"""The library: event log, canvas, promises, journeys, scores and the gap between them.

Nouns: event, log, canvas, promise, occurrence, journey, figure, gap. Leans on nothing of
the web: columnar tables in, columnar tables out, no network, no clock.
"""
