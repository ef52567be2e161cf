"""The builder: a draft is changed a question at a time, and kept as it is written."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parcours.core.canvas.writing import dump
from parcours.core.language import language
from parcours.core.survey import InvalidSurvey
from parcours.core.survey import Survey as Definition
from parcours.core.survey.page import answered_in
from parcours.core.survey.questions import KINDS
from parcours.core.words import say
from parcours.core.written.problem import Problem
from parcours.listen.domain.surveys import answering, drafting, publishing, undoing
from parcours.listen.domain.surveys import board as drawing
from parcours.listen.domain.surveys.beginning import beginning
from parcours.listen.domain.surveys.doors import Door
from parcours.listen.domain.surveys.drafting import Draft
from parcours.listen.domain.surveys.fields import nested
from parcours.listen.domain.surveys.guarding import Stamp
from parcours.listen.forms import answers
from parcours.listen.models import Survey, SurveyVersion
from parcours.listen.views.surveys.answer_pages import Reading, page, thanks
from parcours.listen.views.surveys.frame import found, show
from parcours.people.http import MemberRequest, may

Change = Callable[[Draft], Draft]
_NOT_OF_IT: Final = frozenset({"csrfmiddlewaretoken", "moment", "name", "is_open"})


@may("see answers")
@require_GET
def build(request: MemberRequest, slug: str) -> HttpResponse:
    survey = found(request, slug)
    return show(
        request,
        "listen/surveys/build.html",
        survey,
        tab="build",
        board=drawing.board(survey),
        kinds=drawing.kinds(),
        touchpoints=_said(drawing.touchpoints()),
        stages=_said(drawing.stages()),
        opened=request.GET.get("open", ""),
        **_steps(request, survey),
        ways=(("up", _("Up"), "arrow-up"), ("down", _("Down"), "arrow-down")),
    )


@may("edit surveys")
@require_POST
def questions(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a question."""
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        raise Http404
    survey = found(request, slug)
    taken, points = publishing.keys_of(survey), drawing.touchpoints()

    def change(draft: Draft) -> Draft:
        begun = beginning(kind, draft, points)
        return drafting.added(draft, kind, taken=taken, begun=begun)

    held = _change(request, survey, change)
    return _back(slug, held.draft["questions"][-1]["key"])


