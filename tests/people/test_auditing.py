"""What is written down of who did what is said in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

import parcours
from parcours.people.domain.auditing import in_words, note
from parcours.people.models import AuditEntry

SOURCES = Path(parcours.__file__).parent


def actions() -> Iterator[str]:
    """Every action that a call of `note` writes down."""
    for file in SOURCES.rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        if "people.domain.auditing import" in source:
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "note":
                    yield from written(node.args[1])


def written(action: ast.expr) -> Iterator[str]:
    """One action, or each of two that a condition chooses between."""
    if isinstance(action, ast.IfExp):
        yield from written(action.body)
        yield from written(action.orelse)
    else:
        yield ast.literal_eval(action)


def test_every_action_is_said_in_words_in_both_languages(french: None):
    found = set(actions())

    english = {each: in_words(each) for each in found}
    with translation.override("fr"):
        in_french = {each: in_words(each) for each in found}

    assert {each for each, said in english.items() if said == each} == set(), (
        "say them in `deeds` of the room's AppConfig"
    )
    assert {each for each in found if in_french[each] == english[each]} == set()


@pytest.mark.django_db
def test_the_page_says_what_was_done(client: Client, ana):
    note(ana, "key.made", "key/1", detail="Shop")
    note(None, "moon.landed", "moon/1")
    client.force_login(ana)

    page = client.get("/team/audit/").text

    assert "made a key" in page
    assert "moon.landed" in page
    assert AuditEntry.objects.count() == 2
