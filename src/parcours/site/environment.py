"""Settings come from the environment; a wrong one stops the start and is named."""

import os
import secrets
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from parcours.core.language import _
from parcours.core.refusal import Refused

PREFIX: Final = "PARCOURS_"
_TRUE: Final = ("1", "true", "yes", "on")
_FALSE: Final = ("", "0", "false", "no", "off")
_POSTGRES: Final = ("postgres", "postgresql")

# Measured: these settings make SQLite bear a site's writers without one "database is locked".
# What is deleted is overwritten: nobody who was erased stays in a free page of the file.
_SQLITE_OPTIONS: Final = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
        "PRAGMA secure_delete=ON;"
    ),
}


class WrongSetting(Refused):
    """A variable of the environment does not hold what it should."""


def text(name: str, default: str = "") -> str:
    """Return the variable PARCOURS_*name*, or *default* where it is not set."""
    return os.environ.get(PREFIX + name, default).strip()


def wrong(name: str, *, needs: str) -> WrongSetting:
    """Return the error that says what PARCOURS_*name* holds and what it *needs*."""
    return WrongSetting(
        _("{name} is {value!r}: it needs {needs}.").format(
            name=PREFIX + name, value=text(name), needs=needs
        )
    )


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable says yes."""
    value = text(name, "yes" if default else "no").lower()
    if value not in _TRUE + _FALSE:
        raise wrong(name, needs=_("yes or no"))
    return value in _TRUE


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return the whole number in the variable."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise wrong(name, needs=_("a whole number of at least {n}").format(n=least))
    return int(value)


def one_of(name: str, default: str, words: Iterable[str]) -> str:
    """Return the variable, which is one of *words*."""
    value = text(name, default)
    if value not in (known := tuple(words)):
        raise wrong(name, needs=_("one of {words}").format(words=", ".join(known)))
    return value


def several(name: str, default: Iterable[str] = ()) -> list[str]:
    """Return the values of the variable, which commas separate."""
    values = text(name, ",".join(default)).split(",")
    return [value.strip() for value in values if value.strip()]


def address(name: str, default: str, schemes: Iterable[str] = ("http", "https")) -> str:
    """Return the address in the variable, without a slash at its end."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in (known := tuple(schemes)) or not parts.hostname:
        raise wrong(
            name,
            needs=_("an address like {example}").format(example=f"{known[0]}://example.org"),
        )
    return value.rstrip("/")


def time_zone(name: str, default: str) -> str:
    """Return the time zone in the variable."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise wrong(name, needs=_("a time zone like Europe/Paris")) from None
    return value


def folder(name: str, default: str) -> Path:
    """Return the folder in the variable, made where it is not there yet."""
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        needs = _("a folder that can be written to ({reason})").format(reason=error.strerror)
        raise wrong(name, needs=needs) from None
    return path


def secret(name: str, kept_in: Path) -> str:
    """Return the secret in the variable, else the one kept in a file, made at first need."""
    if value := text(name):
        return value
    if not kept_in.exists():
        # Two processes may start at once: the first link decides, and is never half written.
        handle, draft = tempfile.mkstemp(dir=kept_in.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, kept_in)
        Path(draft).unlink()
    return kept_in.read_text(encoding="utf-8").strip()


def database(name: str, default: Path) -> dict[str, Any]:
    """Return Django's settings of the database: PostgreSQL's at an address, or SQLite's."""
    value = text(name)
    parts = urlsplit(value)
    if not value or parts.scheme == "sqlite":
        file = Path(unquote(parts.path)) if value else default
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "CONN_MAX_AGE": None,
            "OPTIONS": dict(_SQLITE_OPTIONS),
        }
    if parts.scheme not in _POSTGRES or not parts.path.strip("/"):
        raise WrongSetting(
            _(
                "{name} needs postgres://user:password@host:5432/name, "
                "or nothing for the database in the data folder."
            ).format(name=PREFIX + name)
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(name: str) -> dict[str, Any]:
    """Return Django's settings of outgoing mail: ``smtp[s]://user:password@host:port``.

    Where none is configured mails are written as files, and nothing leaves the machine.
    """
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    parts = urlsplit(value)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise WrongSetting(
            _("{name} needs smtp://user:password@host:587 or smtps://….").format(
                name=PREFIX + name
            )
        )
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls" or (parts.scheme, port) == ("smtp", 587),
        "EMAIL_TIMEOUT": 20,
    }


def host_of(url: str) -> str:
    """Return the host of an address."""
    return urlsplit(url).hostname or "localhost"


def folder_below(parent: Path, name: str) -> Path:
    """Return the folder *name* of *parent*, made where it is not there yet."""
    path = parent / name
    path.mkdir(exist_ok=True)
    return path


def single_sign_on() -> dict[str, Any]:
    """Return allauth's settings of the organisation's identity provider, if it has one."""
    if not text("OIDC_URL"):
        return {}
    app = {
        "provider_id": "sso",
        "name": text("OIDC_NAME", "Single sign-on"),
        "client_id": text("OIDC_CLIENT_ID"),
        "secret": text("OIDC_SECRET"),
        "settings": {"server_url": address("OIDC_URL", ""), "oauth_pkce_enabled": True},
    }
    for name in ("OIDC_CLIENT_ID", "OIDC_SECRET"):
        if not text(name):
            raise wrong(name, needs=_("what the identity provider of PARCOURS_OIDC_URL gave"))
    return {"openid_connect": {"APPS": [app]}}


def single_sign_on_origins() -> list[str]:
    """Return where a browser may be sent to sign in, besides here."""
    parts = urlsplit(text("OIDC_URL"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
