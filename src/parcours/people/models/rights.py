"""Which role may do what. A new right is a new line here, and nowhere else."""

from typing import Final

OWNER, LEAD, COLLEAGUE, AGENT, VIEWER = "owner", "lead", "colleague", "agent", "viewer"

ROLES_BY_ACTION: Final[dict[str, frozenset[str]]] = {
    "see figures": frozenset({OWNER, LEAD, COLLEAGUE, AGENT, VIEWER}),
    "add contexts": frozenset({OWNER, LEAD, COLLEAGUE, AGENT}),
    "say beliefs": frozenset({OWNER, LEAD, COLLEAGUE, AGENT}),
    "see customers": frozenset({OWNER, LEAD, COLLEAGUE, AGENT}),
    "change customers": frozenset({OWNER, LEAD, AGENT}),
    "edit canvases": frozenset({OWNER, LEAD, COLLEAGUE}),
    "import events": frozenset({OWNER, LEAD}),
    "edit surveys": frozenset({OWNER, LEAD, COLLEAGUE}),
    "see answers": frozenset({OWNER, LEAD, COLLEAGUE, AGENT, VIEWER}),
    "manage sources": frozenset({OWNER, LEAD}),
    "let words leave": frozenset({OWNER}),
    "manage contact policy": frozenset({OWNER, LEAD}),
    "answer reviews": frozenset({OWNER, LEAD, AGENT}),
    "code verbatims": frozenset({OWNER, LEAD, COLLEAGUE, AGENT}),
    "write notes": frozenset({OWNER, LEAD, COLLEAGUE, AGENT}),
    "share figures": frozenset({OWNER, LEAD}),
    "export people": frozenset({OWNER, LEAD}),
    "erase people": frozenset({OWNER}),
    "manage members": frozenset({OWNER}),
    "manage keys": frozenset({OWNER}),
    "see audit": frozenset({OWNER, LEAD}),
}


def allows(role: str, action: str) -> bool:
    """Return whether *role* may do *action*.

    Raises:
        KeyError: there is no such action; a typing mistake must not open a door.

    >>> allows("viewer", "edit canvases"), allows("lead", "edit canvases")
    (False, True)
    """
    return role in ROLES_BY_ACTION[action]
