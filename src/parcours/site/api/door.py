"""The door of the API: who asks, how often, with what; every error as a problem."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Final, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from parcours.people.http import public
from parcours.site.api import keys, limits, once
from parcours.site.api.keys import KeyRequest
from parcours.site.api.problems import Problem, not_found

View = Callable[..., HttpResponseBase]
JSON: Final = "application/json"
LINES: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def door(
    view: View,
    *,
    methods: Collection[str] = ("GET",),
    asks: Collection[str] = (),
    accepts: Collection[str] = (JSON,),
) -> View:
    """Let programs with a key in, and nobody else; members too need one here.

    Args:
        methods: those that are known at this address.
        asks: the parameters that are known there; a misspelt filter must not filter nothing.
        accepts: the media types that a body may have.
    """

    @csrf_exempt
    @public
    @wraps(view)
    def opened(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        asking = cast("KeyRequest", request)
        try:
            asking.key = keys.of(request)
            limits.count(asking.key, "requests")
            _know(asking, methods, asks)
            _accept(asking, accepts)
            streams = asking.content_type in LINES
            response = once.answered(
                asking, lambda: view(asking, *given, **named), streams=streams
            )
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            response = problem.response()
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return for_programs(opened)


def for_programs(view: View) -> View:
    """Mark a view that answers programs, and members only where they show a key."""
    view.is_for_programs = True  # type: ignore[attr-defined]
    return view


@for_programs
@public
@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for every address of the API that there is not."""
    try:
        keys.of(request)
    except Problem as problem:
        return problem.response()
    return not_found(_("There is nothing at this address.")).response()


def _know(request: KeyRequest, methods: Collection[str], asks: Collection[str]) -> None:
    if request.method not in methods:
        known = ", ".join(methods)
        detail = _("{method} is not known here; {known} is.")
        raise Problem(
            405,
            "unknown-method",
            detail.format(method=request.method, known=known),
            headers={"Allow": known},
        )
    unknown = sorted(set(request.GET) - set(asks))
    if unknown:
        detail = _("There is no parameter {name!r} here.").format(name=unknown[0])
        raise Problem(422, "unknown-parameter", detail, known=sorted(asks))


def _accept(request: KeyRequest, accepts: Collection[str]) -> None:
    if request.method == "POST" and request.content_type not in accepts:
        raise Problem(
            415,
            "wrong-content-type",
            _("The content type is {found!r}; send one of {known}.").format(
                found=request.content_type or "", known=", ".join(accepts)
            ),
            headers={"Accept-Post": ", ".join(accepts)},
        )


def problem_of(error: Exception) -> Problem | None:
    """Return what an exception is for who asked; null for a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestDataTooBig):
        return Problem(
            413, "too-large", _("The body is too large: send less at once, or NDJSON.")
        )
    if isinstance(error, UnreadablePostError):
        return Problem(400, "unreadable", _("The body broke off."))
    return not_found(_("There is no such thing.")) if isinstance(error, Http404) else None
