"""Addresses open to people outside: those who answer."""

from django.urls import path

from parcours.listen.views.sources import invitations, notices
from parcours.listen.views.surveys import answering, stopping

doors = [
    path("heard/reviews/<str:token>/", notices.notice, name="review-notice"),
    path("r/<str:token>/stop", invitations.stop, name="review-stop"),
    path("s/theme/<str:look>.css", answering.theme, name="answering-theme"),
    path("s/logo/<uuid:key>.jpg", answering.logo, name="answering-logo"),
    path("s/<str:token>", answering.answer, name="answering"),
    path("s/<str:token>/stop", stopping.stop, name="stopping"),
]
