"""The life of a survey: begun, published as a version that stays, closed, opened again."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.survey import InvalidSurvey
from parcours.core.survey import Survey as Definition
from parcours.core.survey.page import is_worded
from parcours.core.survey.questions import Asked
from parcours.core.words import slug
from parcours.ledger.domain.announcing import announce
from parcours.listen.models import Survey, SurveyVersion
from parcours.people.domain.auditing import note
from parcours.people.models import Member, Team

# Addresses below /surveys/ that no survey may take.
RESERVED: Final = frozenset({"new", "contact-policy", "decisions", "sendings", "shared"})


class Unpublishable(Refused):
    """The definition is a survey, but cannot be answered, or would break a trend."""


def start(
    definition: Definition, *, by: Member, team: Team | None = None, language: str = ""
) -> Survey:
    """Return a new survey that begins as *definition*, a template's perhaps.

    Args:
        definition: what it asks.
        by: who begins it.
        team: whose it is.
        language: of its name; its maker's where none is said.
    """
    name = definition.say(definition.title, language or by.language)
    return Survey.objects.create(
        name=name[:160],
        slug=_free(slug(name)[:60] or definition.survey[:60]),
        draft=definition.to_dict(),
        team=team,
        created_by=by,
        changed_by=by,
    )


def save(survey: Survey, draft: dict[str, Any], *, by: Member) -> None:
    """Keep what is being edited, valid or not."""
    survey.draft, survey.changed_at, survey.changed_by = draft, timezone.now(), by
    survey.save(update_fields=["draft", "changed_at", "changed_by"])


@transaction.atomic
def publish(survey: Survey, by: Member) -> SurveyVersion:
    """Freeze the draft as the version that is answered from now on.

    Whoever is answering goes on with the version they began. Publishing what is answered
    already makes no new version.

    Raises:
        InvalidSurvey: the draft is no survey, with all that is wrong.
        Unpublishable: it asks nothing, or a key means another kind of question than before.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    definition = Definition.of(survey.draft)
    current = survey.current()
    if current is not None and current.parsed() == definition:
        return current
    _check(survey, definition)
    survey.version += 1
    version = SurveyVersion.objects.create(
        survey=survey, number=survey.version, definition=definition.to_dict(), by=by
    )
    survey.save(update_fields=["version"])
    note(by, "survey.published", f"survey/{survey.pk}", detail=f"{survey} {version.number}")
    announce(f"survey/{survey.pk}")
    return version


def is_changed(survey: Survey) -> bool:
    """Whether the draft asks something else than what is published."""
    current = survey.current()
    if current is None or current.definition == survey.draft:
        return False
    try:
        return current.parsed() != Definition.of(survey.draft)
    except InvalidSurvey:
        return True


@transaction.atomic
def close(survey: Survey, *, by: Member) -> None:
    """Take no more answers. Closing twice is closing once."""
    is_new = Survey.objects.filter(pk=survey.pk, closed_at=None).update(
        closed_at=timezone.now(), closed_by=by
    )
    if is_new:
        note(by, "survey.closed", f"survey/{survey.pk}", detail=survey.name)
        announce(f"survey/{survey.pk}")


@transaction.atomic
def reopen(survey: Survey, *, by: Member) -> None:
    """Take answers again."""
    if Survey.objects.filter(pk=survey.pk).exclude(closed_at=None).update(closed_at=None):
        note(by, "survey.reopened", f"survey/{survey.pk}", detail=survey.name)
        announce(f"survey/{survey.pk}")


def keys_of(survey: Survey) -> set[str]:
    """Return the keys that some published version gave to a question."""
    return {key for key, _question in _asked_before(survey)}


def _check(survey: Survey, definition: Definition) -> None:
    if not definition.questions:
        raise Unpublishable(_("This survey asks nothing yet: add a question."))
    dumb = [code for code in definition.languages if not is_worded(definition, code)]
    if dumb:
        raise Unpublishable(
            _(
                "Nobody has worded the page’s own buttons in %(language)s yet: write them "
                "under “Buttons and messages of the page”."
            )
            % {"language": ", ".join(dumb)}
        )
    known = dict(_asked_before(survey))
    for question in definition.questions:
        before = known.get(question.key)
        if before is not None and before.kind != question.kind:
            raise Unpublishable(
                _(
                    "The key “%(key)s” was a question of the kind %(before)s, and is now one "
                    "of the kind %(now)s: its answers would be mixed. Give the new question "
                    "another key."
                )
                % {"key": question.key, "before": before.kind, "now": question.kind}
            )


def _asked_before(survey: Survey) -> Iterator[tuple[str, Asked]]:
    for version in survey.versions.all():
        for question in version.parsed().questions:
            yield question.key, question


def _free(wanted: str) -> str:
    """Return *wanted*, or it with the first number that no survey has."""
    taken = set(Survey.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= RESERVED
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
