"""The contact policy: one for everyone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parcours.listen.domain.surveys import triggering
from parcours.listen.domain.surveys.activities import known
from parcours.listen.forms.contact_policy import PolicyForm
from parcours.listen.models import ContactPolicy, Trigger
from parcours.people.http import MemberRequest, may


@may("manage contact policy")
@require_http_methods(["GET", "POST"])
def contact_policy(request: MemberRequest) -> HttpResponse:
    policy = ContactPolicy.current()
    form = PolicyForm(request.POST or None, instance=policy)
    if request.method == "POST" and form.is_valid():
        triggering.keep_policy(policy, form.rules, by=request.user)
        messages.success(request, _("Saved. It holds for everyone from now on."))
        return redirect("surveys:contact-policy")
    shown = {
        "form": form,
        "policy": policy,
        "activities": known(),
        "triggers": Trigger.objects.select_related("survey"),
    }
    return render(request, "listen/asking/policy.html", shown)
