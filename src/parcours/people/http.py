"""Who is asking: only members come in, and what one may not see does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from parcours.core.language import speaking
from parcours.people.domain import pacing
from parcours.people.models import Member

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Answer = Callable[[HttpRequest], HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request of a member, as every view behind ``MembersOnly`` gets it."""

    user: Member
    htmx: Any


def public(view: View) -> View:
    """Let anyone in, signed in or not: the view itself decides who may see what."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def member_of(request: HttpRequest) -> Member | None:
    """Return the member who opens a public page; null for a visitor or a stranger."""
    user = request.user
    return user if isinstance(user, Member) and user.is_active and user.role else None


def may(action: str) -> Callable[[View], View]:
    """Answer 404 unless the member's role carries the right to *action*."""

    def guarding(view: View) -> View:
        @wraps(view)
        def guarded(request: MemberRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if not request.user.can(action):
                raise Http404
            return view(request, *given, **named)

        return cast("View", guarded)

    return guarding


def paced(door: str, *, times: int) -> Callable[[View], View]:
    """Answer 429 where one address comes to *door* more than *times* a minute."""

    def slowing(view: View) -> View:
        @wraps(view)
        def paced_view(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if not pacing.allows(request, door, times=times):
                return HttpResponse(status=429, headers={"Retry-After": "60"})
            return view(request, *given, **named)

        return cast("View", paced_view)

    return slowing


class LanguageOfTheReader:
    """Speak the reader's language: their choice, their profile's, their browser's."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = _language_of(request)
        request.LANGUAGE_CODE = code
        with translation.override(code), speaking(code):
            response = self._answer(request)
        response.headers.setdefault("Content-Language", code)
        return response


class MembersOnly:
    """Send those who are not signed in to the door; strangers find nothing anywhere."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, _given: Any, _named: Any
    ) -> HttpResponse | None:
        """Stop whoever may not come in, before the view runs."""
        if getattr(view, "is_public", False) or _is_at_the_door(request):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_active or not request.user.role:
            raise Http404
        return None


def _is_at_the_door(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.route.startswith(("accounts/", "static/"))


def _language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    user = getattr(request, "user", None)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    profile = user.language if user is not None and user.is_authenticated else ""
    for code in (chosen, profile):
        if code in known:
            return code
    if not request.headers.get("Accept-Language"):
        return settings.LANGUAGE_CODE
    return translation.get_language_from_request(request)
