"""Is this installation well? Each check says what it found and what to do about it."""

import os
import shutil
import smtplib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from parcours.core.language import _
from parcours.core.refusal import Refused
from parcours.core.report import numbers
from parcours.ledger.domain.lake import lake
from parcours.people.models import Member
from parcours.site.jobs.state import queue_state

Level = Literal["well", "doubtful", "ill"]

_LEAST_FREE: Final = 2_000_000_000  # bytes
_MOST_DRIFT: Final = timedelta(seconds=5)
_OLDEST_BACKUP: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found; ``advice`` says what to do, where something is to be done."""

    level: Level
    subject: str
    found: str
    advice: str = ""


def examine() -> list[Finding]:
    """Return what every check found. A check that fails says so and stops no other."""
    return [finding for check in CHECKS for finding in _done(check)]


def _done(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except (Refused, OSError, DatabaseError) as error:
        return [
            Finding(
                level="ill", subject=check.__name__.replace("_", " "), found=str(error).strip()
            )
        ]


def configuration() -> Iterator[Finding]:
    """Is the secret secret, and the address the one people use?"""
    key = Path(settings.DATA) / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding(
            level="ill",
            subject=_("configuration"),
            found=_("{file} can be read by others").format(file=key),
            advice=f"chmod 600 {key}",
        )
    if not settings.IS_SECURE and "localhost" not in settings.URL:
        yield Finding(
            level="doubtful",
            subject=_("configuration"),
            found=_("{url} is not encrypted").format(url=settings.URL),
            advice=_("Put TLS in front, and set PARCOURS_URL=https://…"),
        )
    yield Finding(level="well", subject=_("configuration"), found=settings.URL)


def database() -> Iterator[Finding]:
    """Does it answer, and is it of this version?"""
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    name = f"{connection.display_name} {_version()}"
    if waiting:
        yield Finding(
            level="ill",
            subject=_("database"),
            found=_("{name}: {n} migrations are waiting").format(name=name, n=len(waiting)),
            advice="parcours migrate",
        )
        return
    yield Finding(level="well", subject=_("database"), found=name)
    if not Member.objects.filter(role=Member.Role.OWNER, is_active=True).exists():
        yield Finding(
            level="doubtful",
            subject=_("database"),
            found=_("nobody owns this place yet"),
            advice="parcours createadmin",
        )


def event_lake() -> Iterator[Finding]:
    """Can the lake be read, and is it in few files?"""
    log = lake()
    last = log.last_at()
    until = f"{last:%Y-%m-%d %H:%M} UTC" if last else _("no events yet")
    yield Finding(level="well", subject=_("lake"), found=f"{settings.LAKE} · {until}")


def mail() -> Iterator[Finding]:
    """Does mail leave, and is that meant?"""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Finding(
            level="doubtful",
            subject=_("mail"),
            found=_("nothing is sent: mails are files in {folder}").format(
                folder=settings.EMAIL_FILE_PATH
            ),
            advice=_("Set PARCOURS_MAIL_URL=smtp://user:password@host:587 to send them."),
        )
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection():
            yield Finding(level="well", subject=_("mail"), found=where)
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            level="ill",
            subject=_("mail"),
            found=f"{where}: {error}",
            advice=_("Check PARCOURS_MAIL_URL: host, port, user and password."),
        )


def clock() -> Iterator[Finding]:
    """Do this machine and the database agree on the time?"""
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            drift = abs(cursor.fetchone()[0] - now)
        if drift > _MOST_DRIFT:
            yield Finding(
                level="ill",
                subject=_("clock"),
                found=_("{n} seconds apart from the database's").format(
                    n=round(drift.total_seconds())
                ),
                advice=_("Keep both machines on time (chrony, systemd-timesyncd)."),
            )
            return
    yield Finding(level="well", subject=_("clock"), found=f"{now:%Y-%m-%d %H:%M} UTC")


def disk() -> Iterator[Finding]:
    """Is there room for what comes?"""
    usage = shutil.disk_usage(settings.DATA)
    found = _("{free} free at {folder}").format(
        free=numbers.size(usage.free), folder=settings.DATA
    )
    if not os.access(settings.DATA, os.W_OK):
        yield Finding(level="ill", subject=_("disk"), found=_("it cannot be written to"))
    is_low = usage.free < _LEAST_FREE
    advice = _("Make room, or move PARCOURS_DATA to a larger disk.") if is_low else ""
    yield Finding(
        level="doubtful" if is_low else "well", subject=_("disk"), found=found, advice=advice
    )


def worker() -> Iterator[Finding]:
    """Do jobs run?"""
    queue = queue_state()
    found = _("{waiting} jobs wait, {running} run, {dead} were given up").format(
        waiting=queue.waiting, running=queue.running, dead=queue.dead
    )
    advice = _("Start one: parcours worker.") if queue.is_worker_late else ""
    level: Level = "well" if queue.is_well else "ill" if queue.is_worker_late else "doubtful"
    yield Finding(level=level, subject=_("worker"), found=found, advice=advice)


def backups() -> Iterator[Finding]:
    """When was the last one made?"""
    files = sorted(Path(settings.BACKUPS).glob("*.tar"), key=lambda path: path.stat().st_mtime)
    if not files:
        yield Finding(
            level="doubtful",
            subject=_("backups"),
            found=_("none in {folder}").format(folder=settings.BACKUPS),
            advice=_("parcours backup, every night, and keep the files elsewhere."),
        )
        return
    age = timedelta(seconds=timezone.now().timestamp() - files[-1].stat().st_mtime)
    yield Finding(
        level="well" if age < _OLDEST_BACKUP else "doubtful",
        subject=_("backups"),
        found=_("{file}, {n} days old").format(file=files[-1].name, n=age.days),
    )


def _version() -> str:
    with connection.cursor() as cursor:
        question = (
            "SELECT sqlite_version()"
            if connection.vendor == "sqlite"
            else "SHOW server_version"
        )
        cursor.execute(question)
        return str(cursor.fetchone()[0])


CHECKS: Final = (configuration, database, event_lake, mail, clock, disk, worker, backups)
