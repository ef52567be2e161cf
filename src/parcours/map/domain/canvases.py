"""Making canvases, copying them, putting them away."""

from copy import deepcopy
from typing import Final

from django.db import transaction
from django.utils import timezone

from parcours.core.canvas import Canvas as Drawing
from parcours.core.words import say
from parcours.core.words import slug as slugged
from parcours.map.domain.drafting import ROOT
from parcours.map.models import Canvas, CanvasVersion
from parcours.people.models import Member

# Addresses below /canvases/ that no canvas may take.
RESERVED: Final = frozenset({"new", "pictures", "activities"})


def in_use(member: Member | None = None) -> list[Canvas]:
    """Return the canvases that are not archived, those that *member* may see; without, all."""
    current = Canvas.objects.current()
    return list(current.visible_to(member) if member else current)


@transaction.atomic
def create(name: str, text: str, by: Member) -> Canvas:
    """Return a new canvas called *name*, with its first version.

    Args:
        name: what people call it.
        text: a canvas in YAML.
        by: who made it.

    Raises:
        InvalidCanvas: the text is none, with all that is wrong.
    """
    saved = Drawing.parse(text).to_yaml()
    canvas = Canvas.objects.create(
        name=name, slug=free_slug(name), text=saved, version=1, created_by=by, changed_by=by
    )
    CanvasVersion.objects.create(canvas=canvas, number=1, text=saved, by=by)
    return canvas


def free_slug(name: str) -> str:
    """Return an address made of *name* that no canvas has."""
    stem = slugged(name)[:70] or "canvas"
    taken = {*RESERVED, *Canvas.objects.values_list("slug", flat=True)}
    numbered = (f"{stem}-{n}" for n in range(2, len(taken) + 3))
    return next(each for each in (stem, *numbered) if each not in taken)


def archive(canvas: Canvas, *, by: Member) -> None:
    """Put *canvas* away: it leaves the lists, nothing of it is lost. Twice is once."""
    Canvas.objects.filter(pk=canvas.pk, archived_at=None).update(
        archived_at=timezone.now(), archived_by=by
    )


def unarchive(canvas: Canvas) -> None:
    """Bring *canvas* back into the lists."""
    Canvas.objects.filter(pk=canvas.pk).update(archived_at=None, archived_by=None)


def copy(canvas: Canvas, *, name: str, by: Member) -> Canvas:
    """Return a new canvas like *canvas*, drafts included, without its history."""
    made = create(name, renamed(canvas.parsed(), name).to_yaml(), by)
    if canvas.draft is not None:
        made.draft = {"elements": deepcopy(canvas.draft["elements"])}
        fields = made.draft["elements"][ROOT]["fields"]
        for title in [field for field in fields if field.partition(".")[0] == "title"]:
            fields[title] = name
        made.save(update_fields=["draft"])
    return made


def bring_in(text: str, *, file_name: str, name: str, by: Member) -> Canvas:
    """Return a new canvas of a file's *text*, called *name*, or as its title says.

    Raises:
        InvalidCanvas: with all that is wrong, by line and field.
    """
    drawing = Drawing.parse(text, name=file_name)
    if name:
        drawing = renamed(drawing, name)
    return create(say(drawing.title, drawing.language), drawing.to_yaml(), by)


def renamed(drawing: Drawing, name: str) -> Drawing:
    """Return *drawing* under another title, its id made of it."""
    changed = {"title": name, "canvas": slugged(name) or drawing.canvas}
    return drawing.model_copy(update=changed)
