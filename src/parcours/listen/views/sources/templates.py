"""Templates of replies: the company's own beginnings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parcours.listen.forms.reviews import ReplyTemplateForm
from parcours.listen.models import ReplyTemplate
from parcours.people.http import MemberRequest, may


@may("answer reviews")
@require_http_methods(["GET", "POST"])
def templates(request: MemberRequest) -> HttpResponse:
    form = ReplyTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("sources:templates")
    context = {"form": form, "templates": ReplyTemplate.objects.all()}
    return render(request, "listen/reviews/templates.html", context)


@may("answer reviews")
@require_http_methods(["GET", "POST"])
def template(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ReplyTemplate, pk=pk)
    form = ReplyTemplateForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("sources:templates")
    return render(request, "listen/reviews/template.html", {"form": form, "template": found})


@may("answer reviews")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    get_object_or_404(ReplyTemplate, pk=pk).delete()
    messages.success(request, _("The template is gone."))
    return redirect("sources:templates")
