"""How a file is read: what each column is for, as choices or as text."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from parcours.core.refusal import Refused
from parcours.core.sources import Mapping, Plan, write_mapping
from parcours.core.sources.showing import plan_sections
from parcours.core.sources.translating import as_text
from parcours.ledger.domain import importing, roles
from parcours.ledger.domain.planning import sampled
from parcours.ledger.forms import ColumnForm, OptionsForm, SavedForm, TextForm, in_words
from parcours.ledger.models import Import, SavedMapping
from parcours.people.http import MemberRequest, may

_SAMPLES = 3


def context(brought: Import, **forms: Any) -> dict[str, Any]:
    """Return what the page of a mapping shows; *forms* that were filled in come back."""
    try:
        planned = sampled(brought)
    except Refused as refused:
        return {"refused": str(refused)}
    chosen = roles.choices(planned.mapping, planned.header, brought.identities)
    shown = {
        "plan": planned,
        "columns": _columns(planned, chosen),
        "options": OptionsForm(initial=_options(chosen)),
        "text": TextForm(initial={"text": write_mapping(planned.mapping)}),
        "saved": SavedForm() if SavedMapping.objects.exists() else None,
        "sections": [] if planned.missing else plan_sections(planned),
    }
    return shown | forms


@may("import events")
@require_POST
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    brought = _open(pk)
    try:
        planned = sampled(brought)
    except Refused:
        return redirect("ledger:import", pk)
    known = brought.identities
    before = roles.choices(planned.mapping, planned.header, known)
    forms, options = _columns(planned, before, request.POST), OptionsForm(request.POST)
    if all(form.is_valid() for form in [options, *forms]):
        data = dict(options.cleaned_data)
        name = data.pop("remember")
        chosen = roles.Choices(columns={form.column: form.chosen for form in forms}, **data)
        try:
            mapping = roles.mapping_of(chosen, planned.mapping)
            importing.choose(brought, mapping, chosen.identities if forms else known)
        except ValidationError as error:
            for fault in in_words(error):
                options.add_error(None, fault)
        except Refused as refused:
            options.add_error(None, str(refused))
        else:
            if name:
                importing.remember(brought, name, by=request.user)
            return redirect("ledger:import", pk)
    return _again(request, brought, columns=forms, options=options)


@may("import events")
@require_POST
def text(request: MemberRequest, pk: int) -> HttpResponse:
    brought = _open(pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _again(request, brought, text=form)
    mapping: Mapping = form.cleaned_data["text"]
    read = mapping.columns()
    kept = {name: kind for name, kind in brought.identities.items() if name in read}
    try:
        importing.choose(brought, mapping, kept)
    except Refused as refused:
        form.add_error("text", str(refused))
        return _again(request, brought, text=form)
    return redirect("ledger:import", pk)


@may("import events")
@require_POST
def saved(request: MemberRequest, pk: int) -> HttpResponse:
    brought = _open(pk)
    form = SavedForm(request.POST)
    if not form.is_valid():
        return _again(request, brought, saved=form)
    chosen: SavedMapping = form.cleaned_data["saved"]
    try:
        importing.take_saved(brought, chosen)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Read as in “{name}”.").format(name=chosen.name))
    return redirect("ledger:import", pk)


def _open(pk: int) -> Import:
    """Return an import that was not confirmed yet: afterwards nothing changes its reading."""
    return get_object_or_404(Import, pk=pk, recorded_at=None)


def _again(request: MemberRequest, brought: Import, **forms: Any) -> HttpResponse:
    shown = {"brought": brought} | context(brought, **forms)
    return render(request, "ledger/import.html", shown, status=422)


def _columns(planned: Plan, chosen: roles.Choices, data: Any = None) -> list[ColumnForm]:
    if roles.is_of_questions(planned.mapping):
        return []
    return [
        ColumnForm(
            data,
            prefix=f"c{place}",
            column=name,
            samples=_samples(planned, name),
            initial={"role": each.role, "word": each.word, "form": each.form},
        )
        for place, (name, each) in enumerate(chosen.columns.items())
    ]


def _samples(planned: Plan, name: str) -> list[str]:
    if name not in planned.sample.columns:
        return []
    found = as_text(planned.sample[name].head(1_000)).drop_nulls().str.strip_chars()
    return found.filter(found != "").unique(maintain_order=True).head(_SAMPLES).to_list()


def _options(chosen: roles.Choices) -> dict[str, str]:
    names = ("time_zone", "decimal", "currency", "channel", "source", "day")
    return {name: getattr(chosen, name) for name in names}
