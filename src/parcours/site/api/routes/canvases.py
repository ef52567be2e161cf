"""Canvases: the designed journeys, as documents and as YAML."""

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ruamel.yaml import YAML

from parcours.map.domain.canvases import in_use
from parcours.map.models import Canvas, CanvasVersion
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import not_found
from parcours.site.api.routes.asking import Key, canvas_needed
from parcours.site.api.schemas.canvases import (
    Canvases,
    CanvasListed,
    CanvasOut,
    Version,
    Versions,
)

router = Router(tags=["canvases"])
_YAML = {
    "responses": {
        200: {
            "description": "The canvas",
            "content": {
                "application/yaml": {
                    "schema": {"type": "string"},
                    "example": "canvas: maison-lutece\ntitle: Maison Lutèce\nstages: []\n",
                }
            },
        }
    }
}


@router.get("/canvases", response=Canvases, auth=Key("canvases:read"))
def list_canvases(request: KeyRequest) -> Canvases:
    """The canvases in use."""
    listed = [CanvasListed.model_validate(each) for each in in_use()]
    return Canvases(canvases=listed)


@router.get("/canvases/{slug}", response=CanvasOut, auth=Key("canvases:read"))
def read_canvas(request: KeyRequest, slug: str) -> CanvasOut:
    """One canvas as a document."""
    canvas = canvas_needed(slug)
    return CanvasOut(
        slug=canvas.slug,
        name=canvas.name,
        version=canvas.version,
        changed_at=canvas.changed_at,
        document=_document(canvas.text),
    )


@router.get("/canvases/{slug}/yaml", auth=Key("canvases:read"), openapi_extra=_YAML)
def read_canvas_yaml(request: KeyRequest, slug: str) -> HttpResponse:
    """One canvas as the YAML that `parcours gap` reads."""
    return _yaml(canvas_needed(slug).text)


@router.get("/canvases/{slug}/versions", response=Versions, auth=Key("canvases:read"))
def list_versions(request: KeyRequest, slug: str) -> Versions:
    """What a canvas was, the newest version first."""
    found = _versions(canvas_needed(slug))
    return Versions(versions=[Version.model_validate(each) for each in found])


@router.get(
    "/canvases/{slug}/versions/{number}/yaml", auth=Key("canvases:read"), openapi_extra=_YAML
)
def read_version_yaml(request: KeyRequest, slug: str, number: int) -> HttpResponse:
    """One version of a canvas as YAML."""
    found = [each for each in _versions(canvas_needed(slug)) if each.number == number]
    if not found:
        raise not_found(_("There is no such version."))
    return _yaml(found[0].text)


def _versions(canvas: Canvas) -> list[CanvasVersion]:
    return list(canvas.versions.all())


def _document(text: str) -> dict[str, object]:
    found = YAML(typ="safe", pure=True).load(text)
    # Days are texts in JSON.
    document: dict[str, object] = orjson.loads(orjson.dumps(found, default=str))
    return document


def _yaml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")
