"""The pages about the API: keys, and what can be asked with them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.people.http import MemberRequest, may
from parcours.site.api import keys
from parcours.site.api.forms import KeyForm
from parcours.site.api.reference import chapters
from parcours.site.api.scopes import SCOPES
from parcours.site.api.service import api
from parcours.site.models import ApiKey


@may("manage keys")
@require_http_methods(["GET", "POST"])
def all_keys(request: MemberRequest) -> HttpResponse:
    form, secret = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _key, secret = keys.make(**form.made(), by=request.user)
        form = KeyForm()
    found = [
        (key, [SCOPES[scope] for scope in key.scopes if scope in SCOPES])
        for key in ApiKey.objects.select_related("made_by")
    ]
    context = {
        "form": form,
        "secret": secret,
        "open": [each for each in found if each[0].is_open],
        "closed": [each for each in found if not each[0].is_open],
        "example": request.build_absolute_uri(reverse("api:root")),
    }
    response = render(request, "site/keys.html", context)
    # The secret is on this page once: nobody may find it by going back.
    response.headers["Cache-Control"] = "no-store"
    return response


@may("manage keys")
@require_POST
def revocation(request: MemberRequest, pk: int) -> HttpResponse:
    keys.revoke(get_object_or_404(ApiKey, pk=pk), by=request.user)
    return redirect("keys")


@require_GET
def reference(request: MemberRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("api:root"))
    context = {"chapters": chapters(api.document), "address": address.rstrip("/")}
    return render(request, "site/reference.html", context)


@require_GET
def document(request: HttpRequest) -> HttpResponse:
    return JsonResponse(api.document)
