"""What the fields of the editor are called, and what helps to fill them in."""

from collections.abc import Callable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Choices = list[tuple[str, str]]


def label(kind: str, name: str) -> str:
    """Return what a field of an element is called."""
    return _names().get(f"{kind}.{name}") or _names().get(name, name)


def _names() -> dict[str, str]:
    return _of_cards() | _of_promises() | _of_canvases()


def _of_cards() -> dict[str, str]:
    return {
        "title": _("Name"),
        "moment.title": _("What happens"),
        "promise.title": _("The promise, as customers would hear it"),
        "need": _("What the customer needs"),
        "icon": _("Pictogram"),
        "actions": _("What we do there"),
        "owner": _("Team in charge"),
        "channels": _("Channels"),
        "drivers": _("Drivers"),
        "aim": _("Aim"),
        "events": _("Events that belong here"),
        "picture": _("Picture"),
        "touchpoint": _("Identifier"),
        "stage": _("Identifier"),
        "promise": _("Identifier"),
    }


def _of_promises() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "opens": _("Begins with"),
        "keeps": _("Kept by"),
        "breaks": _("Broken by"),
        "until": _("Until"),
        "equals": _("Compared with"),
        "within": _("Within"),
        "grace": _("Grace"),
        "whole_day": _("The whole announced day counts"),
        "of": _("Number that counts"),
        "at_least": _("At least"),
        "at_most": _("At most"),
        "tolerance": _("Tolerance"),
        "where": _("Only where"),
        "match": _("Events belong together by"),
        "openings": _("What counts"),
        "unless": _("No longer applies after"),
        "recovers": _("Made good by"),
        "recovery_window": _("Time to make good"),
        "felt_window": _("Time to say what was felt"),
        "horizon": _("Time to come back"),
        "segment": _("Also shown by"),
        "adjust": _("Compare customers alike in"),
    }


def _of_canvases() -> dict[str, str]:
    return {
        "language": _("Language of the texts"),
        "time_zone": _("Time zone"),
        "currency": _("Currency"),
        "hours": _("Opening hours"),
        "holidays.country": _("Holidays of"),
        "holidays.subdivision": _("Region"),
        "holidays.also": _("Also closed on"),
        "holidays.open": _("Open all the same on"),
        "journey": _("One journey is"),
        "journey_gap": _("A new journey begins after a silence of"),
        "returns": _("Coming back is"),
        "stakes.margin_share": _("Margin, as a share of spend"),
        "stakes.avoidable_share": _("Share of broken promises that could be kept"),
        "stakes.contact": _("A contact is"),
        "stakes.contact_cost": _("Cost of a contact"),
        "thresholds.kept": _("Kept often enough from a share of"),
        "thresholds.felt": _("Happy from a felt score of"),
    }


def help_for(kind: str, name: str) -> str:
    """Return a line that helps to fill a field in; empty where its name says all."""
    return _helps().get(f"{kind}.{name}") or _helps().get(name, "")


def _helps() -> dict[str, str]:
    duration = _("For example 20 s, 90 min, 2 h, 3 d, 2 business hours, 2 business days.")
    return {
        "aim": _("The felt score you want customers to have, from 1 to 5."),
        "actions": _("One a line."),
        "events": _("One a line, like order.placed @ web [amount >= 50]."),
        "hours": _("One line each, like mon-fri 09:00-19:00. Left empty: always open."),
        "within": duration,
        "grace": duration,
        "where": _("Conditions like amount >= 50; properties.shop = Lyon, Lille."),
        "of": _("seconds, amount, score, or properties.NAME."),
        "adjust": _("Columns or properties, with commas between."),
        "segment": _("A column or a property, like properties.shop."),
        "holidays.country": _("Two letters, like FR."),
        "holidays.also": _("Dates like 2026-12-24, with commas between."),
        "holidays.open": _("Dates like 2026-12-24, with commas between."),
        "time_zone": _("Like Europe/Paris."),
        "promise.aim": _("Left empty: the aim of the card."),
        "stakes.margin_share": _("From 0 to 1."),
        "stakes.avoidable_share": _("From 0 to 1."),
        "thresholds.kept": _("From 0 to 1."),
        "thresholds.felt": _("From 1 to 5."),
    }


def kinds() -> Choices:
    """Return the kinds of promise, in words."""
    return [
        ("within", _("Within a time: an answer within 2 hours")),
        ("by", _("By the announced moment: delivered on the day")),
        ("limit", _("A number within bounds: at most 5 minutes of wait")),
        ("never", _("Never: no fee added after the cart")),
        ("same", _("The same: one price on the shelf and on the site")),
        ("felt", _("Felt: customers are happy with it")),
    ]


def drivers() -> Choices:
    """Return the seven drivers of an experience."""
    return [
        ("offer", pgettext("driver", "Offer")),
        ("time", pgettext("driver", "Time and convenience")),
        ("sensations", pgettext("driver", "Sensations")),
        ("advice", pgettext("driver", "Advice and pedagogy")),
        ("emotions", pgettext("driver", "Emotions and relation")),
        ("personalisation", pgettext("driver", "Personalisation")),
        ("identity", pgettext("driver", "Identity, values and community")),
    ]


def channels() -> Choices:
    """Return the usual channels."""
    return [
        ("web", pgettext("channel", "Web")),
        ("app", pgettext("channel", "App")),
        ("store", pgettext("channel", "Store")),
        ("phone", pgettext("channel", "Phone")),
        ("email", pgettext("channel", "E-mail")),
        ("chat", pgettext("channel", "Chat")),
        ("whatsapp", "WhatsApp"),
        ("messenger", "Messenger"),
        ("instagram", "Instagram"),
        ("sms", "SMS"),
        ("post", pgettext("channel", "Post")),
        ("review", pgettext("channel", "Reviews")),
    ]


def choices(name: str) -> Choices:
    """Return the values a field is chosen from; empty where anything may be written."""
    known: dict[str, Callable[[], Choices]] = {
        "kind": kinds,
        "drivers": drivers,
        "channels": channels,
        "match": lambda: [("", _("The customer")), ("case", _("The case: order, visit, call"))],
        "journey": lambda: [("", _("All events of a customer")), ("case", _("One case"))],
        "openings": lambda: [
            ("", _("Each time it begins")),
            ("first", _("The first time, while one is waiting")),
        ],
        "language": lambda: [("en", _("English")), ("fr", _("French"))],
        "aim": lambda: [("", _("None")), *((f"{n / 2:g}", aim(n / 2)) for n in range(2, 11))],
    }
    return known[name]() if name in known else []


def aim(value: Any) -> str:
    """Return an aim as the reader's language writes it.

    >>> aim(4.5)
    '4.5'
    """
    return str(number_format(f"{value:g}"))
