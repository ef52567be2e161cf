"""The customers of Maison Lutèce: what they are like before anything happens to them."""

from dataclasses import dataclass, fields

import numpy as np

from parcours.core.demo.company import Bools, Floats, Ints, Random


@dataclass(frozen=True, kw_only=True)
class Customers:
    """One value per customer. What makes some of them come back more also steers them
    elsewhere: that is why raw comparisons mislead.

    Loyalty is latent; the card shows it. ``mood`` shifts every score they give, ``basket``
    multiplies what they spend.
    """

    number: Ints
    card: Ints
    shop: Ints
    is_remote: Bools
    is_weekender: Bools
    speaks_english: Bools
    mood: Floats
    basket: Floats

    def take(self, rows: Ints) -> "Customers":
        """Return the customers at *rows*, repeated as often as they are asked for."""
        return Customers(**{each.name: getattr(self, each.name)[rows] for each in fields(self)})

    def __len__(self) -> int:
        return len(self.number)

    @property
    def comes_back(self) -> Floats:
        """Share who buy again within 90 days when nothing special happens."""
        base = np.array([0.37, 0.5, 0.65])[self.card]
        return np.asarray(base - 0.05 * self.is_weekender - 0.04 * self.is_remote)


def draw_customers(rng: Random, size: int) -> Customers:
    """Return *size* customers."""
    loyalty = rng.normal(size=size)
    card = (loyalty > 0.15).astype(int) + (loyalty > 1.05)
    return Customers(
        number=np.arange(size),
        card=card,
        shop=rng.choice(5, size, p=[0.3, 0.2, 0.2, 0.15, 0.15]),
        is_remote=rng.random(size) < 0.22,
        is_weekender=rng.random(size) < np.array([0.52, 0.4, 0.28])[card],
        speaks_english=rng.random(size) < 0.12,
        mood=0.2 * loyalty + rng.normal(0, 0.22, size),
        basket=np.exp(0.15 * loyalty + rng.normal(0, 0.35, size)),
    )
