"""Events."""

from django.http import HttpResponse
from django.shortcuts import render

from parcours.people.http import MemberRequest


def imports(request: MemberRequest) -> HttpResponse:
    return render(request, "ledger/imports.html")
