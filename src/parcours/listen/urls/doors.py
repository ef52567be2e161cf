"""Addresses open to people outside: those who answer."""

from django.urls import path

from parcours.listen.views.sources import invitations, notices
from parcours.listen.views.surveys import answering, kiosk, results, sharing, stopping
from parcours.listen.views.verbatims import alerts

doors = [
    path("heard/reviews/<str:token>/", notices.notice, name="review-notice"),
    path("heard/alerts/<str:token>/stop", alerts.stop, name="alert-stop"),
    path("shared/surveys/<str:token>/", results.shared, name="shared-results"),
    path("r/<str:token>/stop", invitations.stop, name="review-stop"),
    path("s/widget.js", sharing.widget, name="widget"),
    path("s/theme/<str:look>.css", answering.theme, name="answering-theme"),
    path("s/logo/<uuid:key>.jpg", answering.logo, name="answering-logo"),
    path("s/<str:token>", answering.answer, name="answering"),
    path("s/<str:token>/stop", stopping.stop, name="stopping"),
    path("s/<slug:door>/kiosk/", kiosk.kiosk, name="kiosk"),
    path("s/<slug:door>/kiosk/survey.json", kiosk.survey, name="kiosk-survey"),
    path("s/<slug:door>/kiosk/worker.js", kiosk.worker, name="kiosk-worker"),
    path("s/<slug:door>/kiosk/answers", kiosk.answers, name="kiosk-answers"),
]
