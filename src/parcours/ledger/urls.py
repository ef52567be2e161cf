"""Addresses of the room."""

from django.urls import path

from parcours.ledger.views import imports, mappings, steps

app_name = "ledger"
urlpatterns = [
    path("", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.brought, name="import"),
    path("imports/<int:pk>/rejected.csv", imports.rejected, name="rejected"),
    path("imports/<int:pk>/columns/", mappings.columns, name="columns"),
    path("imports/<int:pk>/mapping/", mappings.text, name="mapping"),
    path("imports/<int:pk>/saved/", mappings.saved, name="saved"),
    path("imports/<int:pk>/confirmation/", steps.confirmation, name="confirmation"),
    path("imports/<int:pk>/retrial/", steps.retrial, name="retrial"),
    path("imports/<int:pk>/undoing/", steps.undoing, name="undoing"),
    path("imports/<int:pk>/removal/", steps.removal, name="removal"),
]
