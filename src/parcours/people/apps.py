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
    deeds = {
        "consent.noted": _("noted a consent"),
        "customer.changed": _("changed a customer"),
        "customer.exported": _("exported all of a customer"),
        "customer.merged": _("merged two customers"),
        "customer.seen": _("looked at a customer"),
        "customer.split": _("parted two customers"),
        "identity.claimed": _("added an identity"),
        "identity.withdrawn": _("withdrew an identity"),
        "member.changed": _("changed a member"),
        "member.invited": _("invited someone"),
        "member.joined": _("joined"),
        "person.erased": _("erased a person"),
        "retention.changed": _("changed how long is kept"),
    }
