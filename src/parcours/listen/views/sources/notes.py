"""Notes of interviews and visits: written, read, quoted."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.refusal import Refused
from parcours.listen.domain.sources import noting, touchpoints
from parcours.listen.forms.notes import NoteForm, NoteTextForm, QuoteForm
from parcours.listen.models import Note, Quote
from parcours.map.domain import labels
from parcours.people.http import MemberRequest, may

_PER_PAGE = 30


@may("see customers")
@require_GET
def notes(request: MemberRequest) -> HttpResponse:
    found = Note.objects.select_related("by", "customer").annotate(n=Count("quotes"))
    found = found.order_by("-at", "-pk")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "listen/notes/list.html", {"page": page})


@may("write notes")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    begun = {"at": localtime(), "language": get_language()}
    form = NoteForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        note = form.save(commit=False)
        noting.write(note, person=form.cleaned_data["person"], by=request.user)
        return redirect(note)
    return render(request, "listen/notes/new.html", {"form": form})


@may("see customers")
@require_GET
def note(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Note, pk=pk))


@may("write notes")
@require_http_methods(["GET", "POST"])
def editing(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Note, pk=pk)
    form = NoteTextForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            noting.rewrite(found, data["text"], title=data["title"])
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect(found)
    return render(request, "listen/notes/editing.html", {"form": form, "note": found})


@may("write notes")
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    noting.remove(get_object_or_404(Note, pk=pk), by=request.user)
    messages.success(request, _("The note and its quotes are gone."))
    return redirect("sources:notes")


@may("write notes")
@require_POST
def quotes(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Note, pk=pk)
    form = QuoteForm(request.POST, note=found, member=request.user)
    if form.is_valid():
        near = form.cleaned_data["near"] or 0
        try:
            noting.quote(found, form.words_chosen, near=near, about=form.about, by=request.user)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            return redirect(found)
    return _page(request, found, form=form)


@may("write notes")
@require_POST
def unquoting(_request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Quote.objects.select_related("note"), pk=pk)
    noting.unquote(found)
    return redirect(found.note)


def _page(
    request: MemberRequest, found: Note, *, form: QuoteForm | None = None
) -> HttpResponse:
    standing = list(found.quotes.select_related("by"))
    called, drivers = touchpoints.names(request.user), dict(labels.drivers())
    context: dict[str, Any] = {
        "note": found,
        "pieces": noting.pieces(found, standing),
        "quotes": [
            (each, called.get(f"{each.canvas}/{each.touchpoint}", each.touchpoint),
             drivers.get(each.driver, ""))
            for each in standing
        ],
        "form": form,
    }  # fmt: skip
    if form is None and request.user.can("write notes"):
        context["form"] = QuoteForm(note=found, member=request.user)
    status = 422 if form is not None else 200
    return render(request, "listen/notes/note.html", context, status=status)
