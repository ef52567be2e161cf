"""What happened: the outbox in the database, the lake behind it, results kept from it.

Nouns: event, outbox, lake, import, result, announcement. ``record()`` is the only door in.
Leans on people.
"""
