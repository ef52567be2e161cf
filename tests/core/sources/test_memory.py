"""Memory stays bounded, whatever the size of the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

IMPORT = """
import json, re, sys
from pathlib import Path
from parcours.core.log import EventLog
from parcours.core.sources import importing, load, plan

importing.APPENDED = int(sys.argv[3])
peaks = []

def watch(done, total):
    # Not ru_maxrss: a child begins with the peak of the process that started it.
    kilobytes = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
    peaks.append((done / total, int(kilobytes) / 1024))

done = load(plan(sys.argv[1]), EventLog.create(sys.argv[2]), progress=watch)
half = max(peak for share, peak in peaks if share <= 0.5)
print(json.dumps({"read": done.read, "half": half, "end": peaks[-1][1]}))
"""
needs_linux = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"
)
MEGABYTE = 11_500  # rows


def written(path: Path, rows: int) -> Path:
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write("Date;Heure;N° client;N° commande;Événement;Montant;Commentaire\r\n")
        for n in range(rows):
            file.write(
                f"{1 + n % 28:02}/{1 + n // 28 % 12:02}/2025;{n % 24:02}:{n % 60:02};"
                f"C{n * 7919 % 200_000:06};O{n // 4:08};order.placed;{n % 300},50;"
                f"Très déçu par l'attente n° {n}\r\n"
            )
    return path


@needs_linux
@pytest.mark.parametrize(
    ("megabytes", "at_once"),
    [(30, 20_000), pytest.param(300, 250_000, marks=pytest.mark.soak)],
)
def test_the_second_half_of_a_file_needs_no_more_memory_than_the_first(
    tmp_path: Path, megabytes: int, at_once: int
) -> None:
    path = written(tmp_path / "large.csv", megabytes * MEGABYTE)
    size = path.stat().st_size

    run = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path), str(tmp_path / "log"), str(at_once)],
        capture_output=True,
        text=True,
        check=True,
    )

    found = json.loads(run.stdout)
    assert size > 0.9 * megabytes * 1_000_000
    assert found["read"] == megabytes * MEGABYTE
    assert found["end"] - found["half"] < 40, found
    assert found["end"] < 700, found
