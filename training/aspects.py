"""M-ABSA's sentences, their categories read as drivers: only to measure by."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from parcours.core.text.drivers import DRIVERS
from training.told import told

_TRIPLET: Final = re.compile(r"'([^']*)', '(?:positive|negative|neutral|conflict)'\]")
TOLD_BY: Final = (
    (r"^(food|drinks?|food_drinks|amazon|hotel|laptop|restaurant)? ?.*(prices?|style_options|"
     r"availability|value)$", "offer"),
    (r"^(coursera )?(course (quality|comprehensiveness|relatability)|faculty|material|"
     r"presentation|assignments)", "advice"),
    (r"course value", "offer"),
    (r"shipment delivery|Logistics#(Speed|general)|Timeliness|Shipping|Ease of Use|USABILITY|"
     r"^location general|^hotel location|faculty response", "time"),
    (r"cleanliness|comfort$|ambience|Aesthetics|#Color|rooms design_features|"
     r"hotel design_features", "sensations"),
    (r"Seller Service#Attitude", "emotions"),
    (r"Battery|Camera|Performance|Price#|Quality#|Product (Acc|Conf)|Screen|Signal|System|"
     r"Audio|Smart|Security|Shooting|Exchange|Promotional|"
     r"LAPTOP#(PRICE|QUALITY|OPERATION)", "offer"),
)  # fmt: skip
UNSURE: Final = (
    (r"food (quality|general)|food_drinks quality|drinks quality|shipment quality|Appearance|"
     r"Packag|DESIGN|DISPLAY|KEYBOARD|rooms (general|quality)|amenities|facilities", "offer"),
    (r"food (quality|general)|food_drinks quality|drinks quality|Appearance|DESIGN|DISPLAY|"
     r"rooms|hotel quality|facilities|Packag|Audio|Weight|sight", "sensations"),
    (r"service general|Shopping Experiences|Loyalty|SUPPORT", "emotions"),
    (r"service general|Lost and Damaged|Shopping Experiences|faculty|assign|presentation",
     "time"),
    (r"service general|SUPPORT|faculty", "advice"),
)  # fmt: skip

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Aspects:
    """Texts and what is known of each driver: 1 there, 0 not, NaN unknown."""

    texts: list[str]
    known: Floats


def aspects(folder: Path, domain: str) -> Aspects:
    """Return the sentences of *domain* that train nothing."""
    rows = pl.read_parquet(folder / "m_absa_fr_en.parquet").with_row_index("row")
    rows = rows.with_columns(twin=pl.int_range(pl.len()).over("domain", "split", "lang"))
    kept = rows.filter(pl.col("domain") == domain, pl.col("split") == "dev")
    learned = [row["row"] for row in told(folder) if row.get("source") == "M-ABSA"]
    held = rows.filter(pl.col("row").is_in(learned))
    kept = kept.join(held, on=["domain", "split", "twin"], how="anti").sort("row")
    known = np.array([_told(domain, triplets) for triplets in kept["triplets"]], np.float32)
    return Aspects(kept["text"].to_list(), known)


def _told(domain: str, triplets: str) -> list[float]:
    told = [f"{domain} {each}" for each in _TRIPLET.findall(triplets)]
    plain = [each.removeprefix(f"{domain} ") for each in told]
    return [_one(key, told + plain) for key in DRIVERS]


def _one(driver: str, categories: list[str]) -> float:
    def has(rules: tuple[tuple[str, str], ...]) -> bool:
        return any(
            key == driver and re.search(rule, each)
            for rule, key in rules
            for each in categories
        )

    if has(TOLD_BY):
        return 1.0
    rare = driver in ("personalisation", "identity")
    return float("nan") if rare or has(UNSURE) else 0.0
