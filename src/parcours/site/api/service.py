"""The API as one: its operations, its errors, its OpenAPI document."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from parcours import __version__
from parcours.site.api import described
from parcours.site.api.answers import NotModified, NotYet
from parcours.site.api.door import JSON, LINES, door, nowhere
from parcours.site.api.problems import Problem, not_found
from parcours.site.api.routes import (
    canvases,
    customers,
    events,
    figures,
    gaps,
    occurrences,
    verbatims,
)

ROOT: Final = "/api/v1/"
_ROUTERS: Final = (events, customers, canvases, figures, gaps, occurrences, verbatims)
_TAKES_LINES: Final = "send_events"


class Service(NinjaAPI):
    """Our operations; the document says of each all that our door does."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        schema = self.get_openapi_schema(path_prefix=ROOT)
        return described.completed(schema, self.scopes())

    def scopes(self) -> dict[str, str]:
        """Return the scope that each operation needs, by its name."""
        return {
            operation.operation_id or operation.view_func.__name__: _scope(operation.auth_param)
            for bound in self._get_bound_routers()
            for view in bound.path_operations.values()
            for operation in view.operations
        }

    def operations(self) -> dict[str, dict[str, Any]]:
        """Return what is known at each address of ours: method → operation."""
        return {
            path.removeprefix(ROOT).replace("{", "<").replace("}", ">"): operations
            for path, operations in self.document["paths"].items()
        }

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Return the name of an operation: that of its function."""
        return str(operation.view_func.__name__)


def _scope(asked: Any) -> str:
    return str(asked.scope)


api: Final = Service(
    title="Parcours",
    version=__version__,
    description=described.ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for each in _ROUTERS:
    api.add_router("", each.router)


@api.exception_handler(Problem)
@api.exception_handler(NotYet)
@api.exception_handler(NotModified)
def _answered(request: HttpRequest, error: Any) -> HttpResponse:
    response: HttpResponse = error.response()
    return response


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return not_found(_("There is no such thing.")).response()


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return Problem(error.status_code, "unreadable", str(error)).response()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"at": [str(part) for part in each["loc"]], "reason": each["msg"]}
        for each in error.errors
    ]
    return Problem(
        422, "invalid", _("What was sent is not as it should be."), errors=errors
    ).response()


def addresses() -> Iterator[URLPattern]:
    """Return every address below /api/v1/, each behind the door; one for all that is not."""
    patterns, _app, _namespace = api.urls
    known = api.operations()
    for pattern in patterns:
        name = getattr(pattern, "name", None)
        if not isinstance(pattern, URLPattern) or name == "api-root":
            continue
        accepts = (JSON, *LINES) if name == _TAKES_LINES else (JSON,)
        operations = known[str(pattern.pattern)]
        asks = {
            parameter["name"]
            for operation in operations.values()
            for parameter in operation["parameters"]
            if parameter["in"] == "query"
        }
        methods = [method.upper() for method in operations]
        pattern.callback = door(pattern.callback, methods=methods, asks=asks, accepts=accepts)
        yield pattern
    yield path("<path:rest>", nowhere, name="nowhere")
    yield path("", nowhere, name="root")
