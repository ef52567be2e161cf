"""Colleagues, their teams and roles."""

from django.http import HttpResponse
from django.shortcuts import render

from parcours.people.http import MemberRequest
from parcours.people.models import Member


def members(request: MemberRequest) -> HttpResponse:
    return render(request, "people/members.html", {"members": Member.objects.exclude(role="")})
