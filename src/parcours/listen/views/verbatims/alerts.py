"""What rises, and who is told of it."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parcours.core.language import speaking
from parcours.listen.domain.verbatims import (
    alert_words,
    complaining,
    following,
    naming,
    showing,
)
from parcours.listen.forms.alerts import FollowingForm
from parcours.listen.models import Rise
from parcours.people.http import MemberRequest, may, paced, public
from parcours.people.models import Member

_PAST: Final = 50
_A_MINUTE: Final = 60


@may("see figures")
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: MemberRequest) -> HttpResponse:
    """What rises now and rose before; what one follows, and how to follow more."""
    member = request.user
    places = naming.touchpoints(member)
    form = FollowingForm(request.POST or None, places=places, segments=complaining.segments())
    if request.method == "POST" and form.is_valid():
        following.follow(member, **form.chosen)
        return redirect("verbatims:alerts")
    is_seen = following.sees(member)
    # Of those found at once, the surest was written down first.
    newest = Rise.objects.lasting().order_by("-began_at", "pk")
    lasting = [each for each in newest if is_seen(each)]
    past = Rise.objects.exclude(ended_at=None)[:_PAST]
    followed = [(each, alert_words.about(each, places)) for each in member.followings.all()]
    context = {
        "lasting": alert_words.told(lasting, member),
        "past": alert_words.told([each for each in past if is_seen(each)], member),
        "fresh": {each.rise_id for each in following.unread(member)},
        "followed": followed,
        "form": form,
    }
    return render(request, "listen/verbatims/alerts.html", context)


@may("see figures")
@require_safe
def alert(request: MemberRequest, pk: int) -> HttpResponse:
    rise = get_object_or_404(Rise, pk=pk)
    if not following.sees(request.user)(rise):
        raise Http404
    following.read(request.user, rise)
    (told,) = alert_words.told([rise], request.user)
    rows = showing.explained(showing.shown(rise.quotes, request.user))
    context = {"alert": told, "rows": rows}
    return render(request, "listen/verbatims/alert.html", context)


@may("see figures")
@require_POST
def reading(request: MemberRequest) -> HttpResponse:
    following.read(request.user)
    return redirect("verbatims:alerts")


@may("see figures")
@require_POST
def ending(request: MemberRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.followings, pk=pk)
    following.stop(request.user.pk, [pk])
    return redirect("verbatims:alerts")


@public
@csrf_exempt  # Mail programs send RFC 8058's one click; the link is signed.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@paced("alert-stop", times=_A_MINUTE)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End what a mail came from. A scanner follows links: only a POST is a person's word."""
    found = following.behind(token)
    if found is None:
        raise Http404
    member_pk, numbers = found
    member = get_object_or_404(Member, pk=member_pk)
    if request.method == "POST":
        following.stop(member_pk, numbers)
    # Around it stands the menu of whoever is signed in, in their language.
    theirs = "" if request.user.is_authenticated else member.language
    language = theirs or request.LANGUAGE_CODE
    left: Any = member.followings.filter(pk__in=numbers)
    with translation.override(language), speaking(language):
        about = [alert_words.about(each, naming.touchpoints(member)) for each in left]
        context = {"followed": about}
        return render(request, "listen/verbatims/alert_stop.html", context)
