"""The pages about webhooks: what is told where, and how that went."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.people.domain.auditing import note
from parcours.people.http import MemberRequest, may
from parcours.site.models import Delivery, Webhook
from parcours.site.webhooks import telling
from parcours.site.webhooks.events import EVENTS
from parcours.site.webhooks.forms import WebhookForm

_PER_PAGE = 50


@may("manage keys")
@require_http_methods(["GET", "POST"])
def webhooks(request: MemberRequest) -> HttpResponse:
    form, secret = WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _made, secret = telling.add(given["url"], events=given["events"], by=request.user)
        form = WebhookForm()
    given_up = Count("deliveries", filter=Q(deliveries__given_up_at__isnull=False))
    found = Webhook.objects.annotate(told=Count("deliveries"), given_up=given_up)
    rows = [(each, _said(each)) for each in found]
    context = {"form": form, "secret": secret, "webhooks": rows}
    response = render(request, "site/webhooks.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@may("manage keys")
@require_GET
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    page = Paginator(found.deliveries.all(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"webhook": found, "said": _said(found), "page": page}
    return render(request, "site/webhook.html", context)


@may("manage keys")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    note(request.user, "webhook.removed", f"webhook/{pk}", detail=found.url)
    found.delete()
    return redirect("webhooks")


@may("manage keys")
@require_POST
def enabling(request: MemberRequest, pk: int) -> HttpResponse:
    telling.enable(get_object_or_404(Webhook, pk=pk), by=request.user)
    return redirect("webhook", pk)


@may("manage keys")
@require_POST
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    telling.ping(get_object_or_404(Webhook, pk=pk))
    messages.success(request, _("On its way: the answer shows below in a moment."))
    return redirect("webhook", pk)


@may("manage keys")
@require_POST
def sending(request: MemberRequest, pk: UUID) -> HttpResponse:
    delivery = get_object_or_404(Delivery, pk=pk)
    telling.send_again(delivery)
    messages.success(request, _("On its way: the answer shows below in a moment."))
    return redirect("webhook", delivery.webhook_id)


def _said(webhook: Webhook) -> list[str]:
    return [str(EVENTS[name]) for name in webhook.events if name in EVENTS]
