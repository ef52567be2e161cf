"""A file on its way into the log: brought, read as its mapping says, tried, carried out.

Each step is a fact on the import, so that any of them may be killed and done again.
"""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from parcours.core.sources import Mapping, plan
from parcours.ledger.domain import carrying, files, whose
from parcours.ledger.domain.planning import fitting, keep_sample, sampled, there
from parcours.ledger.models import Import, SavedMapping
from parcours.people.domain.auditing import note
from parcours.people.models import Member


def receive(upload: UploadedFile, *, by: Member, language: str) -> Import:
    """Keep a file that someone brought, and guess how to read it.

    A saved mapping for files with these columns is taken instead of a guess.

    Raises:
        Refused: no importer can read such a file; nothing of it is kept.
    """
    brought = Import.objects.create(
        name=upload.name or "file", size=upload.size or 0, by=by, language=language, mapping={}
    )
    try:
        files.keep(upload, brought)
        guessed = plan(files.path(brought))
    except Exception:
        remove(brought)
        raise
    saved = fitting(guessed)
    here = {"time_zone": settings.TIME_ZONE}
    brought.mapping = saved.mapping if saved else guessed.mapping.as_pairs() | here
    brought.identities = saved.identities if saved else whose.kinds_in(guessed.sample)
    brought.notes = list(guessed.notes)
    brought.save()
    keep_sample(brought, guessed)
    note(by, "import.brought", brought.topic, detail=brought.name)
    return brought


def remove(brought: Import) -> None:
    """Forget a file that was not imported."""
    files.discard_all(brought)
    brought.delete()


def choose(brought: Import, mapping: Mapping, identities: dict[str, str]) -> None:
    """Take another mapping, and try it on the whole file.

    Raises:
        Refused: it does not fit the file; the one before stays.
    """
    keep_sample(brought, plan(there(brought), mapping=mapping))
    brought.mapping, brought.identities = mapping.as_pairs(), identities
    brought.trying_at, brought.trial, brought.problem = timezone.now(), None, ""
    brought.share_done = 0
    brought.save()
    carrying.try_out.enqueue(brought.pk)


def take_saved(brought: Import, saved: SavedMapping) -> None:
    """Read the file as saved choices say, if they fit it.

    Raises:
        Refused: they name columns that the file has not.
    """
    choose(brought, Mapping.model_validate(saved.mapping), saved.identities)


def remember(brought: Import, name: str, *, by: Member) -> None:
    """Save the mapping for the next such file; a name that is taken now names this one."""
    SavedMapping.objects.update_or_create(
        name=name,
        defaults={
            "mapping": brought.mapping,
            "identities": brought.identities,
            "columns": sorted(sampled(brought).header),
            "by": by,
        },
    )


def confirm(brought: Import, *, by: Member) -> None:
    """Import for good. Confirming twice is confirming once."""
    now = timezone.now()
    waiting = Import.objects.filter(pk=brought.pk, recorded_at=None, trial__isnull=False)
    facts = {"recorded_at": now, "confirmed_by": by, "seen_at": None, "share_done": 0}
    if waiting.update(**facts, problem="", failed_at=None):
        note(by, "import.confirmed", brought.topic, detail=brought.name)
        carrying.carry_out.using(priority=carrying.PRIORITY).enqueue(brought.pk)


def retry(brought: Import) -> None:
    """Try once more what failed."""
    brought.problem, brought.failed_at = "", None
    brought.save(update_fields=["problem", "failed_at"])
    carrying.carry_out.using(priority=carrying.PRIORITY).enqueue(brought.pk)


def undo(brought: Import, *, by: Member) -> None:
    """Take an import's events out again. Undoing twice is undoing once."""
    done = Import.objects.filter(pk=brought.pk, undoing_at=None).exclude(recorded_at=None)
    if done.update(undoing_at=timezone.now(), undone_by=by):
        note(by, "import.undone", brought.topic, detail=brought.name)
        carrying.take_back.enqueue(brought.pk)
