"""Dashboard."""

from django.http import HttpResponse
from django.shortcuts import render

from parcours.people.http import MemberRequest


def dashboard(request: MemberRequest) -> HttpResponse:
    return render(request, "measure/dashboard.html")
