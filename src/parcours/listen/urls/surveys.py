"""Addresses of surveys."""

from django.urls import path

from parcours.listen.views.surveys import (
    asking,
    building,
    contact_policy,
    decisions,
    logos,
    pictures,
    results,
    set_aside,
    sharing,
    surveys,
    waves,
)

app_name = "surveys"
urlpatterns = [
    path("", surveys.surveys, name="surveys"),
    path("new/", surveys.new, name="new"),
    path("contact-policy/", contact_policy.contact_policy, name="contact-policy"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("sendings/<int:pk>/again/", decisions.again, name="sending-again"),
    path("<slug:slug>/asked/", asking.asking, name="asked"),
    path("<slug:slug>/asked/running/", asking.running, name="running"),
    path("<slug:slug>/", building.build, name="build"),
    path("<slug:slug>/text/", building.text, name="text"),
    path("<slug:slug>/survey.yaml", building.file, name="file"),
    path("<slug:slug>/preview/", building.preview, name="preview"),
    path("<slug:slug>/settings/", building.settings, name="settings"),
    path("<slug:slug>/logo/", logos.logo, name="logo"),
    path("<slug:slug>/step/", building.step, name="step"),
    path("<slug:slug>/order/", building.order, name="order"),
    path("<slug:slug>/questions/", building.questions, name="questions"),
    path("<slug:slug>/questions/<slug:key>/", building.question, name="question"),
    path(
        "<slug:slug>/questions/<slug:key>/removal/", building.removal, name="question-removal"
    ),
    path("<slug:slug>/questions/<slug:key>/copy/", building.copy, name="question-copy"),
    path("<slug:slug>/questions/<slug:key>/place/", building.place, name="question-place"),
    path("<slug:slug>/results/", results.results, name="results"),
    path("<slug:slug>/results/answers.<slug:kind>", results.file, name="answers"),
    path("<slug:slug>/results/aside/", set_aside.aside, name="aside"),
    path("<slug:slug>/results/aside/<uuid:key>/", set_aside.counting, name="counting"),
    path("<slug:slug>/results/pictures/", pictures.pictures, name="pictures"),
    path("<slug:slug>/results/pictures/<uuid:key>.jpg", pictures.picture, name="picture"),
    path("<slug:slug>/results/weighting/", results.weighting, name="weighting"),
    path("<slug:slug>/results/sharing/", results.sharing, name="sharing"),
    path("<slug:slug>/waves/", waves.waves, name="waves"),
    path("<slug:slug>/waves/removal/", waves.removal, name="waves-removal"),
    path("<slug:slug>/share/", sharing.share, name="share"),
    path("<slug:slug>/share/code.<slug:form>", sharing.code, name="code-file"),
    path("<slug:slug>/share/posters/", sharing.prints, name="posters-file"),
    path("<slug:slug>/share/sites/", sharing.sites, name="sites"),
    path("<slug:slug>/share/pin/", sharing.pin, name="kiosk-pin"),
    path("<slug:slug>/publication/", surveys.publication, name="publication"),
    path("<slug:slug>/closing/", surveys.closing, name="closing"),
    path("<slug:slug>/removal/", surveys.removal, name="removal"),
]
