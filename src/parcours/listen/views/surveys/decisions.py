"""Why each person was asked, or was not, and how far invitations came."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parcours.listen.domain.surveys import sending
from parcours.listen.domain.surveys.decided import chosen, told
from parcours.listen.models import Decision, Sending, Survey
from parcours.people.http import MemberRequest, may

_PER_PAGE = 50


@may("see customers")
@require_GET
def decisions(request: MemberRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("q", "survey", "reason", "sending")}
    found = chosen(Decision.objects.visible_to(request.user), **asked)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": told(page.object_list),
        "asked": asked,
        "surveys": Survey.objects.visible_to(request.user).exclude(decisions=None),
        "reasons": Decision.REASONS.items(),
        "states": Sending.State.choices,
        "doubtful": Sending.objects.filter(state=Sending.State.DOUBTFUL).count(),
    }
    template = (
        "listen/asking/_decisions.html" if request.htmx else "listen/asking/decisions.html"
    )
    return render(request, template, shown)


@may("edit surveys")
@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Send an invitation again that perhaps did not arrive."""
    found = get_object_or_404(Sending.objects.select_related("invitation"), pk=pk)
    sending.send_again(found, by=request.user)
    messages.success(request, _("It will be sent again."))
    return redirect("surveys:decisions")
