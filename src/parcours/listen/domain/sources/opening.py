"""Opening a source: its connector, with the keys we hold."""

import json
from collections.abc import Callable
from typing import Any, Final, Protocol

from cryptography.fernet import InvalidToken

from parcours.listen.domain.sources.app_store import AppStore
from parcours.listen.domain.sources.google import Google
from parcours.listen.domain.sources.line import Line, Trouble
from parcours.listen.domain.sources.play import Play
from parcours.listen.domain.sources.posted import Page, Posted
from parcours.listen.domain.sources.trustpilot import Trustpilot
from parcours.listen.models import Source
from parcours.people.domain import sealing

_PURPOSE: Final = "reviews"


class Connector(Protocol):
    """What every source of reviews can do. Each raises ``Trouble`` where it cannot.

    ``longest`` is how many characters an answer may have.
    """

    longest: int

    def page(self, place: str, token: str = "") -> Page:
        """Return some reviews of a place, those changed last first."""

    def one(self, review_id: str, place: str) -> Posted | None:
        """Return a review as it stands, or nothing where the source has it no more."""

    def answer(self, review_id: str, place: str, text: str) -> None:
        """Answer a review in public."""


CONNECTORS: Final[dict[str, Callable[[Line, dict[str, Any], dict[str, str]], Connector]]] = {
    Source.Kind.GOOGLE: Google,
    Source.Kind.TRUSTPILOT: Trustpilot,
    Source.Kind.APP_STORE: AppStore,
    Source.Kind.PLAY: Play,
}
LONGEST: Final[dict[str, int]] = {
    Source.Kind.GOOGLE: Google.longest,
    Source.Kind.TRUSTPILOT: Trustpilot.longest,
    Source.Kind.APP_STORE: AppStore.longest,
    Source.Kind.PLAY: Play.longest,
}
"""How long an answer may be, where one can be sent."""
IN_BYTES: Final = frozenset([Source.Kind.GOOGLE])
"""Kinds that count the bytes of an answer, not its letters."""
READS_ALL: Final = frozenset(
    [Source.Kind.GOOGLE, Source.Kind.TRUSTPILOT, Source.Kind.APP_STORE]
)
"""Kinds that list every review there is, so that one they no longer list may be deleted."""


def locked(secrets: dict[str, str]) -> str:
    """Return secrets as a source keeps them."""
    return sealing.sealed(json.dumps(secrets), purpose=_PURPOSE)


def unlocked(source: Source) -> dict[str, str]:
    """Return the secrets of a source.

    Raises:
        Trouble: none of the site's keys opens them.
    """
    try:
        secrets: dict[str, str] = json.loads(sealing.opened(source.secrets, purpose=_PURPOSE))
    except InvalidToken:
        raise Trouble("locked") from None
    return secrets


def opened(source: Source) -> Connector:
    """Return what asks a source, with its keys.

    Raises:
        Trouble: they cannot be read.
    """
    secrets = unlocked(source)
    line = Line(hidden=tuple(secrets.values()))
    return CONNECTORS[source.kind](line, source.settings, secrets)
