from pathlib import Path

import polars as pl

from parcours.core.canvas import Canvas
from parcours.core.demo import demo_canvas, demo_events, write_demo


def test_the_demo_is_three_files(tmp_path: Path) -> None:
    files = write_demo(tmp_path / "maison", customers=200)

    assert sorted(path.name for path in (tmp_path / "maison").iterdir()) == [
        "events.parquet",
        "extrait-excel.csv",
        "maison-lutece.yaml",
    ]
    assert Canvas.load(files.canvas) == demo_canvas()
    assert pl.read_parquet(files.events).equals(demo_events(customers=200))


def test_the_sample_is_what_french_excel_saves(tmp_path: Path) -> None:
    files = write_demo(tmp_path, customers=200)

    lines = files.sample.read_bytes().decode("cp1252").splitlines()

    assert lines[0].startswith("Référence;Client;Dossier;Date;Évènement;Canal;Promis pour;Note")
    assert len(lines) == 501
    assert any(";31/10/2026 " in line and "," in line for line in lines)
