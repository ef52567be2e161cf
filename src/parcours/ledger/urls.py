"""Addresses of the room."""

from django.urls import path

from parcours.ledger.views import imports

app_name = "ledger"
urlpatterns = [
    path("", imports.imports, name="imports"),
]
