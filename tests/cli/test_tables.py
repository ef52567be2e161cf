"""Tables on terminals of any width."""

import io

import pytest
from rich.console import Console

from parcours.cli.tables import gap_table
from parcours.core.gap import gap
from tests.core.gap.shops import CANVAS, shop


def words(table, width):
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    return sorted(console.file.getvalue().split())


@pytest.mark.parametrize("width", [80, 100])
def test_a_narrow_terminal_shows_every_number_of_a_wide_one(width):
    found = gap_table(gap(CANVAS, shop(300)))

    assert words(found, width) == words(found, 200)
