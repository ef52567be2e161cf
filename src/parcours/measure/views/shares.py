"""Links to a dashboard for people outside: made, taken back, opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parcours.map.domain.canvases import in_use
from parcours.measure.domain import asking, sharing
from parcours.measure.domain.board import board, period_name
from parcours.measure.forms.shares import ShareForm
from parcours.measure.models import Context, Share
from parcours.measure.views.dashboard import shown
from parcours.people.http import MemberRequest, may, member_of, paced, public


@may("share figures")
@require_http_methods(["GET", "POST"])
def shares(request: MemberRequest) -> HttpResponse:
    asked = asking.asked(request.GET, in_use(request.user))
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sharing.share(form.save(commit=False), asked, by=request.user)
        return redirect(reverse("measure:shares") + asked.query())
    links = [
        {
            "share": each,
            "period": period_name(each.period),
            "url": request.build_absolute_uri(reverse("shared", args=[each.token])),
        }
        for each in Share.objects.select_related("by", "revoked_by")
    ]
    return render(
        request,
        "measure/shares.html",
        {"form": form, "links": links, "asked": asked, "period": period_name(asked.period)},
    )


@may("share figures")
@require_POST
def revocation(request: MemberRequest, pk: int) -> HttpResponse:
    sharing.revoke(get_object_or_404(Share, pk=pk), by=request.user)
    return redirect("measure:shares")


@public
@require_safe
@never_cache
@paced("shared", times=60)
def shared(request: HttpRequest, token: str) -> HttpResponse:
    made = Share.objects.behind(token).first()
    if made is None:
        raise Http404
    # Whoever is signed in is still to say what they believe before they look.
    found = board(sharing.opened(made), member_of(request))
    response = render(
        request,
        "measure/shared.html",
        {**shown(found, Context.objects.public()), "share": made},
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
