"""The site as a Django app: jobs, the API's keys, webhooks, and a few regular tasks."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "parcours.site"
    label = "site"
    keepers = ("parcours.site.webhooks.keeping.DELIVERIES",)
    schedules = {
        "parcours.site.live.pruning.prune": timedelta(minutes=10),
        "parcours.site.api.once.forget": timedelta(hours=1),
        "parcours.site.webhooks.watching.look": timedelta(seconds=15),
        "parcours.site.webhooks.watching.look_for_broken": timedelta(minutes=5),
    }
    deeds = {
        "customers.read": _("read customers by the API"),
        "key.made": _("made a key"),
        "key.revoked": _("revoked a key"),
        "webhook.added": _("added a webhook"),
        "webhook.disabled": _("switched a webhook off"),
        "webhook.enabled": _("switched a webhook on again"),
        "webhook.removed": _("removed a webhook"),
    }
