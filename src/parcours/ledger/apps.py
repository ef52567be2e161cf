"""The ledger as a Django app, and its place in the menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class LedgerConfig(AppConfig):
    name = "parcours.ledger"
    label = "ledger"
    verbose_name = _("Events")
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Events"),
            icon="database",
            url_name="ledger:imports",
            order=75,
            action="import events",
        ),
    )
