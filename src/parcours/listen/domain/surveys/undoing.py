"""Taking back what was changed in a survey's draft, and making it again."""

from typing import Any, Final

from django.db import transaction

from parcours.listen.domain.surveys import publishing
from parcours.listen.models import DraftEdit, Survey
from parcours.people.models import Member

KEPT: Final = 100
"""How many changes of a survey can be taken back."""


def keep(survey: Survey, before: dict[str, Any], *, by: Member) -> None:
    """Remember a change of the draft; what had been taken back can be made again no more."""
    if survey.draft == before:
        return
    DraftEdit.objects.filter(survey=survey, by=by, is_undone=True).delete()
    DraftEdit.objects.create(survey=survey, before=before, after=survey.draft, by=by)
    known = DraftEdit.objects.filter(survey=survey).order_by("-pk")
    old = known.values_list("pk", flat=True)[KEPT:]
    DraftEdit.objects.filter(pk__in=list(old)).delete()


def undo(survey: Survey, *, by: Member) -> bool:
    """Take back the last change of *by*; false where there is none.

    What somebody else has changed since, in the same question or setting, stays as it is.
    """
    return _step(survey, by, is_undone=False)


def redo(survey: Survey, *, by: Member) -> bool:
    """Make again what *by* took back last; false where there is nothing."""
    return _step(survey, by, is_undone=True)


def steps(survey: Survey, by: Member) -> tuple[bool, bool]:
    """Return whether *by* has something to take back, and something to make again."""
    back = _next(survey, by, is_undone=False)
    return back is not None, _next(survey, by, is_undone=True) is not None


@transaction.atomic
def to_published(survey: Survey, *, by: Member) -> None:
    """Make the draft what is published; that can be taken back as any change."""
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    version = held.current()
    if version is not None:
        before = held.draft
        publishing.save(held, version.definition, by=by)
        keep(held, before, by=by)


@transaction.atomic
def _step(survey: Survey, by: Member, *, is_undone: bool) -> bool:
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    edit = _next(held, by, is_undone=is_undone)
    if edit is None:
        return False
    ours, wanted = (edit.before, edit.after) if is_undone else (edit.after, edit.before)
    edit.is_undone = not is_undone
    edit.save(update_fields=["is_undone"])
    publishing.save(held, merged(held.draft, ours=ours, wanted=wanted), by=by)
    return True


def _next(survey: Survey, by: Member, *, is_undone: bool) -> DraftEdit | None:
    own = DraftEdit.objects.filter(survey=survey, by=by, is_undone=is_undone)
    return own.order_by("pk" if is_undone else "-pk").first()


def merged(
    draft: dict[str, Any], *, ours: dict[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    """Return *draft* with what we made *ours* of *wanted* as wanted again, and no more.

    Args:
        draft: as it is now, with what others changed.
        ours: as our change left it.
        wanted: as it is to be again.
    """
    if draft == ours:
        return wanted
    found = {name: each for name, each in draft.items() if name != "questions"}
    for name in {*ours, *wanted} - {"questions"}:
        if ours.get(name) != wanted.get(name) and draft.get(name) == ours.get(name):
            found.pop(name, None)
            found |= {name: wanted[name]} if name in wanted else {}
    return found | {"questions": _questions(draft, ours=ours, wanted=wanted)}


def _questions(
    draft: dict[str, Any], *, ours: dict[str, Any], wanted: dict[str, Any]
) -> list[Any]:
    """Return the questions, those that only we changed as they are wanted."""
    now, mine, old = (_by_key(each) for each in (draft, ours, wanted))
    found = {
        key: old.get(key, each) if mine.get(key) == each else each
        for key, each in now.items()
        if not (key in mine and key not in old and mine[key] == each)
    }
    found |= {key: each for key, each in old.items() if key not in now and key not in mine}
    if list(mine) == list(now):  # nobody else has moved, added or removed one
        return [found[key] for key in dict.fromkeys([*old, *found]) if key in found]
    return list(found.values())


def _by_key(draft: dict[str, Any]) -> dict[str, Any]:
    return {each.get("key", ""): each for each in draft.get("questions", ())}
