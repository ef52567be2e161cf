"""The measured table: on screen, and in docs/performance.md."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks import house
from benchmarks.contest import OURS, Contestant

PAGE: Final = house.ROOT / "docs" / "performance.md"
HEADER: Final = (
    "job", "who", "wall s", "CPU s", "with reading, wall s", "CPU s ", "peak MB",
    "times ours", "with reading", "runs",
)  # fmt: skip
_TITLES: Final = {
    "variants": "variants",
    "follows": "directly-follows, median and p90 wait",
    "promises": "20 promises with outcomes",
    "scores": "weekly scores by touchpoint",
}


def rows(contestants: Sequence[Contestant]) -> Iterator[tuple[str, ...]]:
    """Yield one row per contestant; ratios are to ours, of wall seconds.

    We read inside the job. Others are compared without their reading, then with it.
    """
    ours = {
        each.job: each.middle("seconds")
        for each in contestants
        if each.who == OURS and each.runs
    }
    for each in contestants:
        title = _TITLES[each.job]
        if not each.runs:
            yield (title, each.who, each.trouble or "not run", *[""] * 7)
            continue
        alone, whole = each.middle("seconds"), each.middle("read", "seconds")
        base = ours.get(each.job)
        ratios = [f"{part / base:.1f}" if base else "" for part in (alone, whole)]
        yield (
            title,
            each.who,
            f"{alone:.2f}",
            f"{each.middle('cpu'):.2f}",
            f"{whole:.2f}",
            f"{each.middle('read_cpu', 'cpu'):.2f}",
            f"{each.middle('megabytes'):,.0f}",
            *ratios,
            str(len(each.runs)),
        )


def table(contestants: Sequence[Contestant]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| " + " | ".join(HEADER) + " |", "| --- | --- " + "| ---: " * 8 + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(contestants)]
    return "\n".join(lines)


def machine() -> str:
    """Say on what this was measured, and how busy it was."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"load {load:.1f} at the end"
    )


def write(size: str, contestants: Sequence[Contestant], page: Path = PAGE) -> None:
    """Put the table of *size* between its two marks in *page*."""
    start, end = f"<!-- measured {size} -->", f"<!-- end {size} -->"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(start)
    after = rest.split(end)[1]
    made = house.made(size)
    facts = f"{made['events']:,} events. {machine()}. Log made in {made['seconds']:.0f} s."
    body = f"{start}\n{facts}\n\n{table(contestants)}\n{end}"
    page.write_text(before + body + after, encoding="utf-8")
