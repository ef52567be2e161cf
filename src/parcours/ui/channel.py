"""Channels in words and pictures."""

from typing import Final

from django.utils.translation import pgettext

ICONS: Final = {
    "web": "globe", "app": "smartphone", "store": "store", "phone": "phone", "email": "mail",
    "chat": "message-circle", "whatsapp": "message-square", "messenger": "messages-square",
    "instagram": "image", "sms": "message-square", "post": "package", "review": "star",
}  # fmt: skip


def channel_icon(channel: str) -> str:
    """Return the pictogram of a channel in our sprite."""
    return ICONS.get(channel, "circle")


def channel_name(channel: str) -> str:
    """Return a channel in words; one of one's own as it is written."""
    known = {
        "web": pgettext("channel", "Website"), "app": pgettext("channel", "App"),
        "store": pgettext("channel", "Store"), "phone": pgettext("channel", "Phone"),
        "email": pgettext("channel", "E-mail"), "chat": pgettext("channel", "Chat"),
        "sms": pgettext("channel", "Text message"), "post": pgettext("channel", "Post"),
        "review": pgettext("channel", "Review"), "whatsapp": "WhatsApp",
        "messenger": "Messenger", "instagram": "Instagram",
    }  # fmt: skip
    return known.get(channel, channel)
