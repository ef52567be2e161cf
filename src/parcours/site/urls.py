"""Every address of the site: each room has its own folder."""

from django.urls import include, path

from parcours.measure.urls import doors
from parcours.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("language/", views.language, name="language"),
    path("dashboard/", include("parcours.measure.urls")),
    path("", include(doors)),
    path("events/", include("parcours.ledger.urls")),
    path("", include("parcours.map.urls")),
    path("", include("parcours.people.urls")),
]
handler404 = "parcours.site.views.not_found"
