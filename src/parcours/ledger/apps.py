"""The ledger as a Django app, and its place in the menu."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class LedgerConfig(AppConfig):
    name = "parcours.ledger"
    label = "ledger"
    verbose_name = _("Events")
    # Files before events: an import under way must not bring back who is erased.
    keepers = (
        "parcours.ledger.domain.keeping.IMPORTS",
        "parcours.ledger.domain.keeping.EVENTS",
    )
    topics = {"result": "see figures", "events": "see figures", "import": "import events"}
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Events"),
            icon="database",
            url_name="ledger:imports",
            order=75,
            action="import events",
        ),
    )
    schedules = {
        "parcours.ledger.domain.moving.move_when_due": timedelta(seconds=2),
        "parcours.ledger.domain.moving.compact": timedelta(minutes=1),
        "parcours.ledger.domain.results.prune": timedelta(days=1),
    }
    deeds = {
        "import.brought": _("brought a file"),
        "import.confirmed": _("imported a file"),
        "import.undone": _("undid an import"),
    }
