"""Plans and previews as people see them."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

from rich.console import Console

from parcours.core.language import speaking
from parcours.core.sources import plan, preview
from parcours.core.sources.showing import plan_sections

Write = Callable[..., Path]
SALES = """\
Date;N° client;N° commande;Montant;Canal;Livrée le;Prénom
25/03/2026;C1;A1;12,50;Boutique;27/03/2026;<Zoé>
26/03/2026;C2;A2;trop;Boutique;27/03/2026;Léo
"""


def seen(thing: object) -> str:
    console = Console(file=StringIO(), width=120)
    console.print(thing)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_a_plan_shows_each_column_where_from_how_and_as_it_enters(write: Write) -> None:
    found = plan(write("sales.csv", SALES))

    placed, delivered = plan_sections(found)

    assert placed.title == "1. order.placed"
    assert placed.rows == [
        ("activity", "", "always", "order.placed"),
        ("at", "Date", "%d/%m/%Y", "2026-03-25 00:00:00Z · 2026-03-26 00:00:00Z"),
        ("customer_id", "N° client", "", "C1 · C2"),
        ("case_id", "N° commande", "", "A1 · A2"),
        ("channel", "Canal", "1 word translated", "store"),
        ("properties", "Montant", "", '{"montant":"12,50"} · {"montant":"trop"}'),
    ]
    assert delivered.title == "2. order.delivered"


def test_a_plan_shows_itself_in_a_terminal_and_in_a_notebook(write: Write) -> None:
    found = plan(write("sales.csv", SALES))

    terminal, notebook = seen(found), found._repr_html_()

    for text in (terminal, notebook):
        assert "sales.csv (csv, utf-8, UTC" in text
        assert "N° commande" in text
        assert "left out, for they tell who someone is: Prénom" in text
    assert "<table>" in notebook
    assert "%d/%m/%Y" in notebook


def test_what_is_missing_comes_first(write: Write) -> None:
    found = plan(write("f.csv", "colour,size\nred,large\n"))

    assert seen(found).index("missing: who") < seen(found).index("missing: when")


def test_a_source_of_known_shape_shows_its_first_events(write: Write) -> None:
    text = (
        '{"type": "track", "userId": "u", "event": "X Done", "timestamp": "2026-03-03T10:00Z"}'
    )
    found = plan(write("f.ndjson", text))

    (section,) = plan_sections(found)

    assert ("activity", "", "", "x_done") in section.rows


def test_a_preview_shows_counts_first_events_and_what_stays_out(write: Write) -> None:
    text = "date,client,event\n" + "2026-03-03,<b>,a.b\n" * 9 + "soon,C2,a.b\n"
    found = plan(write("f.csv", text))

    shown = preview(found)

    assert "10 rows read, 9 events enter, 1 stays out" in seen(shown)
    assert "this is not a date" in seen(shown)
    assert "&lt;b&gt;" in shown._repr_html_()


def test_other_ways_to_fill_a_column_are_shown(write: Write) -> None:
    from parcours.core.sources import parse_mapping

    mapping = parse_mapping(
        """
        kind: csv
        events:
          - activity: a.b
            at: date
            customer_id: {first: [client, {template: "row {n}"}]}
            seconds: {column: n, times: 60}
        """
    )
    found = plan(write("f.csv", "date,client,n\n2026-03-03,C1,2\n"), mapping=mapping)

    rows = plan_sections(found)[0].rows

    assert ("customer_id", "client | row {n}", "", "C1") in rows
    assert ("seconds", "n", "× 60 + 0", "120.0") in rows


def test_french_speakers_read_the_column_heads(write: Write) -> None:
    found = plan(write("sales.csv", SALES))

    with speaking("fr"):
        heads = plan_sections(found)[0].columns

    assert len(heads) == 4
