"""Reviews of two apps, in French and English: what works, what does not, what is asked for."""

from pathlib import Path

from examples.running import main


def prepare(data: Path, _folder: Path) -> Path:
    """Take the file as it is: the mapping says all there is to say."""
    return data / "minibar_app_reviews_fr_en.parquet"


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
