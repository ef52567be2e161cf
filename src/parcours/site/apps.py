"""The site as a Django app: jobs and live updates have tables."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "parcours.site"
    label = "site"
