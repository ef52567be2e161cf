"""The link of an invitation."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from parcours.people.domain import inviting
from parcours.people.forms import ComingInForm
from parcours.people.http import public


@public
@require_http_methods(["GET", "POST"])
def entrance(request: HttpRequest, token: str) -> HttpResponse:
    invitation = inviting.invitation_of(token)
    if invitation is None:
        raise Http404
    form = ComingInForm(request.POST or None)
    if form.is_valid():
        member = inviting.come_in(invitation, **form.cleaned_data)
        login(request, member, "allauth.account.auth_backends.AuthenticationBackend")
        return redirect("home")
    return render(request, "people/entrance.html", {"invitation": invitation, "form": form})
