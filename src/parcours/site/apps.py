"""The site as a Django app: it has the table of jobs, and a few regular ones."""

from datetime import timedelta

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "parcours.site"
    label = "site"
    schedules = {"parcours.site.live.pruning.prune": timedelta(minutes=10)}
