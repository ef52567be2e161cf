"""What the event log calls those who spoke without a name."""

import re
from collections.abc import Collection
from typing import Final

NAMELESS: Final = re.compile("(?:answer|note)-([0-9a-f]{32})")
"""A pseudonym of one answer or one note alone: no customer is behind it."""


def nameless_keys(customer_ids: Collection[str]) -> list[str]:
    """Return the keys of the answers and notes that pseudonyms stand for."""
    return [found[1] for each in customer_ids if (found := NAMELESS.fullmatch(each))]
