"""Every address of the site: each room has its own folder."""

from django.urls import include, path

from parcours.listen.urls.doors import doors as answering
from parcours.measure.urls import doors
from parcours.site import views
from parcours.site.api import pages as programs
from parcours.site.api import segment, service
from parcours.site.api.door import door
from parcours.site.webhooks import pages as webhooks

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("language/", views.language, name="language"),
    path("dashboard/", include("parcours.measure.urls")),
    path("", include(doors)),
    path("", include(answering)),
    path("surveys/", include("parcours.listen.urls.surveys")),
    path("verbatims/", include("parcours.listen.urls.verbatims")),
    path("sources/", include("parcours.listen.urls.sources")),
    path("api/v1/openapi.json", door(programs.document), name="openapi"),
    path("api/v1/", include((list(service.addresses()), "api"))),
    path("v1/<slug:kind>", segment.heard, name="segment"),
    path("events/", include("parcours.ledger.urls")),
    path("", include("parcours.map.urls")),
    path("", include("parcours.people.urls")),
    path("team/keys/", programs.all_keys, name="keys"),
    path("team/keys/<int:pk>/revocation/", programs.revocation, name="key-revocation"),
    path("team/api/", programs.reference, name="api-reference"),
    path("team/api/openapi.json", programs.document, name="api-document"),
    path("team/webhooks/", webhooks.webhooks, name="webhooks"),
    path("team/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("team/webhooks/<int:pk>/removal/", webhooks.removal, name="webhook-removal"),
    path("team/webhooks/<int:pk>/enabling/", webhooks.enabling, name="webhook-enabling"),
    path("team/webhooks/<int:pk>/trial/", webhooks.trial, name="webhook-trial"),
    path("team/deliveries/<uuid:pk>/sending/", webhooks.sending, name="delivery-sending"),
]
handler404 = "parcours.site.views.not_found"