@may("edit surveys")
@require_POST
def question(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """Keep what was written of a question."""
    survey, fields = found(request, slug), _fields(request.POST)
    if "moment" in request.POST:
        fields["moments"] = _moments(request.POST.getlist("moment"))
    held = _change(request, survey, lambda draft: drafting.rewritten(draft, key, fields))
    return _saved(request, held, key)


@may("edit surveys")
@require_POST
def removal(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    survey = found(request, slug)
    _change(request, survey, lambda draft: drafting.removed(draft, key))
    return _back(slug, "")


@may("edit surveys")
@require_POST
def copy(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    survey = found(request, slug)
    taken = publishing.keys_of(survey)
    _change(request, survey, lambda draft: drafting.copied(draft, key, taken=taken))
    return _back(slug, key)


@may("edit surveys")
@require_POST
def place(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """Move a question up or down."""
    by = -1 if request.POST.get("by") == "up" else 1
    survey = found(request, slug)
    _change(request, survey, lambda draft: drafting.moved(draft, key, by))
    return _back(slug, key)


@may("edit surveys")
@require_POST
def order(request: MemberRequest, slug: str) -> HttpResponse:
    """Put the questions in the order they were dragged to."""
    keys = request.POST.getlist("key")
    survey = found(request, slug)
    held = _change(request, survey, lambda draft: drafting.ordered(draft, keys))
    return _saved(request, held, "")


@may("edit surveys")
@require_POST
def settings(request: MemberRequest, slug: str) -> HttpResponse:
    """Keep what was written of the whole survey."""
    survey, fields = found(request, slug), _fields(request.POST)
    name = request.POST.get("name", "").strip()[:160]
    if name:
        fields["title"] = drafting.retitled(fields.get("title"), was=survey.name, name=name)
    held = _change(request, survey, lambda draft: drafting.settled(draft, fields))
    if name:
        held.name = name
        held.is_open = request.POST.get("is_open") == "on"
        held.save(update_fields=["name", "is_open"])
    response = _saved(request, held, "")
    languages = [drafting.languages_of(each.draft) for each in (survey, held)]
    if request.htmx and (held.name != survey.name or languages[0] != languages[1]):
        # The page shows the name and a field for each language in many places.
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = (
            f"{reverse('surveys:build', args=[slug])}?open=settings"
        )
    return response


@may("edit surveys")
@require_POST
def step(request: MemberRequest, slug: str) -> HttpResponse:
    """Take a change back, make it again, or go back to what is published."""
    survey, way = found(request, slug), request.POST.get("way")
    if way == "published":
        undoing.to_published(survey, by=request.user)
        messages.success(request, _("The questions are those that are published again."))
    elif way == "redo":
        undoing.redo(survey, by=request.user)
    else:
        undoing.undo(survey, by=request.user)
    return _back(slug, request.POST.get("open", ""))


@may("edit surveys")
@require_http_methods(["GET", "POST"])
def text(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole draft as text."""
    survey = found(request, slug)
    written, problems = dump(survey.draft), tuple[Problem, ...]()
    if request.method == "POST":
        written = request.POST.get("text", "")
        try:
            definition = Definition.parse(written, name=f"{slug}.yaml")
        except InvalidSurvey as error:
            problems = error.problems
        else:
            _change(request, survey, lambda _draft: definition.to_dict())
            return redirect("surveys:build", slug)
    context = {"tab": "build", "text": written, "problems": problems}
    status = 422 if problems else 200
    return show(request, "listen/surveys/text.html", survey, status=status, **context)


@may("see answers")
@require_GET
def file(request: MemberRequest, slug: str) -> HttpResponse:
    """The draft as a file."""
    response = HttpResponse(
        dump(found(request, slug).draft), content_type="application/yaml; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.yaml"'
    return response


@may("see answers")
@csrf_exempt  # It keeps nothing, and the form inside is the public one.
@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, slug: str) -> HttpResponse:
    """The draft as those see it who answer; what is answered here is not kept."""
    survey = found(request, slug)
    try:
        definition = Definition.of(survey.draft).model_copy(update={"layout": "page"})
    except InvalidSurvey:
        context = {"board": drawing.board(survey)}
        return render(request, "listen/surveys/no_preview.html", context)
    version = SurveyVersion(survey=survey, number=0, definition=definition.to_dict())
    door = Door(token=survey.door, survey=survey, version=version)
    wanted = request.POST.get("lang") or request.GET.get("lang", "")
    spoken = wanted if wanted in definition.languages else definition.languages[0]
    with answered_in(definition, spoken):
        return _previewed(request, survey, definition, door=door, spoken=spoken)


def _previewed(
    request: MemberRequest, survey: Survey, definition: Definition, *, door: Door, spoken: str
) -> HttpResponse:
    given = answers.read(definition.questions, request.POST, request.FILES)
    values, mistakes = answering.checked(definition, given) if request.POST else ({}, {})
    values = {name: value for name, value in values.items() if value is not None}
    reading = Reading(request, door, spoken, values)
    shown = reading.shown()
    if request.POST.get("go") == "next" or not shown:
        return thanks(reading)
    reading.mistakes = mistakes if request.POST.get("go") != "refresh" else {}
    stamp = Stamp(token=survey.door, channel="link")
    return page(reading, shown, stamp=stamp, url=reverse("surveys:preview", args=[survey.slug]))


@transaction.atomic
def _change(request: MemberRequest, survey: Survey, change: Change) -> Survey:
    """Change the newest draft: two people edit two questions and lose neither."""
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    before = held.draft
    try:
        draft = change(before)
    except drafting.NoSuchQuestion:
        raise Http404 from None
    publishing.save(held, draft, by=request.user)
    undoing.keep(held, before, by=request.user)
    return held


def _saved(request: MemberRequest, survey: Survey, key: str) -> HttpResponse:
    """Say what is wrong now, where the page listens; else show the page again."""
    if not request.htmx:
        return _back(survey.slug, key)
    board = drawing.board(survey)
    context = {"survey": survey, "board": board, "may_edit": True, **_steps(request, survey)}
    return render(request, "listen/surveys/_saved.html", context)


def _steps(request: MemberRequest, survey: Survey) -> dict[str, Any]:
    """Return what of the member's changes can be taken back, or made again."""
    back, forth = undoing.steps(survey, request.user)
    is_changed = publishing.is_changed(survey)
    return {"can_undo": back, "can_redo": forth, "can_return": is_changed}


def _back(slug: str, key: str) -> HttpResponse:
    address = reverse("surveys:build", args=[slug])
    return redirect(f"{address}?open={key}#q-{key}" if key else address)


def _fields(post: QueryDict) -> dict[str, Any]:
    own = (name for name in post if name not in _NOT_OF_IT)
    return nested((name, str(post[name])) for name in own)


def _moments(chosen: list[str]) -> list[dict[str, Any]]:
    known = drawing.touchpoints()
    return [{"key": key, "title": known[key]} for key in chosen if key in known]


def _said(words: dict[str, Any]) -> list[tuple[str, str]]:
    """Return ids and their words in the reader's language."""
    return [(key, say(each, language())) for key, each in words.items()]
