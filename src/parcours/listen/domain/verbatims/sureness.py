"""How sure the coder is of what it read in one text."""

from dataclasses import dataclass

import polars as pl

from parcours.core.report import numbers
from parcours.listen.domain.verbatims import coding, naming
from parcours.listen.domain.verbatims.codes import DRIVERS
from parcours.listen.models import Verbatim


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One thing that was read, with its probability in words, empty where it gives none."""

    title: str
    probability: str
    colour: str = ""
    is_there: bool = True


def of(verbatim: Verbatim) -> list[Reading]:
    """Return the sentiment and each driver, as the coder reads them now."""
    row = coding.raw(pl.Series([verbatim.text])).row(0, named=True)
    sentiment = row["sentiment"]
    found = [
        Reading(
            title=naming.sentiment(sentiment),
            probability=_told(row["probability"]),
            colour="doubt" if sentiment is None else naming.COLOURS[sentiment],
        )
    ]
    titles = naming.drivers()
    for name in DRIVERS:
        polarity = row[f"driver_{name}"]
        found.append(
            Reading(
                title=titles[name],
                probability=_told(row[f"sure_{name}"]),
                colour="" if polarity is None else naming.COLOURS[polarity],
                is_there=polarity is not None,
            )
        )
    return found


def _told(probability: float | None) -> str:
    return "" if probability is None else numbers.percent(probability)
