"""How a brought file will be read."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from parcours.core.refusal import Refused
from parcours.core.sources import Mapping, Plan, plan
from parcours.core.sources.plan import unfinished
from parcours.core.sources.reading import Rows
from parcours.ledger.domain import files
from parcours.ledger.models import Import, SavedMapping

_SHOWN: Final = 1_000


class FileGone(Refused):
    """The file of an import is not there any more."""


def plan_of(brought: Import) -> Plan:
    """Return how the file will be read.

    Raises:
        FileGone: it was imported or deleted.
        Refused: its mapping does not fit it.
    """
    mapping = Mapping.model_validate(brought.mapping)
    return plan(there(brought), mapping=mapping, secret=_secret())


def there(brought: Import) -> Path:
    """Return where the file lies.

    Raises:
        FileGone: it does no more.
    """
    path = files.path(brought)
    if not path.exists():
        raise FileGone(_("The file is not here any more: bring it again."))
    return path


def sampled(brought: Import) -> Plan:
    """Return the plan as a page shows it: its first rows and columns, without the file.

    Raises:
        FileGone: it was imported or deleted.
    """
    path, mapping = there(brought), Mapping.model_validate(brought.mapping)
    if not files.sample(brought).exists():
        return Plan(path, mapping, secret=_secret())
    sample = pl.read_parquet(files.sample(brought))
    return Plan(
        path,
        mapping,
        Sample(sample),
        sample,
        notes=tuple(brought.notes),
        missing=tuple(unfinished(mapping)),
    )


def keep_sample(brought: Import, planned: Plan) -> None:
    """Keep the first rows of a file that is a table."""
    if planned.header:
        planned.sample.head(_SHOWN).write_parquet(files.sample(brought))


@dataclass(frozen=True)
class Sample:
    """A reader of the first rows only."""

    frame: pl.DataFrame

    @property
    def header(self) -> list[str]:
        """The columns of the file."""
        return self.frame.columns

    @property
    def total(self) -> int:
        """How many rows are shown."""
        return self.frame.height

    def rows(self) -> Generator[Rows]:
        """Read the first rows."""
        lines = pl.int_range(self.frame.height, dtype=pl.Int64, eager=True)
        yield Rows(self.frame, lines, done=self.frame.height)


def fitting(guessed: Plan) -> SavedMapping | None:
    """Return the newest saved mapping for files of this kind with these columns."""
    if not guessed.header:
        return None
    same = SavedMapping.objects.filter(columns=sorted(guessed.header)).order_by("-at")
    return next((each for each in same if each.mapping.get("kind") == guessed.kind), None)


def _secret() -> bytes:
    return settings.PSEUDONYM_KEY.encode()[:64]
