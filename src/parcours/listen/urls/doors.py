"""Addresses open to people outside: those who answer, and sites that tell us something."""

from django.urls import path

from parcours.listen.views.sources import notices

doors = [
    path("heard/reviews/<str:token>/", notices.notice, name="review-notice"),
]
