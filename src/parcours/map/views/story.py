"""A customer's page: who they are, and their whole story."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parcours.map.domain.story import story as told
from parcours.people.domain.auditing import note
from parcours.people.http import MemberRequest, may
from parcours.people.models import Customer
from parcours.ui.about import lines

JOURNEYS = 10


@may("see customers")
@require_GET
def story(request: MemberRequest, customer_id: str) -> HttpResponse:
    customer = Customer.objects.filter(customer_id=customer_id).first()
    found = told(customer_id, request.user)
    if customer is None and not found.events:
        raise Http404
    note(request.user, "customer.seen", f"customer/{customer_id}")
    page = Paginator(found.journeys, JOURNEYS).get_page(request.GET.get("page"))
    context = {
        "customer": customer,
        "customer_id": customer_id,
        "story": found,
        "page": page,
        "lines": lines(request.user, customer_id),
    }
    return render(request, "map/story.html", context)
