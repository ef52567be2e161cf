"""What was heard and seen in the demo's shops: a note of a visit, and a mystery visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from parcours.core.demo.company import SHOPS
from parcours.core.language import language
from parcours.listen.domain.sources import noting, visiting
from parcours.listen.domain.sources.noting import About
from parcours.listen.domain.sources.touchpoints import Place
from parcours.listen.models import Grid, Item, Note, Visit
from parcours.people.models import Member

Said = Mapping[str, str]
"""Words by language."""

_HEARD: Final = timedelta(days=3, hours=7)
_VISITED: Final = timedelta(days=5, hours=11)
_TITLE: Final = {"fr": "À la caisse, un jour d’affluence", "en": "At the till, on a busy day"}
_NOTE: Final = {
    "fr": (
        "Un couple attendait à la caisse, une lampe à la main ; une seule caisse sur trois "
        "était ouverte. « On a attendu un quart d’heure pour payer une lampe. » Ils étaient "
        "pourtant venus décidés. « Le vendeur nous a bien expliqué la différence entre les "
        "deux modèles. » Ils sont repartis avec la lampe."
    ),
    "en": (
        "A couple stood in line with a lamp; one till in three was open. “We waited a quarter "
        "of an hour to pay for a lamp.” They had come with their minds made up, though. “The "
        "salesman explained the difference between the two models very well.” They left with "
        "the lamp."
    ),
}
_GRID: Final = {"fr": "L’accueil en boutique", "en": "How shops welcome"}


@dataclass(frozen=True)
class _Quote:
    words: Said
    touchpoint: str
    driver: str
    sentiment: int


@dataclass(frozen=True)
class _Look:
    """One thing that was looked at, and what was found."""

    at: Said
    scale: str
    touchpoint: str
    promise: str
    score: int
    comment: Said


_QUOTES: Final = (
    _Quote(
        {
            "fr": "On a attendu un quart d’heure pour payer une lampe.",
            "en": "We waited a quarter of an hour to pay for a lamp.",
        },
        "checkout-queue", "time", -1,
    ),
    _Quote(
        {
            "fr": "Le vendeur nous a bien expliqué la différence entre les deux modèles.",
            "en": "The salesman explained the difference between the two models very well.",
        },
        "shelf-advice", "advice", 1,
    ),
)  # fmt: skip
_LOOKS: Final = (
    _Look(
        {
            "fr": "Un vendeur vient en moins de trois minutes",
            "en": "A seller comes within three minutes",
        },
        Item.Scale.YES_NO, "shelf-advice", "seller-free", 1,
        {"fr": "« Je suis à vous tout de suite », dès l’entrée du rayon.",
         "en": "“I’ll be right with you”, as soon as I came to the shelf."},
    ),
    _Look(
        {"fr": "Le prix en rayon est celui du site", "en": "The shelf price is the website’s"},
        Item.Scale.YES_NO, "shelf-price", "same-price", 1, {"fr": "", "en": ""},
    ),
    _Look(
        {"fr": "Moins de cinq minutes en caisse", "en": "Less than five minutes at the till"},
        Item.Scale.YES_NO, "checkout-queue", "short-queue", 0,
        {"fr": "Neuf minutes. « Excusez-nous, on n’est que deux ce midi. »",
         "en": "Nine minutes. “Sorry, there are only two of us this noon.”"},
    ),
    _Look(
        {"fr": "Le comptoir de retrait se trouve facilement",
         "en": "The pick-up counter is easy to find"},
        Item.Scale.FIVE, "click-collect", "", 4, {"fr": "", "en": ""},
    ),
)  # fmt: skip


@transaction.atomic
def keep_fieldwork(canvas: str, by: Member, until: datetime) -> None:
    """Keep a note with quotes and a finished mystery visit, in the demo's language, once.

    Args:
        canvas: slug of the canvas whose touchpoints they are about.
        by: who was there.
        until: where the demo's year ends.
    """
    if Note.objects.exists() or Grid.objects.exists():
        return
    _note(canvas, by, until - _HEARD)
    _visit(canvas, by, until - _VISITED)


def _note(canvas: str, by: Member, at: datetime) -> None:
    speaks = language()
    note = Note(
        kind=Note.Kind.VISIT,
        title=_TITLE[speaks],
        shop=SHOPS[1],
        at=at,
        language=speaks,
        text=_NOTE[speaks],
        made_at=at,
    )
    noting.write(note, person=None, by=by)
    for each in _QUOTES:
        about = About(
            place=Place(canvas, each.touchpoint), driver=each.driver, sentiment=each.sentiment
        )
        noting.quote(note, each.words[speaks], about=about, by=by)


def _visit(canvas: str, by: Member, at: datetime) -> None:
    speaks = language()
    grid = Grid.objects.create(
        name=_GRID[speaks], shops="\n".join(SHOPS), made_by=by, made_at=at
    )
    found = {}
    for each in _LOOKS:
        place = Place(canvas, each.touchpoint, each.promise)
        item = visiting.add_item(grid, each.at[speaks], scale=each.scale, place=place)
        found[item] = (each.score, each.comment[speaks])
    visit = visiting.start(grid, shop=SHOPS[3], at=at, by=by)
    visiting.fill(visit, found)
    visiting.finish(visit)
    Visit.objects.filter(pk=visit.pk).update(finished_at=at)
