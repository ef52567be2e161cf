"""Activities, columns and durations as people say them, in the reader's language."""

from functools import cache

from babel.numbers import format_decimal
from babel.units import format_unit

from parcours.core.duration import Duration
from parcours.core.language import _, language, ngettext, speaking
from parcours.core.pattern import PROPERTY

_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "w": "week"}


def said_activity(activity: str) -> str:
    """Return an event of *activity* in words; an activity of one's own as it is written.

    >>> said_activity("message.received"), said_activity("sofa.tried")
    ('a message received', '“sofa.tried”')
    """
    return _activities(language()).get(activity) or _("“{word}”").format(word=activity)


def written_activity(activity: str) -> str:
    """Return *activity* as a field to fill in shows it: in words, or one's own as it is.

    >>> written_activity("message.received"), written_activity("sofa.tried")
    ('a message received', 'sofa.tried')
    """
    return _activities(language()).get(activity, activity)


def meant_activity(words: str) -> str:
    """Return the activity that someone wrote, in words of the reader's language or as it is.

    >>> meant_activity("A message received"), meant_activity("sofa.tried")
    ('message.received', 'sofa.tried')
    """
    wanted = " ".join(words.casefold().split())
    said = _activities(language()).items()
    return next((name for name, each in said if each.casefold() == wanted), words.strip())


def known_activities() -> tuple[str, ...]:
    """Return the activities of the dictionary (docs/reference/activities.md)."""
    return tuple(_activities("en"))


def said_column(column: str) -> str:
    """Return a column of the log in words, without an article.

    >>> said_column("amount"), said_column("properties.shop")
    ('amount', '“shop”')
    """
    known = _columns(language()).get(column)
    return known or _("“{word}”").format(word=column.removeprefix(PROPERTY))


def said_duration(duration: Duration) -> str:
    """Return a duration in words.

    >>> said_duration(Duration.parse("2 business hours"))
    '2 business hours'
    """
    n = duration.amount
    if not duration.business:
        return format_unit(n, f"duration-{_UNITS[duration.unit]}", locale=language())
    forms = {
        "s": lambda: ngettext("{n} business second", "{n} business seconds", _many(n)),
        "min": lambda: ngettext("{n} business minute", "{n} business minutes", _many(n)),
        "h": lambda: ngettext("{n} business hour", "{n} business hours", _many(n)),
        "d": lambda: ngettext("{n} business day", "{n} business days", _many(n)),
    }
    return forms[duration.unit]().format(n=format_decimal(n, locale=language()))


def _many(n: float) -> int:
    """Return the whole number of the same plural: 1.5 is many in English, one in French."""
    return int(n) if n == int(n) or language() == "fr" else 2


@cache
def _columns(code: str) -> dict[str, str]:
    with speaking(code):
        return {
            "amount": _("amount"),
            "score": _("score"),
            "seconds": _("wait"),
            "due_at": _("announced moment"),
            "channel": _("channel"),
            "currency": _("currency"),
            "language": _("language"),
            "source": _("source"),
            "case_id": _("case"),
        }


@cache
def _activities(code: str) -> dict[str, str]:
    with speaking(code):
        return _of_shopping() | _of_orders() | _of_places() | _of_talking() | _of_asking()


def _of_shopping() -> dict[str, str]:
    return {
        "ad.seen": _("an advertisement seen"),
        "visit.started": _("a visit begun"),
        "page.viewed": _("a page read"),
        "page.left": _("a page left"),
        "brand.searched": _("a search for the brand"),
        "product.viewed": _("a product looked at"),
        "product.searched": _("a product searched for"),
        "price.seen": _("a price seen"),
        "product.added": _("a product put in the cart"),
        "product.removed": _("a product taken out of the cart"),
        "checkout.started": _("a checkout started"),
        "fee.added": _("a fee added"),
        "customer.identified": _("a customer identified"),
    }


def _of_orders() -> dict[str, str]:
    return {
        "order.placed": _("an order placed"),
        "order.paid": _("an order paid"),
        "order.shipped": _("an order shipped"),
        "order.delivered": _("an order delivered"),
        "order.cancelled": _("an order cancelled"),
        "order.returned": _("an order returned"),
        "order.refunded": _("an order refunded"),
        "parcel.damaged": _("a parcel damaged"),
        "parcel.replaced": _("a parcel replaced"),
        "goodwill.given": _("a goodwill gesture"),
        "apology.sent": _("an apology sent"),
    }


def _of_places() -> dict[str, str]:
    return {
        "advice.sought": _("advice sought"),
        "advice.given": _("advice given"),
        "queue.joined": _("a queue joined"),
        "queue.left": _("a queue left"),
        "table.booked": _("a table booked"),
        "table.seated": _("a table seated"),
        "meal.paid": _("a meal paid"),
    }


def _of_talking() -> dict[str, str]:
    return {
        "call.started": _("a call started"),
        "call.answered": _("a call answered"),
        "call.abandoned": _("a call abandoned"),
        "call.ended": _("a call ended"),
        "callback.promised": _("a call back promised"),
        "callback.made": _("a call back made"),
        "conversation.opened": _("a conversation opened"),
        "conversation.resolved": _("a conversation resolved"),
        "message.received": _("a message received"),
        "message.sent": _("a message sent"),
        "suggestion.made": _("a suggestion made"),
        "telling.sent": _("word sent of what became of it"),
        "survey.sent": _("a survey sent"),
        "survey.reminded": _("a reminder of a survey"),
        "survey.answered": _("a survey answered"),
        "review.posted": _("a review posted"),
        "review.answered": _("a review answered"),
        "review.edited": _("a review changed"),
        "review.deleted": _("a review deleted"),
        "note.written": _("a note written"),
        "note.quoted": _("a customer quoted"),
        "visit.audited": _("a mystery visit"),
    }


def _of_asking() -> dict[str, str]:
    return {
        "complaint.opened": _("a complaint made"),
        "complaint.closed": _("a complaint closed"),
        "case.opened": _("a case opened"),
        "case.closed": _("a case closed"),
        "mailing.sent": _("a mailing sent"),
        "review.invited": _("an invitation to a review"),
        "invitation.bounced": _("an invitation come back"),
        "consent.given": _("an agreement given"),
        "consent.withdrawn": _("an agreement withdrawn"),
        "customer.unsubscribed": _("a customer unsubscribed from everything"),
    }
