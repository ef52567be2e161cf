"""Everything the house has about a person, as one file."""

import json
import zipfile
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder

from parcours.people.domain.identity import customers_of
from parcours.people.domain.keeping import keepers
from parcours.people.models import Customer


def export(person: Customer, into: IO[bytes]) -> None:
    """Write a ZIP: a folder for each keeper, with JSON and the files themselves.

    The person's merged customers are in it, each under its own pseudonym.
    """
    ids = [customer.customer_id for customer in customers_of(person)]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for keeper in keepers():
            for name, content in keeper.export(ids):
                archive.writestr(f"{keeper.key}/{name}", _written(content))


def _written(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return text.encode()
