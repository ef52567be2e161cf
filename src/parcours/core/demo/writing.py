"""The demo as files: its canvas, its log, and a sample as French Excel would save it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from parcours.core.canvas import Canvas
from parcours.core.demo.company import UNTIL, ZONE
from parcours.core.demo.telling import CUSTOMERS, SEED, demo_events

CANVAS: Final = Path(__file__).parent / "maison-lutece.yaml"
SAMPLE_ROWS: Final = 500

_FRENCH: Final = {
    "event_id": "Référence", "customer_id": "Client", "case_id": "Dossier", "at": "Date",
    "activity": "Évènement", "channel": "Canal", "due_at": "Promis pour", "score": "Note",
    "scale": "Échelle", "amount": "Montant", "currency": "Devise", "seconds": "Attente (s)",
    "text": "Commentaire", "language": "Langue",
}  # fmt: skip


@dataclass(frozen=True)
class DemoFiles:
    """Where the demo was written."""

    canvas: Path
    events: Path
    sample: Path


def demo_canvas() -> Canvas:
    """Return the canvas of Maison Lutèce."""
    return Canvas.load(CANVAS)


def write_demo(
    folder: Path | str,
    *,
    customers: int = CUSTOMERS,
    seed: int = SEED,
    until: datetime = UNTIL,
) -> DemoFiles:
    """Write the demo into *folder*, made if need be, over what it holds from before.

    Args:
        customers, seed, until: as for `demo_events`.

    Returns:
        Paths of ``maison-lutece.yaml``, ``events.parquet`` and ``extrait-excel.csv``: the
        last 500 events with semicolons, Windows-1252 letters, decimal commas and French
        dates, to try an import on.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = DemoFiles(
        folder / CANVAS.name, folder / "events.parquet", folder / "extrait-excel.csv"
    )
    files.canvas.write_bytes(CANVAS.read_bytes())
    events = demo_events(customers=customers, seed=seed, until=until)
    events.write_parquet(files.events)
    files.sample.write_bytes(_as_french_excel(events.tail(SAMPLE_ROWS)))
    return files


def _as_french_excel(events: pl.DataFrame) -> bytes:
    dates = pl.col("at", "due_at").dt.convert_time_zone(ZONE).dt.strftime("%d/%m/%Y %H:%M:%S")
    numbers = (
        pl.col("score", "amount", "seconds").cast(pl.String).str.replace(".", ",", literal=True)
    )
    rows = events.with_columns(dates, numbers).select(
        pl.col(name).alias(title) for name, title in _FRENCH.items()
    )
    text = rows.write_csv(separator=";", line_terminator="\r\n")
    return text.encode("cp1252", errors="replace")
