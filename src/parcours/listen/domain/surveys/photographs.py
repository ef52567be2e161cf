"""Pictures of surveys: photographs that people answer with, and the logo of the pages.

All are made small, and stripped of what the camera wrote.
"""

import uuid
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from parcours.listen.domain.surveys import publishing, undoing
from parcours.listen.models import AnswerPicture, Logo, Response, Survey
from parcours.map.domain.pictures import NoPicture, small
from parcours.people.models import Member

__all__ = ["NoPicture", "counted", "hang", "receive", "remove"]


@transaction.atomic
def receive(
    response: Response, question: str, file: UploadedFile, *, key: uuid.UUID | None = None
) -> str:
    """Keep a picture in place of the one before, and return its key: the answer.

    Args:
        response: whose answer it is.
        question: by key.
        file: as it was sent.
        key: its own, where a device made it.

    Raises:
        NoPicture: it is too large, or none; the message is for whoever sent it.
    """
    content = small(file)
    remove(AnswerPicture.objects.filter(response=response, question=question))
    kept = AnswerPicture(key=key or uuid.uuid4(), response=response, question=question)
    kept.file.save(f"{kept.key}.jpg", ContentFile(content), save=False)
    kept.save()
    return str(kept.key)


@transaction.atomic
def hang(survey: Survey, file: UploadedFile | None, *, by: Member) -> Logo | None:
    """Put a picture at the top of the draft's pages, or none; return it.

    The one before stays: versions that were published still show it.

    Raises:
        NoPicture: it is too large, or none; the message is for whoever sent it.
    """
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    theme = {name: each for name, each in held.draft.get("theme", {}).items() if name != "logo"}
    logo = None
    if file is not None:
        logo = Logo(survey=held, by=by)
        logo.file.save(f"{logo.key}.jpg", ContentFile(small(file)), save=False)
        logo.save()
        theme["logo"] = str(logo.key)
    before = held.draft
    publishing.save(held, {**before, "theme": theme}, by=by)
    undoing.keep(held, before, by=by)
    return logo


def counted(survey: Survey) -> "models.QuerySet[AnswerPicture]":
    """Return the pictures of the answers that count, the newest first."""
    aside = Response.State.ASIDE
    found = AnswerPicture.objects.filter(response__survey=survey).exclude(response__state=aside)
    return found.select_related("response__version").order_by("-at", "-pk")


def remove(pictures: "models.QuerySet[AnswerPicture]") -> None:
    """Delete *pictures*, and their files once that is sure."""
    for each in pictures:
        delete = partial(each.file.storage.delete, each.file.name)
        each.delete()
        transaction.on_commit(delete)
