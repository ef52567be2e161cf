"""The list of customers."""

from django.http import HttpResponse
from django.shortcuts import render

from parcours.people.http import MemberRequest, may
from parcours.people.models import Customer


@may("see customers")
def customers(request: MemberRequest) -> HttpResponse:
    return render(request, "people/customers.html", {"customers": Customer.objects.all()[:100]})
