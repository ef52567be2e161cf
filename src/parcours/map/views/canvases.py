"""Canvases."""

from django.http import HttpResponse
from django.shortcuts import render

from parcours.people.http import MemberRequest


def canvases(request: MemberRequest) -> HttpResponse:
    return render(request, "map/canvases.html")
