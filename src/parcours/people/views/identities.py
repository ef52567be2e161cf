"""Who a customer is: identities, merges, consents; everything here can be undone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parcours.core.refusal import Refused
from parcours.people.domain import identity
from parcours.people.domain.auditing import note
from parcours.people.domain.suggesting import suggestions
from parcours.people.forms import ClaimForm, ConsentForm, ProfileForm, SegmentsForm
from parcours.people.http import MemberRequest, may
from parcours.people.models import Claim, Consent, Customer, Merge


@may("see customers")
@require_GET
def identities(request: MemberRequest, customer_id: str) -> HttpResponse:
    asked = get_object_or_404(Customer, customer_id=customer_id)
    person = identity.person_of(asked)
    if person != asked:
        return redirect("people:identities", person.customer_id)
    note(request.user, "customer.seen", f"customer/{customer_id}")
    everyone = identity.customers_of(person)
    context = {
        "customer": person,
        "claims": Claim.objects.filter(customer__in=everyone).select_related("customer"),
        "merges": Merge.objects.filter(kept__in=everyone).select_related(
            "kept", "merged", "by"
        ),
        "consents": Consent.objects.filter(customer__in=everyone).select_related("by"),
        "suggestions": suggestions(person),
        "claim_form": ClaimForm(),
        "profile_form": ProfileForm(instance=person),
        "consent_form": ConsentForm(),
        "segments_form": SegmentsForm(initial={"segments": person.segments.all()}),
    }
    return render(request, "people/identities.html", context)


@may("change customers")
@require_POST
def claims(request: MemberRequest, customer_id: str) -> HttpResponse:
    customer = get_object_or_404(Customer, customer_id=customer_id)
    form = ClaimForm(request.POST)
    if form.is_valid():
        identity.claim(customer, source=str(request.user), **form.cleaned_data)
        note(request.user, "identity.claimed", f"customer/{customer_id}")
    else:
        messages.error(
            request,
            " ".join(map(str, form.errors.get("value") or [_("Fill in the identity.")])),
        )
    return redirect("people:identities", customer_id)


@may("change customers")
@require_POST
def withdrawal(request: MemberRequest, claim_id: int) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.select_related("customer"), pk=claim_id)
    identity.withdraw(claim, by=request.user)
    note(request.user, "identity.withdrawn", f"customer/{claim.customer.customer_id}")
    return redirect("people:identities", claim.customer.customer_id)


@may("change customers")
@require_POST
def merges(request: MemberRequest, customer_id: str) -> HttpResponse:
    kept = get_object_or_404(Customer, customer_id=customer_id)
    merged = Customer.objects.filter(customer_id=request.POST.get("other", "").strip()).first()
    if merged is None:
        messages.error(request, _("Nobody has this pseudonym: copy it from the other's page."))
        return redirect("people:identities", customer_id)
    evidence = request.POST.get("evidence", "").strip() or _("a colleague's decision")
    try:
        identity.merge(kept, merged, evidence=evidence, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        note(
            request.user,
            "customer.merged",
            f"customer/{customer_id}",
            detail=merged.customer_id,
        )
        messages.success(request, _("They are one person now. It can be undone below."))
    return redirect("people:identities", customer_id)


@may("change customers")
@require_POST
def split(request: MemberRequest, merge_id: int) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.select_related("kept", "merged"), pk=merge_id)
    identity.split(merge, by=request.user)
    kept = merge.kept.customer_id
    note(request.user, "customer.split", f"customer/{kept}", detail=merge.merged.customer_id)
    messages.success(request, _("They are two people again, each with their own history."))
    return redirect("people:identities", kept)
