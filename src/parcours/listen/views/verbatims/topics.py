"""What people talk about: topics by driver, changed by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parcours.listen.domain.endpoint import summarising
from parcours.listen.domain.verbatims import naming, showing, talking
from parcours.listen.models import Topic
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_safe
def topics(request: MemberRequest) -> HttpResponse:
    found = talking.counted()
    wanted = [number for each in found.values() for topic in each for number in topic.quotes]
    said = {row.verbatim.pk: row for row in showing.shown(wanted, request.user)}
    drivers = [
        {
            "title": title,
            "key": key,
            "topics": [_shown(topic, said) for topic in found[key]],
        }
        for key, title in naming.drivers().items()
        if found[key]
    ]
    rising = [topic for each in found.values() for topic in each if topic.risen]
    return render(
        request,
        "listen/verbatims/topics.html",
        {"drivers": drivers, "rising": rising, "may_code": request.user.can("code verbatims")},
    )


@may("see figures")
@require_safe
def topic(request: MemberRequest, pk: int) -> HttpResponse:
    found = next(
        (each for several in talking.counted().values() for each in several if each.pk == pk),
        None,
    )
    if found is None:
        raise Http404
    rows = showing.shown(found.members[:50], request.user)
    return render(
        request,
        "listen/verbatims/topic.html",
        {
            "topic": found,
            "driver": naming.drivers()[found.driver],
            "rows": showing.explained(rows),
            "merged": list(found.merged.all()),
            "others": Topic.objects.filter(driver=found.driver, merged_into=None).exclude(
                pk=pk
            ),
            "may_code": request.user.can("code verbatims"),
            "summary": summarising.told(f"{summarising.TOPIC}{pk}", get_language() or "en"),
        },
    )


@may("code verbatims")
@require_POST
def naming_of(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    talking.rename(topic, request.POST.get("name", ""), by=request.user)
    if topic.name:
        told = _("It is called “%(topic)s” from now on.")
    else:
        told = _("It is called by its own words again: “%(topic)s”.")
    messages.success(request, told % {"topic": topic})
    return redirect("verbatims:topic", pk)


@may("code verbatims")
@require_POST
def merging(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    others = Topic.objects.filter(driver=topic.driver).exclude(pk=pk)
    into = get_object_or_404(others, pk=request.POST.get("into") or 0)
    talking.merge(topic, into, by=request.user)
    told = _("“%(topic)s” counts as part of “%(whole)s” from now on.")
    messages.success(request, told % {"topic": topic, "whole": into})
    return redirect("verbatims:topic", into.pk)


@may("code verbatims")
@require_POST
def parting(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    parts = talking.part(topic, by=request.user)
    if not parts:
        messages.warning(request, _("Its verbatims do not part into two that are stable."))
        return redirect("verbatims:topic", pk)
    told = _("Each a topic of its own from now on: %(topics)s.")
    named = ", ".join(_("“%(topic)s”") % {"topic": each} for each in parts)
    messages.success(request, told % {"topics": named})
    return redirect("verbatims:topics")


def _shown(topic: Topic, said: dict[int, Any]) -> dict[str, Any]:
    return {
        "topic": topic,
        "stability": round(100 * topic.found["stability"]),
        "quotes": [said[number] for number in topic.quotes if number in said],
    }
