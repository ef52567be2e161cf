"""People as a Django app, and its place in the menu."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class PeopleConfig(AppConfig):
    name = "parcours.people"
    label = "people"
    verbose_name = _("People")
    # The profile goes last: until then an erasure that was killed finds the person again.
    keepers = ("parcours.people.domain.own.TRAIL", "parcours.people.domain.own.PROFILES")
    searches = ("parcours.people.domain.pointing.customers",)
    schedules = {"parcours.people.domain.keeping.expire": timedelta(days=1)}
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Customers"),
            icon="users",
            url_name="people:customers",
            order=70,
            action="see customers",
        ),
        Entry(
            label=pgettext_lazy("menu", "Team"),
            icon="user-cog",
            url_name="people:members",
            order=80,
        ),
    )
