"""Two trusts of the NHS: what patients answer, what they say, and what others coded in it."""

from pathlib import Path

import polars as pl
from examples.running import main


def prepare(data: Path, folder: Path) -> Path:
    """Say who answered, and when: a person answers up to three questions, each a row.

    Days are written both ways in one column, those of a person sometimes each another way.
    Without a leading nought, or with a month above 12, the month stands first. Where the
    days of a person differ even so, the first counts.
    """
    written = pl.col("Date")
    is_month_first = written.str.contains(r"^\d/|/\d/") | (written.str.slice(3, 2) > "12")
    days = [written.str.to_date(form, strict=False) for form in ("%m/%d/%Y", "%d/%m/%Y")]
    name = pl.col("Comment ID").str.extract_groups(r"^(?<person>.*?) - (?<question>Q\d)$")
    rows = (
        pl.scan_parquet(data / "nhs_patient_experience_v6.parquet")
        .with_columns(
            name.alias("name"), day=pl.when(is_month_first).then(days[0]).otherwise(days[1])
        )
        .unnest("name")
        .with_columns(pl.col("day").min().over("person"))
    )
    file = folder / "comments.parquet"
    rows.sink_parquet(file)
    return file


if __name__ == "__main__":
    main(Path(__file__).parent, prepare)
