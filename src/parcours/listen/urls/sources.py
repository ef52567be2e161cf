"""Addresses of sources."""

from django.urls import path

from parcours.listen.views.sources import (
    invitations,
    language_model,
    notes,
    reviews,
    sites,
    templates,
    visits,
)

app_name = "sources"
urlpatterns = [
    path("", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/reply/", reviews.reply, name="reply"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/removal/", templates.removal, name="template-removal"),
    path("sites/", sites.sites, name="sites"),
    path("sites/new/<slug:kind>/", sites.connection, name="connection"),
    path("sites/<int:pk>/", sites.site, name="site"),
    path("sites/<int:pk>/state/", sites.state, name="site-state"),
    path("sites/<int:pk>/trial/", sites.trial, name="site-trial"),
    path("sites/<int:pk>/pausing/", sites.pausing, name="site-pausing"),
    path("sites/<int:pk>/resuming/", sites.resuming, name="site-resuming"),
    path("sites/<int:pk>/disconnection/", sites.disconnection, name="site-disconnection"),
    path("sites/<int:pk>/file/", sites.file, name="site-file"),
    path("language-model/", language_model.settings, name="language-model"),
    path("language-model/trial/", language_model.trial, name="language-model-trial"),
    path("language-model/jobs/<slug:job>/", language_model.job, name="language-model-job"),
    path(
        "language-model/forgetting/",
        language_model.forgetting,
        name="language-model-forgetting",
    ),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("invitations/mails/<int:pk>/again/", invitations.again, name="invitation-again"),
    path("invitations/<int:pk>/starting/", invitations.starting, name="invitation-starting"),
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.new, name="new-note"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/editing/", notes.editing, name="note-editing"),
    path("notes/<int:pk>/removal/", notes.removal, name="note-removal"),
    path("notes/<int:pk>/quotes/", notes.quotes, name="quotes"),
    path("quotes/<int:pk>/removal/", notes.unquoting, name="quote-removal"),
    path("grids/", visits.grids, name="grids"),
    path("grids/new/", visits.new, name="new-grid"),
    path("grids/<int:pk>/", visits.grid, name="grid"),
    path("grids/<int:pk>/items/", visits.items, name="grid-items"),
    path("items/<int:pk>/leaving/", visits.leaving, name="item-leaving"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/reopening/", visits.reopening, name="visit-reopening"),
]
