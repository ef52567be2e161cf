"""Lines come in over the real server as they are made, without anyone knowing how many."""

from collections.abc import Iterator

import pytest
import requests

from parcours.ledger.models import OutboxEvent
from parcours.people.models import Member
from parcours.site.api import keys

ROW = b'{"customer_id": "c%d", "activity": "a.b", "at": "2026-03-03T10:00:00Z"}\n'


@pytest.mark.django_db(transaction=True)
def test_a_body_of_unknown_length_is_taken(site_server: str, ana: Member):
    _key, secret = keys.make("till", scopes=["events:write"], by=ana)

    def made() -> Iterator[bytes]:
        for n in range(2_500):
            yield (
                b'{"customer_id": "c%d", "activity": "a.b", "at": "2026-03-03T10:00:00Z"}\n' % n
            )

    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{site_server}/api/v1/events",
            data=made(),
            headers={
                "Authorization": f"Bearer {secret}",
                "Content-Type": "application/x-ndjson",
            },
            timeout=30,
        )

    assert (answer.status_code, answer.json()["accepted"]) == (200, 2_500)
    assert OutboxEvent.objects.count() == 2_500
