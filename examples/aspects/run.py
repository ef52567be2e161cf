"""Sentences on seven kinds of products, in English and French: coverage, not feeling."""

from pathlib import Path

from examples.running import main


def prepare(data: Path, _folder: Path) -> Path:
    """Take the file as it is: the mapping says all there is to say."""
    return data / "m_absa_fr_en.parquet"


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
