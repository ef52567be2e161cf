"""What several operations ask for: a scope, a canvas, a segment."""

from typing import Any, Final

from django.utils.translation import gettext as _

from parcours.map.domain.canvases import in_use
from parcours.map.models import Canvas
from parcours.site.api.keys import KeyRequest, needs
from parcours.site.api.problems import Problem, not_found
from parcours.site.models import ApiKey

_SEPARATOR: Final = ":"


class Key:
    """Who may ask: a key with one scope. The door has let it in already."""

    openapi_security_schema: Final[dict[str, Any]] = {
        "type": "http",
        "scheme": "bearer",
        "description": "A key from the page “Keys”. Basic works too, the key as user name.",
    }

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: KeyRequest) -> ApiKey:
        """Return the key of a request, if it has the scope."""
        needs(request.key, self.scope)
        return request.key


def canvas_called(slug: str) -> Canvas | None:
    """Return the canvas in use with this slug, for none the first; null where there is none.

    Raises:
        Problem: there is none of this name.
    """
    canvases = in_use()
    if not slug:
        return next(iter(canvases), None)
    named = [each for each in canvases if each.slug == slug]
    if not named:
        raise not_found(_("There is no canvas {slug!r}.").format(slug=slug))
    return named[0]


def canvas_needed(slug: str) -> Canvas:
    """Return the canvas in use with this slug, for none the first.

    Raises:
        Problem: there is none.
    """
    canvas = canvas_called(slug)
    if canvas is None:
        raise not_found(_("There is no canvas yet."))
    return canvas


def where(segment: str, segments: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the condition that ``column:value`` stands for; none for nothing.

    Raises:
        Problem: it is not one of *segments*.
    """
    if not segment:
        return {}
    name, _separator, value = segment.partition(_SEPARATOR)
    if value not in segments.get(name, ()):
        known = [
            f"{name}{_SEPARATOR}{each}" for name, some in segments.items() for each in some
        ]
        detail = _("There is no segment {segment!r}.").format(segment=segment)
        raise Problem(422, "unknown-segment", detail, known=known)
    return {name: [value]}
