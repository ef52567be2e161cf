"""Addresses of the room."""

from django.urls import path

from parcours.measure.views import dashboard

app_name = "measure"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
]
