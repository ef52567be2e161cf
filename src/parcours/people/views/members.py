"""Colleagues: who is in, as what, and who is invited."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.refusal import Refused
from parcours.people.domain import inviting
from parcours.people.forms import InvitationForm, MemberForm, TeamForm
from parcours.people.http import MemberRequest, may
from parcours.people.models import Invitation, Member, Team


@require_GET
def members(request: MemberRequest) -> HttpResponse:
    return render(request, "people/members.html", _context(request, InvitationForm()))


@may("manage members")
@require_POST
def invitations(request: MemberRequest) -> HttpResponse:
    form = InvitationForm(request.POST)
    context = _context(request, form)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made, token = inviting.invite(
                given["email"], role=given["role"], teams=given["teams"], by=request.user
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            link = request.build_absolute_uri(f"/invitations/{token}/")
            inviting.send.enqueue(made.email, str(request.user), link)
            context = {**_context(request, InvitationForm()), "link": link, "made": made}
    return render(request, "people/members.html", context)


@may("manage members")
@require_POST
def calling_back(request: MemberRequest, invitation_id: int) -> HttpResponse:
    Invitation.objects.open().filter(pk=invitation_id).update(called_back_at=timezone.now())
    return redirect("people:members")


@may("manage members")
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=member_id)
    form = MemberForm(request.POST or None, instance=Member.objects.get(pk=member_id))
    if form.is_valid():
        given = form.cleaned_data
        try:
            inviting.change(member, role=given["role"], teams=given["teams"], by=request.user)
        except Refused as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:members")
    return render(request, "people/member.html", {"member": member, "form": form})


@may("manage members")
@require_POST
def teams(request: MemberRequest) -> HttpResponse:
    form = TeamForm(request.POST)
    if form.is_valid():
        form.save()
        return redirect("people:members")
    return render(
        request,
        "people/members.html",
        {**_context(request, InvitationForm()), "team_form": form},
    )


def _context(request: MemberRequest, form: InvitationForm) -> dict[str, object]:
    known = Member.objects.prefetch_related("teams")
    return {
        "members": known.exclude(role=""),
        "strangers": known.filter(role="") if request.user.can("manage members") else [],
        "teams": Team.objects.prefetch_related("members"),
        "invitations": Invitation.objects.open().select_related("by"),
        "form": form,
        "team_form": TeamForm(),
    }
