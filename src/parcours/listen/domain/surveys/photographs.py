"""Photographs that people answer with: made small, stripped of what the camera wrote."""

from functools import partial

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from parcours.listen.models import AnswerPicture, Response
from parcours.map.domain.pictures import NoPicture, small

__all__ = ["NoPicture", "receive", "remove"]


@transaction.atomic
def receive(response: Response, question: str, file: UploadedFile) -> str:
    """Keep a picture in place of the one before, and return its key: the answer.

    Raises:
        NoPicture: it is too large, or none; the message is for whoever sent it.
    """
    content = small(file)
    remove(AnswerPicture.objects.filter(response=response, question=question))
    kept = AnswerPicture(response=response, question=question)
    kept.file.save(f"{kept.key}.jpg", ContentFile(content), save=False)
    kept.save()
    return str(kept.key)


def remove(pictures: "models.QuerySet[AnswerPicture]") -> None:
    """Delete *pictures*, and their files once that is sure."""
    for each in pictures:
        delete = partial(each.file.storage.delete, each.file.name)
        each.delete()
        transaction.on_commit(delete)
