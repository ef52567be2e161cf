"""``python -m training DATA``: makes the models of `parcours.core.text` from named inputs.

The same inputs give the same bytes. Which inputs made a model is written beside it, in
``model/made-from.json``; a test holds the two together.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from parcours.core.text.lexicon import FOLDER as LEXICON
from parcours.core.text.model import FOLDER as MODELS
from training import judging, language, sentiment, told
from training.sources import HERE, TABLES

RECORD: Final = "made-from.json"
LEARNERS: Final = {
    "language": language.train,
    "sentiment": sentiment.train,
    "judges": judging.train,
}
MEASURED: Final = ("labelled/dev.jsonl", "labelled/test.jsonl")  # read only to be left out
HEARD: Final = ("sentiment.fr.txt", "sentiment.en.txt", "sentiment.common.txt")
WRITTEN: Final = ("drivers.fr.txt", "drivers.en.txt")
OPINIONS: Final = ("fr.txt", "en.txt", *WRITTEN)
SENTENCES: Final = {
    "language": (*OPINIONS, "other.txt"),
    "sentiment": OPINIONS,
    "judges": (*WRITTEN, "alike.txt"),
}
PHRASES: Final = {
    "language": HEARD,
    "sentiment": HEARD,
    "judges": (*HEARD, *WRITTEN, "flags.fr.txt", "flags.en.txt"),
}

Record = dict[str, dict[str, Any]]


def main() -> int:
    """Train what is asked for, and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the Parquet files")
    parser.add_argument("names", nargs="*", help=f"{', '.join(LEARNERS)}; all by default")
    parser.add_argument("--into", type=Path, default=MODELS, help="folder of the models")
    asked = parser.parse_args()
    for name in asked.names or LEARNERS:
        path = make(name, asked.data, asked.into)
        sys.stdout.write(f"Wrote {path}: {path.stat().st_size / 1024:.0f} KiB.\n")
    return 0


def make(name: str, data: Path, into: Path) -> Path:
    """Train model *name* and write it *into* a folder, with the record of its inputs."""
    with threadpool_limits(1):  # sums in another order round otherwise
        arrays = LEARNERS[name](data)
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"{name}.npz"
    save(path, arrays)
    record = read(into)
    record[path.name] = {"sha256": digest(path), "inputs": here(name) | given(data)}
    (into / RECORD).write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", "utf-8")
    return path


def save(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write *arrays* as an npz file that has no date in it."""
    np.savez_compressed(
        path, allow_pickle=False, **{key: arrays[key] for key in sorted(arrays)}
    )


def read(folder: Path = MODELS) -> Record:
    """Return the record beside the models: of each its sha256 and those of its inputs."""
    path = folder / RECORD
    found: Record = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def here(name: str) -> dict[str, str]:
    """Return the sha256 of the inputs of model *name* that are in the repository."""
    paths = [HERE / each for each in MEASURED]
    paths += [HERE / "sentences" / each for each in SENTENCES[name]]
    paths += [LEXICON / each for each in PHRASES[name]]
    paths += told.paths() if name == "judges" else []  # labelled verbatims
    return {f"{path.parent.name}/{path.name}": digest(path) for path in paths}


def given(data: Path) -> dict[str, str]:
    """Return the sha256 of the tables in *data*."""
    return {f"{name}.parquet": digest(data / f"{name}.parquet") for name in TABLES}


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
