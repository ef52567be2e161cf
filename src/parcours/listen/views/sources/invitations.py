"""Invitations to write reviews: made, started, stopped; and the way out of them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from parcours.listen.domain.sources import inviting
from parcours.listen.domain.surveys.activities import known
from parcours.listen.forms.review_invitations import ReviewInvitationForm
from parcours.listen.models import Decision, Invited, ReviewInvitation, Source
from parcours.people.http import MemberRequest, may, paced, public
from parcours.people.models import Customer

_A_MINUTE = 60
_MOST = 50


@may("manage sources")
@require_http_methods(["GET", "POST"])
def invitations(request: MemberRequest) -> HttpResponse:
    form = ReviewInvitationForm(
        request.POST or None, instance=ReviewInvitation(made_by=request.user)
    )
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    asked = Count("invited", filter=Q(invited__is_asked=True))
    context = {
        "activities": known(),
        "form": form if Source.objects.exclude(write_url="").exists() else None,
        "invitations": ReviewInvitation.objects.select_related("source")
        .annotate(n=asked)
        .order_by("name", "pk"),
    }
    return render(request, "listen/sources/invitations.html", context)


@may("manage sources")
@require_http_methods(["GET", "POST"])
def invitation(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ReviewInvitation, pk=pk)
    form = ReviewInvitationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    counts = Invited.objects.filter(invitation=found).values("is_asked", "reason")
    rows = [
        (Decision.REASONS.get(each["reason"], ""), each["n"])
        for each in counts.annotate(n=Count("pk")).order_by("-is_asked", "-n")
    ]
    context = {
        "activities": known(),
        "form": form,
        "invitation": found,
        "counts": rows,
        **_failed(found),
    }
    return render(request, "listen/sources/invitation.html", context)


@may("manage sources")
@require_POST
def starting(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ReviewInvitation, pk=pk)
    if "stop" in request.POST:
        inviting.stop(found, by=request.user)
    else:
        inviting.start(found, by=request.user)
    return redirect(found)


@may("manage sources")
@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a mail again that did not go out."""
    found = get_object_or_404(Invited.objects.select_related("invitation"), pk=pk)
    if inviting.send_again(found, by=request.user):
        messages.success(request, _("It will be sent again."))
    return redirect(found.invitation)


def _failed(found: ReviewInvitation) -> dict[str, Any]:
    failed = inviting.failed(found)
    shown = list(failed[:_MOST])
    known = Customer.objects.filter(customer_id__in=[each.customer_id for each in shown])
    names = dict(known.values_list("customer_id", "name"))
    mails = [(each, names.get(each.customer_id) or each.customer_id) for each in shown]
    return {"failed": failed.count(), "mails": mails}


@public
@csrf_exempt  # Mail programs send RFC 8058's one click; the link's own key says whose it is.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@paced("review-stop", times=_A_MINUTE)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    invited = Invited.behind(token)
    if invited is None:
        raise Http404
    if request.method == "POST":
        inviting.opt_out(invited)
    context = {"is_stopped": request.method == "POST"}
    response = render(request, "listen/sources/stop.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
