"""The site as a Django app: jobs, the API's keys, webhooks, and a few regular tasks."""

from datetime import timedelta

from django.apps import AppConfig


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
