"""From the words of a source to the words of the log: activities and channels."""

import re
from typing import Final

from parcours.core.schema import CHANNELS
from parcours.core.sources.identity import key

_VERBS: Final = frozenset(
    "sent paid made given told left lost won held shown built begun met read seen".split()  # noqa: SIM905
)
_CHANNELS: Final = {
    "website": "web", "site": "web", "site_web": "web", "online": "web", "internet": "web",
    "e_commerce": "web", "ecommerce": "web", "desktop": "web", "online_store": "web",
    "mobile_app": "app", "application": "app", "mobile": "app", "ios": "app", "android": "app",
    "shop": "store", "magasin": "store", "boutique": "store", "retail": "store", "pos": "store",
    "point_de_vente": "store", "agence": "store", "branch": "store", "in_store": "store",
    "telephone": "phone", "tel": "phone", "call": "phone", "appel": "phone", "voice": "phone",
    "e_mail": "email", "mail": "email", "courriel": "email", "live_chat": "chat",
    "tchat": "chat", "chatbot": "chat", "facebook_messenger": "messenger", "insta": "instagram",
    "text_message": "sms", "texto": "sms", "courrier": "post", "letter": "post",
    "letter_mail": "post", "avis": "review", "reviews": "review",
}  # fmt: skip


def activity_word(text: str) -> str:
    """Return a name as the log writes it: ``object.verb`` where it ends in a past verb.

    >>> activity_word("Video Played"), activity_word("Take in charge ticket")
    ('video.played', 'take_in_charge_ticket')
    >>> activity_word("order.placed")
    'order.placed'
    """
    if re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", text):
        return text
    words = key(text).split("_")
    if len(words) > 1 and (words[-1].endswith("ed") or words[-1] in _VERBS):
        return "_".join(words[:-1]) + "." + words[-1]
    return "_".join(words) or text


def channel_word(text: str) -> str:
    """Return the channel of the log a source means, or *text* where none is known.

    >>> channel_word("Téléphone"), channel_word("Web"), channel_word("Fax")
    ('phone', 'web', 'Fax')
    """
    name = key(text)
    return name if name in CHANNELS else _CHANNELS.get(name, text)
