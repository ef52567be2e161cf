"""Maison Lutèce as a running site: its people, its canvas, its log. Everything is invented.

Nouns: demo, member, customer, stream. The events come from the core's demo.
"""

from typing import Final

PASSWORD: Final = "maison-lutece"
DOMAIN: Final = "maison-lutece.example"
OWNER: Final = f"ana@{DOMAIN}"
