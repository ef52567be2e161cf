"""Files of reviews that people bring: tables, markup of web pages, what sites answered."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from parcours.core.sources.decoding import encoding_of
from parcours.listen.domain.sources import answers, markup, tables
from parcours.listen.domain.sources.tables import Found, NoReviews
from parcours.listen.domain.sources.taking import take
from parcours.listen.models import Source
from parcours.people.domain.auditing import note
from parcours.people.models import Member

MOST_BYTES: Final = 20_000_000
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: reviews that are new, changed, known, and rows that are none."""

    new: int
    edited: int
    same: int
    left_out: int


def bring(source: Source, upload: UploadedFile, *, by: Member) -> Brought:
    """Take the reviews of a file. Bringing it twice is bringing it once.

    Raises:
        Refused: it holds none; the message says what it is.
    """
    content = upload.read()
    found = _read(upload.name or "file", content)
    now = timezone.now()
    taken = [
        take(source, found.reviews[start : start + _AT_ONCE], now=now)
        for start in range(0, len(found.reviews), _AT_ONCE)
    ]
    Source.objects.filter(pk=source.pk).update(pulled_at=now)
    note(by, "reviews.brought", source.topic, detail=str(len(found.reviews)))
    return Brought(
        new=sum(each.new for each in taken),
        edited=sum(each.edited for each in taken),
        same=sum(each.same for each in taken),
        left_out=found.left_out,
    )


def _read(name: str, content: bytes) -> Found:
    zone = settings.TIME_ZONE
    text = content[:MOST_BYTES].decode(encoding_of(content[: 1 << 16]), errors="replace")
    if markup.is_markup(text):
        reviews = answers.reviews(text.lstrip("\ufeff")) or markup.reviews(text, zone=zone)
        if not reviews:
            raise NoReviews(
                _(
                    "{file} holds no reviews as schema.org writes them (JSON-LD, @type Review, "
                    "with a date), nor as Google, Google Play, Trustpilot or the "
                    "App Store tell them."
                ).format(file=name)
            )
        return Found(reviews)
    # The readers of tables want a file, which must not outlive the reading.
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return tables.reviews(path, zone=zone)
