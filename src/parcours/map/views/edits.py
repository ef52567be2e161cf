"""Edits: made one at a time by the page, or several with a form that was sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parcours.core.words import slug
from parcours.map.domain import editing, history, presence, undoing
from parcours.map.domain.boxes import meaning
from parcours.map.domain.drafting import INSIDE, Draft, is_alive
from parcours.map.domain.editing import Delete, Insert, Misplaced, Move, Op, Revive, Set, draft
from parcours.map.domain.settling import faults
from parcours.map.domain.sheet import NEW, Sheet, free_name
from parcours.map.models import Canvas, Edit
from parcours.map.views.editor import found, texts_in
from parcours.people.http import MemberRequest, may

_MOST_TOLD = 50


@may("edit canvases")
@require_http_methods(["GET", "POST"])
def edits(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    if request.method == "GET":
        return JsonResponse({"edits": _since(canvas, request.GET.get("since", "0"))})
    drawn = draft(canvas)
    try:
        op = _op(request, canvas, drawn)
        edit = editing.apply(canvas, op, by=request.user)
    except Misplaced as refusal:
        return _refused(request, canvas, str(refusal))
    canvas.refresh_from_db()
    return _answered(request, canvas, edit, element=op.element)


@may("edit canvases")
@require_POST
def undo(request: MemberRequest, slug: str) -> HttpResponse:
    return _stepped(request, slug, undoing.undo)


@may("edit canvases")
@require_POST
def redo(request: MemberRequest, slug: str) -> HttpResponse:
    return _stepped(request, slug, undoing.redo)


@may("edit canvases")
@require_POST
def present(request: MemberRequest, slug: str) -> HttpResponse:
    canvas = found(request, slug)
    element = request.POST.get("element", "")[:40]
    presence.here(canvas, by=request.user, element=element)
    here = [
        {"name": str(each.member), "initials": each.member.initials, "element": each.element}
        for each in presence.others(canvas, by=request.user)
    ]
    return JsonResponse({"here": here, "number": canvas.edits})


def _stepped(
    request: MemberRequest, slug: str, step: Callable[..., Edit | None]
) -> HttpResponse:
    canvas = found(request, slug)
    try:
        edit = step(canvas, by=request.user)
    except Misplaced as refusal:
        return _refused(request, canvas, str(refusal))
    canvas.refresh_from_db()
    if edit is None:
        return _refused(
            request, canvas, _("There is nothing left of yours to take back or make again.")
        )
    return _answered(request, canvas, edit, element=edit.element)


def _op(request: MemberRequest, canvas: Canvas, drawn: Draft) -> Op:
    given = request.POST
    verb, element = given.get("verb", "set"), given.get("element", "")
    into, after = given.get("into", ""), given.get("after", "")
    if verb == "insert":
        return _insert(drawn, kind=given.get("kind", ""), into=into, after=after, given=given)
    if element not in drawn["elements"]:
        raise Misplaced(_("There is no such element on this canvas."))
    match verb:
        case "move":
            return Move(element=element, into=into, after=after)
        case "delete":
            return Delete(element=element)
        case "revive":
            return Revive(element=element)
        case "again":
            return _again(canvas, element, number=given.get("number", ""))
    return _set(request, drawn, element)


def _again(canvas: Canvas, element: str, *, number: str) -> Set:
    """Return what an earlier edit wrote, to be written again."""
    own = canvas.history.filter(element=element, verb=Edit.Verb.SET)
    edit = own.filter(number=number).first() if number.isdecimal() else None
    if edit is None:
        raise Misplaced(_("There is no such edit in the history."))
    return Set(element=element, fields=edit.after["fields"])


def _insert(drawn: Draft, *, kind: str, into: str, after: str, given: Any) -> Insert:
    if kind not in INSIDE:
        raise Misplaced(_("This cannot stand there."))
    fields: dict[str, Any] = {}
    if title := given.get("title", "").strip():
        fields["title"] = title
    if kind != "moment":
        own = slug(title) or f"{NEW}{kind}"
        fields = {kind: free_name(drawn, kind, own)} | fields
    if kind == "promise":
        fields["kind"] = given.get("promise-kind", "within")
    return Insert(kind=kind, into=into, after=after, fields=fields)


def _set(request: MemberRequest, drawn: Draft, element: str) -> Set:
    """Return the edit of the boxes that were sent, those left as they were seen left out."""
    sheet = Sheet(drawn, element, texts_in(request, drawn))
    fields: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    for name in sheet.names():
        if f"b.{name}" not in request.POST:
            continue
        texts = [each for each in request.POST.getlist(f"f.{name}") if each]
        before = [each for each in request.POST.getlist(f"s.{name}") if each]
        if _plain(texts) == _plain(before):
            continue
        fields |= sheet.read(name, texts)
        seen |= sheet.read(name, before)
    return Set(element=element, fields=fields, seen=seen)


def _plain(texts: list[str]) -> list[str]:
    return [text.replace("\r\n", "\n").strip() for text in texts]


def _answered(
    request: MemberRequest, canvas: Canvas, edit: Edit | None, *, element: str
) -> HttpResponse:
    if not _is_of_the_page(request):
        return HttpResponseRedirect(_back(request, canvas))
    drawn = draft(canvas)
    own = [fault for fault in faults(drawn) if fault.element == element]
    kind = drawn["elements"][element]["kind"]
    told = edit.overwrote if edit is not None else None
    return JsonResponse(
        {
            "number": edit.number if edit is not None else canvas.edits,
            "element": element,
            "faults": {fault.field: fault.message for fault in own},
            "said": meaning(drawn, element) if kind == "promise" and not own else "",
            "isGone": not is_alive(drawn, element),
            "replaced": _replaced(told) if told else "",
        }
    )


def _replaced(edit: Edit) -> str:
    texts = [str(each) for each in edit.after["fields"].values() if each is not None]
    text = _("You replaced what %(name)s had just written: “%(text)s”. It is in the history.")
    return text % {
        "name": edit.by,
        "text": " ".join(texts)[:120],
    }


def _refused(request: MemberRequest, canvas: Canvas, why: str) -> HttpResponse:
    if _is_of_the_page(request):
        return JsonResponse({"refused": why}, status=409)
    messages.warning(request, why)
    return HttpResponseRedirect(_back(request, canvas))


def _is_of_the_page(request: MemberRequest) -> bool:
    return request.headers.get("X-Requested-With") == "editor"


def _back(request: MemberRequest, canvas: Canvas) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return reverse("map:editor", args=[canvas.slug])


def _since(canvas: Canvas, number: str) -> list[dict[str, Any]]:
    """Return the edits after a number, in words, for the pages that follow."""
    after = int(number) if number.isdecimal() else 0
    found_edits = canvas.history.filter(number__gt=after).order_by("number")
    return [
        {
            "number": edit.number,
            "by": edit.by_id,
            "name": str(edit.by),
            "element": edit.element,
            "verb": edit.verb,
            "fields": list(edit.after.get("fields", {})),
            "words": history.in_words(edit),
        }
        for edit in found_edits.select_related("by")[:_MOST_TOLD]
    ]
