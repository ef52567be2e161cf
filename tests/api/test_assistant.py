"""What an assistant reads over MCP: the same figures, nobody's name, nothing to change."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client as Assistant
from mcp import StdioServerParameters, stdio_client

from parcours.site.assistant.masking import masked
from tests.databases_of_tests import copied

# The company of these tests has a database of its own.
pytestmark = pytest.mark.one_database

FOUND = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from parcours.ledger.domain.lake import lake
from parcours.map.domain.canvases import create
from parcours.people.models import Customer, Member
from tests.map.company import CANVAS, parcels
ana = Member.objects.create_user("ana@example.org", name="Ana", role="owner")
create("Parcels", CANVAS, ana)
Customer.objects.create(customer_id="C-000", name="Anne Long")
lake().append(parcels())
"""


@pytest.fixture(scope="module")
def founded(tmp_path_factory) -> dict[str, str]:
    """The environment of a small company of its own."""
    here, folder = Path(__file__).parents[2], tmp_path_factory.mktemp("assistant")
    copied(folder / "parcours.sqlite3")
    told = {
        **os.environ,
        "PARCOURS_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "parcours.site.settings",
        "PARCOURS_LOG_LEVEL": "ERROR",
        "PARCOURS_DATABASE_URL": "",
    }
    subprocess.run([sys.executable, "-c", FOUND], cwd=here, env=told, check=True)
    return told


def ask(founded: dict[str, str], talk: Callable[[Assistant], Awaitable[Any]]) -> Any:
    """Start the command, talk to it over its standard input, and end it."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "parcours", "mcp"], env=founded
    )

    async def talking() -> Any:
        async with Assistant(stdio_client(server)) as assistant:
            return await talk(assistant)

    return asyncio.run(talking())


def said(result: Any) -> Any:
    """What a tool answered."""
    found = result.structured_content
    if found is None:
        return json.loads(result.content[0].text)
    return found.get("result", found)


def test_it_reads_canvases_gaps_figures_and_words_and_changes_nothing(founded):
    async def talk(assistant: Assistant) -> dict[str, Any]:
        call = assistant.call_tool
        return {
            "tools": await assistant.list_tools(),
            "canvases": said(await call("list_canvases", {})),
            "gap": said(await call("read_gap", {"promise": "on-time"})),
            "figures": said(await call("read_figures", {"period": "12m", "metric": "csat"})),
            "definition": said(await call("define_metrics", {"metric": "nps"})),
            "words": said(await call("read_verbatims", {"touchpoint": "delivery", "many": 3})),
            "yaml": await assistant.read_resource("canvas://parcels"),
            "wrong": await call("read_verbatims", {"touchpoint": "moon"}),
        }

    found = ask(founded, talk)

    tools = found["tools"].tools
    assert [each.name for each in tools] == [
        "list_canvases", "read_gap", "read_figures", "define_metrics", "read_verbatims",
    ]  # fmt: skip
    assert all(each.annotations.read_only_hint and each.description for each in tools)
    assert found["canvases"] == [
        {
            "slug": "parcels",
            "name": "Parcels",
            "touchpoints": ["delivery", "calls"],
            "promises": ["on-time"],
        }
    ]
    assert found["gap"]["promises"][0]["kept"]["value"] == 0.75
    assert found["figures"]["metrics"][0]["now"]["n"] == 40
    assert found["definition"][0]["source"].startswith("Reichheld")
    assert found["words"]["total"] == 10
    assert len(found["words"]["verbatims"]) == 3
    assert "Long" not in json.dumps(found["words"]).replace("Trop long", "")
    assert found["yaml"].contents[0].text.startswith("canvas: parcels")
    assert found["wrong"].is_error
    assert "delivery, calls" in found["wrong"].content[0].text


@pytest.mark.parametrize(
    ("words", "covered"),
    [
        ("Écrivez à zoe.b@courriel.example !", "Écrivez à [e-mail] !"),
        ("+33 (0)6 12.34-56 78 merci", "[number] merci"),
        ("IBAN FR76 3000 6000 0112", "IBAN FR[number]"),
        ("https://shop.example/o/1?mail=x trop lent", "[link] trop lent"),
        ("livré le 12 mars, 3 jours après", "livré le 12 mars, 3 jours après"),
        ("anne roy ne répond pas", "[name] [name] ne répond pas"),
    ],
)
def test_words_do_not_tell_who_wrote_them(words: str, covered: str):
    assert masked(words, ["Anne Roy"]) == covered
