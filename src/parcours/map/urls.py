"""Addresses of the room."""

from django.urls import path

from parcours.map.views import canvases

app_name = "map"
urlpatterns = [
    path("", canvases.canvases, name="canvases"),
]
