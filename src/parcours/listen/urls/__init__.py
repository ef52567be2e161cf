"""Addresses of the room: surveys, verbatims and their sources; ``doors`` for people outside."""
