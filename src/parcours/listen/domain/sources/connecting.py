"""Connecting a source of reviews, changing what opens it, pausing, letting go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from parcours.listen.domain.sources import opening, pulling
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.models import Source
from parcours.people.domain.auditing import note
from parcours.people.models import Member

_DOOR = signing.Signer(salt="reviews heard")


@dataclass(frozen=True, kw_only=True)
class Connection:
    """What a person says of a source. A secret that is left out stays as it was."""

    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    places: Sequence[dict[str, str]] = ()
    write_url: str = ""


@transaction.atomic
def connect(kind: str, connection: Connection, *, by: Member) -> Source:
    """Return a new source, tested and pulled as soon as the worker comes to it."""
    source = Source(kind=kind, made_by=by)
    _fill(source, connection)
    source.save()
    note(by, "source.connected", source.topic, detail=kind)
    begin(source)
    return source


@transaction.atomic
def change(source: Source, connection: Connection, *, by: Member) -> None:
    """Take other settings, and try them. Other places are read from their beginning."""
    _fill(source, connection)
    source.position, source.swept_at = {}, None
    source.save()
    note(by, "source.changed", source.topic)
    begin(source)


def begin(source: Source) -> None:
    """Test a source and pull it now, where it may be."""
    if source.is_file or not source.is_connected:
        return
    now = timezone.now()
    Source.objects.filter(pk=source.pk).update(
        testing_at=now, next_pull_at=now, failures=0, problem="", detail=""
    )
    pulling.test.enqueue(source.pk)
    if source.paused_at is None:
        pulling.pull.enqueue(source.pk)


@transaction.atomic
def pause(source: Source, *, by: Member) -> None:
    """Ask a source nothing until it is resumed."""
    if Source.objects.filter(pk=source.pk, paused_at=None).update(paused_at=timezone.now()):
        note(by, "source.paused", source.topic)


@transaction.atomic
def resume(source: Source, *, by: Member) -> None:
    """Ask a source again."""
    paused = Source.objects.filter(pk=source.pk).exclude(paused_at=None)
    if paused.update(paused_at=None, next_pull_at=timezone.now()):
        note(by, "source.resumed", source.topic)


@transaction.atomic
def disconnect(source: Source, *, by: Member) -> None:
    """Forget what opens a source. Its reviews stay."""
    Source.objects.filter(pk=source.pk).update(secrets="", next_pull_at=None, position={})
    note(by, "source.disconnected", source.topic)


def door_token(source: Source) -> str:
    """Return the part of an address that lets a site tell us of a review."""
    return _DOOR.sign(str(source.pk))


def source_of(token: str) -> Source | None:
    """Return the source whose door a token opens; nothing where it opens none."""
    try:
        pk = _DOOR.unsign(token)
    except signing.BadSignature:
        return None
    return Source.objects.connected().filter(pk=pk).first()


def _fill(source: Source, connection: Connection) -> None:
    source.name, source.settings = connection.name, connection.settings
    source.places, source.write_url = list(connection.places), connection.write_url
    if source.is_file:
        return
    known: dict[str, str] = {}
    if source.secrets:
        try:
            known = opening.unlocked(source)
        except Trouble:
            known = {}
    given = {name: value for name, value in connection.secrets.items() if value}
    source.secrets = opening.locked(known | given)
