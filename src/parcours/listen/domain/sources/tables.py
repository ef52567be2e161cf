"""Reviews in a table, CSV or workbook: what each column is, and what each row says."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.sources.column import Column
from parcours.core.sources.csv import TextTable
from parcours.core.sources.moments import moments
from parcours.core.sources.sniffing import kind_of
from parcours.core.sources.translating import as_text
from parcours.core.sources.xlsx import Workbook
from parcours.listen.domain.sources.posted import Posted, clean

_NAMES: Final = {
    "at": "date published_at created_at posted_at date_avis date_de_l_avis review_date "
    "date_publication date_creation submitted_at timestamp review_created_utc",
    "rating": "rating note stars etoiles score review_rating star_rating review_stars "
    "note_globale nb_etoiles",
    "title": "title titre review_title titre_avis objet",
    "text": "avis text texte review review_text comment commentaire comments commentaires "
    "body content review_content review_body message verbatim contenu",
    "author": "author auteur name nom reviewer reviewer_name consumer_name pseudo customer "
    "client prenom nickname author_name",
    "email": "email e_mail mail courriel customer_email consumer_email reference_email",
    "review_id": "review_id id avis_id id_avis external_id uuid",
    "case_id": "commande order order_id n_commande numero_commande reference order_number "
    "reference_number reference_id order_reference",
    "place": "magasin shop store location boutique product produit lieu place app "
    "location_name business_unit",
    "language": "language langue locale review_language",
    "url": "url link lien review_url permalink",
}
"""What a column is called that holds it; the first name wins."""
_RATING: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:(?:/|sur|out of|of)\s*(\d+))?")
_WORDS: Final = ("title", "text", "author", "email", "place", "case_id", "language", "url")
_SHOWN: Final = 10_000
_TAKEN: Final = "CSV, TSV, XLSX, JSON-LD, HTML"


class NoReviews(Refused):
    """A file holds no reviews that can be told from the rest: the message says what lacks."""


@dataclass(frozen=True)
class Found:
    """The reviews of a file, and how many rows could not be read as one."""

    reviews: list[Posted]
    left_out: int = 0


def reviews(path: Path, *, zone: str) -> Found:
    """Return the reviews in a table.

    Args:
        path: CSV, TSV or a workbook, with a header.
        zone: of dates without one.

    Raises:
        NoReviews: no column holds dates, or neither ratings nor texts.
        UnreadableFile: it is no table at all.
    """
    frame = _frame(path)
    columns = _roles(frame)
    if "at" not in columns or not {"rating", "text"} & columns.keys():
        raise NoReviews(
            _(
                "{file} has the columns {columns}; reviews need a date, and a rating or a "
                "text. Call them date, rating, text."
            ).format(file=path.name, columns=", ".join(frame.columns))
        )
    when = _moments(frame[columns["at"]], zone)
    texts = {role: as_text(frame[name]) for role, name in columns.items() if role != "at"}
    highest = _highest(texts.get("rating"))
    read = [
        _posted({role: clean(each[row]) for role, each in texts.items()}, at, highest)
        for row, at in enumerate(when)
    ]
    found = [each for each in read if each is not None]
    return Found(found, len(read) - len(found))


def _frame(path: Path) -> pl.DataFrame:
    kind = kind_of(path, wanted=_TAKEN)
    if kind not in {"csv", "xlsx"}:
        raise NoReviews(
            _("{file} is no table of reviews: bring {wanted}.").format(
                file=path.name, wanted=_TAKEN
            )
        )
    table = TextTable.sniff(path) if kind == "csv" else Workbook(path)
    parts = [rows.frame for rows in table.rows()]
    if not any(part.height for part in parts):
        raise NoReviews(_("{file} holds no rows.").format(file=path.name))
    return pl.concat(parts, how="vertical_relaxed")


def _roles(frame: pl.DataFrame) -> dict[str, str]:
    """Say which column is what: by its name, best first, each column once."""
    columns = [Column(each.name, each, day_first=True) for each in frame.head(_SHOWN)]
    taken: dict[str, str] = {}
    for role, names in _NAMES.items():
        for wanted in names.split():
            match = next(
                (each for each in columns
                 if each.key == wanted and each.name not in taken.values()), None,
            )  # fmt: skip
            if match is not None and (role != "at" or match.is_moment):
                taken[role] = match.name
                break
    if "at" not in taken:
        dates = [each.name for each in columns if each.is_moment]
        taken |= {"at": dates[0]} if dates else {}
    return taken


def _moments(values: pl.Series, zone: str) -> Iterator[Any]:
    formats, _is_in_doubt = Column(values.name, values, day_first=True).dates
    return iter(moments(values, formats, zone=zone))


def _highest(ratings: pl.Series | None) -> float:
    """Return the best rating of a column where its rows do not say: 5, or 10, or 100."""
    if ratings is None:
        return 5.0
    bare = [
        found for each in ratings.drop_nulls() if (found := _RATING.fullmatch(each.strip()))
    ]
    values = [_number(each[1]) for each in bare if each[2] is None]
    most = max(values, default=5.0)
    return next((each for each in (5.0, 10.0, 20.0, 100.0) if most <= each), 5.0)


def _posted(row: dict[str, str], at: Any, highest: float) -> Posted | None:
    rating = _stars(row.get("rating", ""), highest)
    if at is None or (rating is None and not row.get("text")):
        return None
    told = "\n".join([at.isoformat(), *(f"{role}={row[role]}" for role in sorted(row))])
    known: dict[str, Any] = {name: row.get(name, "") for name in _WORDS}
    name = row.get("review_id") or hashlib.sha256(told.encode()).hexdigest()
    return Posted(review_id=name[:200], at=at, rating=rating, **known)


def _stars(value: str, highest: float) -> float | None:
    """Return a rating as one to five stars: ``4``, ``1/5``, ``8/10``, ``★★★☆☆``."""
    if "★" in value:
        return float(value.count("★"))
    found = _RATING.fullmatch(value)
    if found is None:
        return None
    most = float(found[2]) if found[2] else highest
    read = _number(found[1])
    if most <= 5:
        return read if 1 <= read <= most else None
    return round(1 + 4 * read / most, 2) if 0 <= read <= most else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
