"""Customers: the list, and what one does about one of them."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parcours.people.domain import erasing, exporting
from parcours.people.domain.auditing import note
from parcours.people.domain.finding import found
from parcours.people.forms import ConsentForm, ProfileForm, SegmentsForm
from parcours.people.http import MemberRequest, may
from parcours.people.models import Customer, Segment

_PER_PAGE = 50


@may("see customers")
@require_GET
def customers(request: MemberRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    chosen = request.GET.get("segment", "")
    segment = Segment.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    people = found(words).filter(segments=segment) if segment else found(words)
    page = Paginator(people, _PER_PAGE).get_page(request.GET.get("page"))
    template = "people/_customers.html" if request.htmx else "people/customers.html"
    return render(
        request,
        template,
        {
            "page": page,
            "words": words,
            "segment": segment,
            "segments": Segment.objects.all(),
        },
    )


@may("change customers")
@require_POST
def profile(request: MemberRequest, customer_id: str) -> HttpResponse:
    customer = get_object_or_404(Customer, customer_id=customer_id)
    form = ProfileForm(request.POST, instance=customer)
    if form.is_valid():
        form.save()
        note(request.user, "customer.changed", f"customer/{customer_id}")
        messages.success(request, _("Saved."))
    return redirect("people:identities", customer_id)


@may("change customers")
@require_POST
def consents(request: MemberRequest, customer_id: str) -> HttpResponse:
    customer = get_object_or_404(Customer, customer_id=customer_id)
    form = ConsentForm(request.POST)
    if form.is_valid():
        form.instance.customer, form.instance.by = customer, request.user
        form.save()
        note(request.user, "consent.noted", f"customer/{customer_id}")
    else:
        messages.error(request, _("Say where the customer said so."))
    return redirect("people:identities", customer_id)


@may("change customers")
@require_POST
def segments(request: MemberRequest, customer_id: str) -> HttpResponse:
    customer = get_object_or_404(Customer, customer_id=customer_id)
    form = SegmentsForm(request.POST)
    if form.is_valid():
        chosen = list(form.cleaned_data["segments"])
        if name := form.cleaned_data["new"].strip():
            chosen.append(Segment.objects.get_or_create(name=name)[0])
        customer.segments.set(chosen)
        note(request.user, "customer.changed", f"customer/{customer_id}", detail="segments")
        messages.success(request, _("Saved."))
    return redirect("people:identities", customer_id)


@may("export people")
@require_POST
def export(request: MemberRequest, customer_id: str) -> FileResponse:
    customer = get_object_or_404(Customer, customer_id=customer_id)
    note(request.user, "customer.exported", f"customer/{customer_id}")
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    exporting.export(customer, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{customer_id}.zip")


@may("erase people")
@require_POST
def erasure(request: MemberRequest, customer_id: str) -> HttpResponse:
    customer = get_object_or_404(Customer, customer_id=customer_id)
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Nothing was erased: tick that you are sure."))
        return redirect("people:identities", customer_id)
    erasing.erase(customer, by=request.user)
    messages.success(
        request, _("Everything about this person is being erased, also from later backups.")
    )
    return redirect("people:customers")
