"""Addresses of the room; ``doors`` are those open to people outside."""

from django.urls import path

from parcours.measure.views import audience, contexts, dashboard, shares

app_name = "measure"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("figures.csv", dashboard.phases_file, name="phases-file"),
    path("touchpoints.csv", dashboard.touchpoints_file, name="touchpoints-file"),
    path("metrics/<slug:name>/", dashboard.metric, name="metric"),
    path("contexts/", contexts.contexts, name="contexts"),
    path("contexts/<int:pk>/", contexts.context, name="context"),
    path("contexts/<int:pk>/deletion/", contexts.deletion, name="context-deletion"),
    path("shares/", shares.shares, name="shares"),
    path("shares/<int:pk>/revocation/", shares.revocation, name="share-revocation"),
    path("audience/", audience.websites, name="websites"),
    path("audience/<int:pk>/", audience.website, name="website"),
    path("audience/<int:pk>/deletion/", audience.deletion, name="website-deletion"),
    path("audience/<int:pk>/check/", audience.check, name="website-check"),
]

doors = [
    path("p.js", audience.script, name="snippet"),
    path("api/v1/audience", audience.heard, name="audience"),
    path("shared/<str:token>/", shares.shared, name="shared"),
]
