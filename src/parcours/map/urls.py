"""Addresses of the room: canvases, and what they show as lived."""

from django.urls import include, path

from parcours.map.views import beliefs, canvases, gaps, living, promises, story, touchpoints

app_name = "map"

_lived = [
    path("", living.living, name="living"),
    path("beliefs/", beliefs.beliefs, name="beliefs"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("promises/<str:name>/", promises.promise, name="promise"),
    path("touchpoints/<str:name>/", touchpoints.touchpoint, name="touchpoint"),
]
_canvases = [
    path("", canvases.canvases, name="canvases"),
]

urlpatterns = [
    path("canvases/", include(_canvases)),
    path("canvases/<slug:slug>/", include(_lived)),
    path("gaps/", gaps.of_the_first_canvas, name="first-gaps"),
    path("customers/<str:customer_id>/", story.story, name="story"),
]
