"""The dashboard as a Django app, and its place in the menu."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class MeasureConfig(AppConfig):
    name = "parcours.measure"
    label = "measure"
    verbose_name = _("Dashboard")
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Dashboard"),
            icon="layout-dashboard",
            url_name="measure:dashboard",
            order=10,
        ),
    )
    happenings = ("parcours.measure.domain.knowing.of_touchpoint",)
    schedules = {"parcours.measure.domain.audience.forget": timedelta(hours=1)}
    deeds = {
        "dashboard.shared": _("shared the dashboard"),
        "dashboard.unshared": _("took a shared link back"),
        "website.added": _("added a website"),
        "website.removed": _("removed a website"),
    }
