"""Addresses of verbatims."""

from django.urls import path

from parcours.listen.views.verbatims import (
    alerts,
    drivers,
    explorer,
    one,
    quality,
    queue,
    summaries,
    topics,
)

app_name = "verbatims"
urlpatterns = [
    path("", explorer.verbatims, name="verbatims"),
    path("verbatims.csv", explorer.export, {"form": "csv"}, name="csv-file"),
    path("verbatims.parquet", explorer.export, {"form": "parquet"}, name="parquet-file"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/reading/", alerts.reading, name="alerts-reading"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("alerts/following/<int:pk>/ending/", alerts.ending, name="following-ending"),
    path("drivers/", drivers.drivers, name="drivers"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/naming/", topics.naming_of, name="topic-naming"),
    path("topics/<int:pk>/merging/", topics.merging, name="topic-merging"),
    path("topics/<int:pk>/parting/", topics.parting, name="topic-parting"),
    path("summary/", summaries.summary, name="summary"),
    path("queue/", queue.queue, name="queue"),
    path("suggestions/<int:pk>/taking-over/", queue.taking_over, name="taking-over"),
    path("quality/", quality.quality, name="quality"),
    path("<int:pk>/", one.verbatim, name="verbatim"),
    path("<int:pk>/correction/", one.correction, name="correction"),
    path("corrections/<int:pk>/undoing/", one.undoing, name="undoing"),
]
