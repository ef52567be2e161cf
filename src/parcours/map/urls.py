"""Addresses of the room: canvases, and what they show as lived."""

from django.urls import include, path

from parcours.map.views import (
    beliefs,
    canvases,
    editor,
    edits,
    exports,
    gaps,
    living,
    pictures,
    promises,
    story,
    touchpoints,
    versions,
)

app_name = "map"

_lived = [
    path("", living.living, name="living"),
    path("beliefs/", beliefs.beliefs, name="beliefs"),
    path("promises/<str:name>/", promises.promise, name="promise"),
    path("touchpoints/<str:name>/", touchpoints.touchpoint, name="touchpoint"),
]
_canvases = [
    path("", canvases.canvases, name="canvases"),
    path("new/", canvases.new, name="new"),
    path("pictures/<uuid:key>.jpg", pictures.picture, name="picture"),
]
_edited = [
    path("edit/", editor.editor, name="editor"),
    path("edit/board/", editor.columns, name="board"),
    path("edit/edits/", edits.edits, name="edits"),
    path("edit/undo/", edits.undo, name="undo"),
    path("edit/redo/", edits.redo, name="redo"),
    path("edit/present/", edits.present, name="present"),
    path("edit/<str:element>/", editor.element, name="element"),
    path("edit/<str:element>/picture/", pictures.upload, name="upload"),
    path("copy/", canvases.copy, name="copy"),
    path("archive/", canvases.archive, name="archive"),
    path("versions/", versions.versions, name="versions"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>/restore/", versions.restore, name="restore"),
    path("print/", exports.printed, name="print"),
    path("export.<str:form>", exports.export, name="export"),
]

urlpatterns = [
    path("canvases/", include(_canvases)),
    path("canvases/<slug:slug>/", include(_edited)),
    path("canvases/<slug:slug>/", include(_lived)),
    path("gaps/", gaps.of_the_first_canvas, name="first-gaps"),
    path("gaps/<slug:slug>/", gaps.gaps, name="gaps"),
    path("customers/<str:customer_id>/", story.story, name="story"),
]
