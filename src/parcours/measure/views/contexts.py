"""Contexts: seen, added, changed, taken away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from parcours.measure.domain import knowing
from parcours.measure.forms.contexts import ContextForm
from parcours.measure.models import Context
from parcours.people.http import MemberRequest, may


@require_http_methods(["GET", "POST"])
def contexts(request: MemberRequest) -> HttpResponse:
    form = None
    if request.user.can("add contexts"):
        form = ContextForm(
            request.POST or None, member=request.user, instance=Context(by=request.user)
        )
        if request.method == "POST" and form.is_valid():
            form.save()
            if not request.htmx:
                return redirect("measure:contexts")
            form = ContextForm(member=request.user)
    return _page(request, form)


@may("add contexts")
@require_http_methods(["GET", "POST"])
def context(request: MemberRequest, pk: int) -> HttpResponse:
    mine = get_object_or_404(Context.objects.changeable_by(request.user), pk=pk)
    form = ContextForm(request.POST or None, member=request.user, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("measure:contexts")
    return render(request, "measure/context.html", {"form": form, "context": mine})


@may("add contexts")
@require_POST
def deletion(request: MemberRequest, pk: int) -> HttpResponse:
    get_object_or_404(Context.objects.changeable_by(request.user), pk=pk).delete()
    return (
        _page(request, ContextForm(member=request.user))
        if request.htmx
        else redirect("measure:contexts")
    )


def _page(request: MemberRequest, form: ContextForm | None) -> HttpResponse:
    seen = Context.objects.visible_to(request.user).select_related("by", "team")
    names = knowing.names(request.user)
    shown = {
        "form": form,
        "contexts": [(each, knowing.about(each, names)) for each in seen],
        "changeable": set(
            Context.objects.changeable_by(request.user).values_list("pk", flat=True)
        ),
    }
    template = "measure/_contexts.html" if request.htmx else "measure/contexts.html"
    return render(request, template, shown)
