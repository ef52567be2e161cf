"""The canvas as a Django app, and its place in the menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class MapConfig(AppConfig):
    name = "parcours.map"
    label = "map"
    verbose_name = _("Canvases")
    searches = (
        "parcours.map.domain.pointing.canvases",
        "parcours.map.domain.pointing.touchpoints",
        "parcours.map.domain.pointing.promises",
    )
    topics = {"canvas": "see figures"}
    keepers = ("parcours.map.domain.forgetting.LISTS",)
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Canvas"),
            icon="route",
            url_name="map:canvases",
            order=20,
        ),
        Entry(
            label=pgettext_lazy("menu", "Gaps"),
            icon="target",
            url_name="map:first-gaps",
            order=25,
        ),
    )
