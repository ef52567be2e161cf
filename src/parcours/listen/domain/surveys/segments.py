"""What answers differ by, in the reader's words: shops, channels, languages, waves."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parcours.listen.domain.verbatims import naming
from parcours.ui.channel import channel_name


def segments() -> dict[str, str]:
    """Return what answers differ by, in words."""
    return {
        "shop": _("Shop"), "channel": _("Channel"), "language": _("Language"),
        "touchpoint": _("Touchpoint"), "table": _("Table"), "till": _("Till"),
        "wave": _("Wave"),
    }  # fmt: skip


def values(name: str, keys: Iterable[str]) -> dict[str, str]:
    """Return values of a segment in words, by key; what is a name already stays."""
    if name == "channel":
        return {key: _channels().get(key) or channel_name(key) for key in keys}
    if name == "language":
        return {key: naming.value(name, key, {}) for key in keys}
    if name == "wave":
        return {key: date_format(date.fromisoformat(key), "DATE_FORMAT") for key in keys}
    told = _touchpoints() if name == "touchpoint" else {}
    return {key: told.get(key, key) for key in keys}


def _channels() -> Mapping[str, str]:
    return {
        "link": pgettext("channel", "Link"),
        "qr": pgettext("channel", "QR code"),
        "widget": pgettext("channel", "Window on the site"),
        "kiosk": pgettext("channel", "Tablet in the shop"),
        "case": pgettext("channel", "After a conversation"),
    }


def _touchpoints() -> Mapping[str, str]:
    titles = naming.touchpoints(None)
    return {key.partition(":")[2]: title for key, title in titles.items()}
