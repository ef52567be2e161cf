"""Drafts of replies: sentences with places for names, chosen by language, rating, drivers.

No machine writes here: a template is filled, and a person goes on from it.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Q

from parcours.listen.domain.sources.reply_words import CLOSINGS, DRIVERS, GREETINGS, OPENINGS
from parcours.listen.domain.sources.taking import event_id
from parcours.listen.domain.verbatims import codes
from parcours.listen.models import ReplyTemplate, Review, Verbatim

PLACES: Final = ("{name}", "{place}", "{site}")
"""What a template may have in it: the author's first name, our shop or app, the site."""
_GOOD, _FAIR = 4, 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A beginning for a reply, and what it is called."""

    name: str
    text: str


def drafts(review: Review) -> list[Draft]:
    """Return what a reply to *review* can begin with, the best fitting first.

    The company's own templates come before the sentences that every installation has.
    """
    language, drivers = language_of(review), drivers_of(review)
    own = ReplyTemplate.objects.filter(Q(driver="") | Q(driver__in=drivers), language=language)
    if review.rating is not None:
        own = own.filter(lowest__lte=round(review.rating), highest__gte=round(review.rating))
    found = sorted(own, key=lambda each: (not each.driver, each.highest - each.lowest))
    drafted = [Draft(each.name, each.text) for each in found]
    drafted.append(Draft("", _usual(review, language, drivers)))
    return [Draft(each.name, filled(each.text, review)) for each in drafted]


def filled(text: str, review: Review) -> str:
    """Return a template with names in their places; a name that is not known leaves no gap."""
    names = {
        "{name}": review.author.split()[0] if review.author else "",
        "{place}": review.place_name,
        "{site}": str(review.get_site_display()),
    }
    for place, name in names.items():
        text = text.replace(place, name) if name else text.replace(f" {place}", "")
        text = text.replace(place, "")
    return text.strip()


def language_of(review: Review) -> str:
    """Return the language to answer in: the review's where we write it, else the house's."""
    known = _verbatim(review)
    found = review.language[:2].lower() or (known.language if known else "")
    return found if found in GREETINGS else settings.LANGUAGE_CODE


def drivers_of(review: Review) -> list[str]:
    """Return what a review complains of, as its verbatim was read; nothing before it was."""
    known = _verbatim(review)
    if known is None:
        return []
    return codes.names(known.negative, codes.DRIVERS)


def _usual(review: Review, language: str, drivers: list[str]) -> str:
    rating = review.rating
    mood = "fair" if rating is None or _FAIR <= rating < _GOOD else "good"
    if rating is not None and rating < _FAIR:
        mood = "bad"
    about = [DRIVERS[language][name] for name in drivers[:2]] if mood != "good" else []
    parts = [OPENINGS[language][mood], *about, CLOSINGS[language][mood]]
    return f"{GREETINGS[language]}\n\n{' '.join(parts)}"


def _verbatim(review: Review) -> Verbatim | None:
    if review.customer is None:
        return None
    whose = review.customer.customer_id
    return Verbatim.objects.filter(customer_id=whose, event_id=event_id(review)).first()
