"""Owners make keys, see them once, and revoke them; everyone reads what can be asked."""

import re
from datetime import timedelta

from django.test import Client

from parcours.people.models import Member
from parcours.site.models import ApiKey

KEYS = "/team/keys/"
DAY = timedelta(days=1)


def test_a_key_is_made_shown_once_and_revoked(client: Client, ana: Member):
    client.force_login(ana)
    made = client.post(KEYS, {"name": "till", "scopes": ["events:write"], "days": "30"})
    [secret] = set(re.findall(r"parcours_[\w-]{43}", made.content.decode()))
    key = ApiKey.objects.get()
    again = client.get(KEYS).content.decode()
    client.post(f"{KEYS}{key.pk}/revocation/")

    asked = client.get("/api/v1/canvases", headers={"Authorization": f"Bearer {secret}"})
    assert made["Cache-Control"] == "no-store"
    assert secret not in again
    assert (key.scopes, round((key.expires_at - key.made_at) / DAY)) == (["events:write"], 30)
    assert asked.status_code == 401


def test_a_key_needs_a_name_and_something_it_may(client: Client, ana: Member):
    client.force_login(ana)

    client.post(KEYS, {"name": "", "scopes": ["events:write"]})
    client.post(KEYS, {"name": "till", "scopes": ["everything"]})

    assert not ApiKey.objects.exists()


def test_members_read_what_programs_can_ask_for(client: Client, viewer: Member):
    client.force_login(viewer)
    page = client.get("/team/api/").content.decode()
    document = client.get("/team/api/openapi.json").json()

    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
