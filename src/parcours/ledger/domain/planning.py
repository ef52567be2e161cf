"""How a brought file will be read."""

from django.conf import settings
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.sources import Mapping, Plan, plan
from parcours.ledger.domain import files
from parcours.ledger.models import Import, SavedMapping


class FileGone(Refused):
    """The file of an import is not there any more."""


def plan_of(brought: Import) -> Plan:
    """Return how the file will be read.

    Raises:
        FileGone: it was imported or deleted.
        Refused: its mapping does not fit it.
    """
    if not files.path(brought).exists():
        raise FileGone(_("The file is not here any more: bring it again."))
    mapping = Mapping.model_validate(brought.mapping)
    return plan(files.path(brought), mapping=mapping, secret=_secret())


def fitting(guessed: Plan) -> SavedMapping | None:
    """Return the newest saved mapping for files of this kind with these columns."""
    if not guessed.header:
        return None
    same = SavedMapping.objects.filter(columns=sorted(guessed.header)).order_by("-at")
    return next((each for each in same if each.mapping.get("kind") == guessed.kind), None)


def _secret() -> bytes:
    return settings.PSEUDONYM_KEY.encode()[:64]
