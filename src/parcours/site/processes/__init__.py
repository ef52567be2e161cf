"""The processes of a running site: one that watches, and its children that serve and work.

Nouns: supervisor, child, web, worker. The supervisor knows no Django: it starts at once.
"""
