"""The words that decided a label."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Words that decided: tokens ``start`` to ``end`` of the batch speak for ``label``.

    Attributes:
        label: A driver or a flag.
        start: The first token.
        end: The token after the last.
        weight: How much they count.
        polarity: 1 pleased, -1 displeased, 0 neither.
    """

    label: str
    start: int
    end: int
    weight: float
    polarity: int
