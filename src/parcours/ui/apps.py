"""The look of the site as a Django app: templates, static files, template tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "parcours.ui"
    label = "ui"
