"""Listening as a Django app, and its places in the menu."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class ListenConfig(AppConfig):
    name = "parcours.listen"
    label = "listen"
    verbose_name = _("Listen")
    keepers = (
        "parcours.listen.domain.sources.keeping.REVIEWS",
        "parcours.listen.domain.sources.keeping.NOTES",
    )
    topics = {"source": "manage sources", "review": "see customers"}
    schedules = {
        "parcours.listen.domain.sources.pulling.pull_due": timedelta(minutes=1),
    }
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Sources"),
            icon="ear",
            url_name="sources:reviews",
            order=45,
            action="see customers",
        ),
    )
