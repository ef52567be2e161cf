"""Whom a survey asks by itself: the trigger, and what it would have done last year."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parcours.core.refusal import Refused
from parcours.core.report import numbers
from parcours.core.survey.rehearsal import ASKED
from parcours.core.survey.saying import said
from parcours.ledger.domain import results
from parcours.listen.domain.surveys import asked_charts, rehearsing, triggering
from parcours.listen.domain.surveys.activities import known
from parcours.listen.domain.surveys.decided import latest, so_far, why_not
from parcours.listen.forms.triggers import SIGNS, TriggerForm
from parcours.listen.models import ContactPolicy, Survey, Trigger
from parcours.people.http import MemberRequest, may
from parcours.people.models import Member


@may("see answers")
@require_http_methods(["GET", "POST"])
def asking(request: MemberRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    trigger = triggering.of(survey, starter=request.GET.get("starter", ""))
    form = None
    if request.user.can("edit surveys"):
        form = TriggerForm(request.POST or None, instance=trigger)
        if request.method == "POST" and form.is_valid():
            triggering.save(form.save(commit=False), form.rule, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("surveys:asked", slug)
    shown = _rehearsal(trigger, request.user) if trigger.pk else {}
    if request.htmx:
        return render(request, "listen/asking/_rehearsal.html", {"trigger": trigger, **shown})
    context = {
        "survey": survey,
        "trigger": trigger,
        "form": form,
        "signs": SIGNS,
        "said": said(Trigger.objects.get(pk=trigger.pk).parsed()) if trigger.pk else "",
        "activities": known(),
        "held_out": numbers.percent(ContactPolicy.current().hold_out),
        "so_far": so_far(survey),
        **shown,
    }
    return render(request, "listen/asking/asking.html", context)


@may("edit surveys")
@require_POST
def running(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a trigger, or stop it."""
    trigger = get_object_or_404(Trigger.objects.select_related("survey"), survey__slug=slug)
    if request.POST.get("is_on") != "yes":
        triggering.stop(trigger, by=request.user)
        messages.success(request, _("It asks nobody any more."))
        return redirect("surveys:asked", slug)
    try:
        triggering.start(trigger, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("From now on it asks by itself."))
    return redirect("surveys:asked", slug)


def _rehearsal(trigger: Trigger, member: Member) -> dict[str, Any]:
    """Return what the last year would have been, as the page shows it."""
    given = rehearsing.given(trigger)
    answer = results.answer(rehearsing.rehearsed, **given)
    if answer is None:
        problem = results.problem(rehearsing.rehearsed, **given)
        topic = results.topic(rehearsing.rehearsed, **given)
        return {"answer": None, "problem": problem, "topic": topic}
    counts = rehearsing.asked_of(answer.payload, trigger.survey.slug)
    return {
        "answer": answer,
        "topic": answer.topic,
        "chart": asked_charts.by_month(answer.payload, trigger.survey.slug),
        "total": sum(counts.values()),
        "would_ask": counts[ASKED],
        "reasons": why_not(counts),
        "latest": latest(answer.payload, trigger.survey.slug, member),
        "people": answer.payload["people"],
        "twice": answer.payload["twice"],
        "reminders": _reminders(answer.payload, trigger.survey.slug),
    }


def _reminders(told: dict[str, Any], survey: str) -> list[tuple[str, str]]:
    """Return how many reminders there would have been, and how many not for which reason."""
    counts = told["reminders"].get(survey, {})
    words = {ASKED: _("Reminded")}
    return [
        (words.get(reason) or asked_charts.said(reason), numbers.count(n))
        for reason, n in sorted(counts.items(), key=lambda each: -each[1])
    ]
