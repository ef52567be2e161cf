"""A bank's call centre, January 1999: how long do callers wait, and who hangs up?"""

from pathlib import Path

from examples.running import main


def prepare(data: Path, _folder: Path) -> Path:
    """Take the file as it is: the mapping says all there is to say."""
    return data / "call_center_bank.parquet"


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
