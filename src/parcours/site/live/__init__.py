"""Live updates: what rooms announce reaches open pages within a tenth of a second.

Nouns: announcement, topic, tail, hub, stream. docs/reference/live.md says how to use them.
"""
