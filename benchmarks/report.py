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
    "job", "who", "runs", "peak MB",
    "job: wall s", "CPU s", "× ours", "all: wall s", "CPU s ", "× ours ",
)  # fmt: skip
_TITLES: Final = {
    "variants": "variants",
    "follows": "directly-follows, median and p90 wait",
    "promises": "20 promises with outcomes",
    "scores": "weekly scores by touchpoint",
}


def rows(contestants: Sequence[Contestant]) -> Iterator[tuple[str, ...]]:
    """Yield one row per contestant; ratios are to ours, of CPU seconds.

    We read inside the job. Others are compared without their reading, then with it.
    """
    ours = {
        each.job: each.middle("cpu") for each in contestants if each.who == OURS and each.runs
    }
    for each in contestants:
        row = [_TITLES[each.job], each.who]
        if not each.runs:
            yield (*row, each.trouble or "not run", *[""] * 7)
            continue
        row += [str(len(each.runs)), f"{each.middle('megabytes'):,.0f}"]
        for wall, cpu in ((["seconds"], ["cpu"]), (["read", "seconds"], ["read_cpu", "cpu"])):
            seconds, base = each.middle(*cpu), ours.get(each.job)
            ratio = f"{seconds / base:.1f}" if base else ""
            row += [f"{each.middle(*wall):.2f}", f"{seconds:.2f}", ratio]
        yield tuple(row)


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
