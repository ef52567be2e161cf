"""Both languages say of every right who has it, as the one table in the code decides."""

from pathlib import Path

import pytest

from parcours.people.models.rights import ROLES_BY_ACTION

REFERENCE = Path(__file__).parents[2] / "docs/reference"
ROLES = ("viewer", "agent", "colleague", "lead", "owner")


@pytest.mark.parametrize("name", ["people.md", "people.fr.md"])
def test_the_rights_of_each_role_are_those_of_the_code(name: str) -> None:
    lines = (REFERENCE / name).read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "| `" in line]

    assert {
        right.strip("`"): {role for role, cell in zip(ROLES, cells, strict=True) if cell}
        for _what, right, *cells in rows
    } == ROLES_BY_ACTION
