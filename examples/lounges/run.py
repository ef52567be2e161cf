"""Airport lounges: what travellers rate, part by part, and what they say of it."""

from pathlib import Path

from examples.running import main


def prepare(data: Path, _folder: Path) -> Path:
    """Take the file as it is: the mapping says all there is to say."""
    return data / "skytrax_lounge.parquet"


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
