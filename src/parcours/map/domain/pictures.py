"""Pictures of key moments: read with care, made small, stripped of what the camera wrote."""

from io import BytesIO
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from parcours.map.domain.editing import Set, apply
from parcours.map.models import Canvas, Picture
from parcours.people.models import Member

SIDE: Final = 1600  # pixels, the longer side
MOST_PIXELS: Final = 40_000_000
LARGEST: Final = 15_000_000  # bytes
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


class NoPicture(Exception):
    """The file is not a picture we can show; the message says why, to whoever sent it."""


def small(file: UploadedFile) -> bytes:
    """Return a picture as JPEG of at most 1600 pixels a side, turned upright, metadata gone.

    Raises:
        NoPicture: it is too large, not a picture, or a bomb.
    """
    if (file.size or 0) > LARGEST:
        raise NoPicture(_("This file is too large: 15 MB at most."))
    try:
        picture = Image.open(file, formats=_FORMATS)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise NoPicture(_("This picture has too many pixels: 40 million at most."))
        picture.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise NoPicture(_("This picture has too many pixels: 40 million at most.")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NoPicture(_("This is not a picture: use JPEG, PNG, WebP or GIF.")) from error
    upright.thumbnail((SIDE, SIDE))
    # Pasted onto a fresh picture, so that nothing of the old file's metadata comes along.
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright.getchannel("A"))
    written = BytesIO()
    clean.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


@transaction.atomic
def put(canvas: Canvas, element: str, file: UploadedFile, *, by: Member) -> Picture:
    """Give a key moment a picture."""
    content = small(file)
    picture = Picture(canvas=canvas, by=by)
    picture.file.save(f"{picture.key}.jpg", ContentFile(content), save=False)
    picture.save()
    apply(canvas, Set(element=element, fields={"picture": f"{picture.key}.jpg"}), by=by)
    return picture
