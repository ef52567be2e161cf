"""Mystery visits: grids, what they found, and one visit as it is filled in."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.refusal import Refused
from parcours.listen.domain.sources import touchpoints, visiting
from parcours.listen.forms.visits import GridForm, ItemForm, StartForm, VisitForm
from parcours.listen.models import Grid, Item, Visit
from parcours.people.http import MemberRequest, may

_LATEST = 20


@may("write notes")
@require_GET
def grids(request: MemberRequest) -> HttpResponse:
    done = Count("visits", filter=Q(visits__finished_at__isnull=False))
    found = Grid.objects.annotate(done=done).order_by("name", "pk")
    begun = Visit.objects.filter(by=request.user, finished_at=None).select_related("grid")
    return render(request, "listen/visits/grids.html", {"grids": found, "begun": begun})


@may("manage sources")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    form = GridForm(request.POST or None, instance=Grid(made_by=request.user))
    if request.method == "POST" and form.is_valid():
        return redirect("sources:grid-items", form.save().pk)
    return render(request, "listen/visits/new.html", {"form": form})


@may("write notes")
@require_http_methods(["GET", "POST"])
def grid(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Grid, pk=pk)
    form = StartForm(request.POST or None, grid=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return redirect(
            visiting.start(found, shop=data["shop"], at=data["at"], by=request.user)
        )
    latest = found.visits.select_related("by")[:_LATEST]
    context = {
        "grid": found,
        "form": form,
        "results": visiting.results(found),
        "shops": [_("All shops"), *found.shop_names],
        "visits": latest,
    }
    return render(request, "listen/visits/grid.html", context)


@may("manage sources")
@require_http_methods(["GET", "POST"])
def items(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Grid, pk=pk)
    is_about = "name" in request.POST
    about = GridForm(request.POST if is_about else None, instance=found)
    adding = bool(request.POST) and not is_about
    form = ItemForm(request.POST if adding else None, member=request.user)
    if is_about and about.is_valid():
        about.save()
        return redirect("sources:grid-items", pk)
    if adding and form.is_valid():
        data = form.cleaned_data
        visiting.add_item(found, data["text"], scale=data["scale"], place=form.place)
        return redirect("sources:grid-items", pk)
    called = touchpoints.names(request.user)
    rows = [(each, called.get(_place(each), "")) for each in found.items.filter(left_at=None)]
    context = {"grid": found, "form": form, "about": about, "items": rows}
    return render(request, "listen/visits/items.html", context)


@may("manage sources")
@require_POST
def leaving(_request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Item, pk=pk)
    visiting.leave(found)
    return redirect("sources:grid-items", found.grid_id)


@may("write notes")
@require_http_methods(["GET", "POST"])
def visit(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Visit.objects.select_related("grid", "by"), pk=pk)
    form = VisitForm(request.POST or None, visit=found)
    if request.method == "POST" and found.finished_at is None and form.is_valid():
        visiting.fill(found, form.marks)
        if "finish" not in request.POST:
            messages.success(request, _("Kept. You can go on later."))
            return redirect(found)
        try:
            visiting.finish(found)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(found)
        messages.success(request, _("The visit is finished: thank you."))
        return redirect(found.grid)
    return render(request, "listen/visits/visit.html", {"visit": found, "form": form})


@may("write notes")
@require_POST
def reopening(_request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Visit, pk=pk)
    visiting.reopen(found)
    return redirect(found)


def _place(item: Item) -> str:
    return touchpoints.Place(item.canvas, item.touchpoint, item.promise).written
