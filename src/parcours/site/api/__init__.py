"""The API for programs: /api/v1, and Segment's own addresses at /v1.

Nouns: key, scope, problem, cursor, kept answer. Leans on what the rooms' domains say.
"""
