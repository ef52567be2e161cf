"""Corrections teach the coder: its own model, how much better it reads, and how it errs now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django_tasks import task
from numpy.typing import NDArray

from parcours.core.text.coding import code
from parcours.core.text.learning import LEAST, Workspace, learn
from parcours.listen.domain.verbatims import codes
from parcours.listen.domain.verbatims.correcting import Coding
from parcours.listen.models import Correction, Lesson

GROWTH: Final = 1.2
"""How many times as many corrections there are, until it learns again at once."""
PATIENCE: Final = timedelta(days=1)
FOLDS: Final = 5
_SIZES: Final = (20, 50, 100, 200, 400, 800, 1_600, 3_200)


@task()
def teach_when_due() -> None:
    """Learn from corrections once there are enough more of them, or fewer."""
    standing = Correction.objects.standing()
    now = standing.aggregate(count=Count("verbatim", distinct=True), newest=Max("at"))
    last = Lesson.objects.first()
    before, newest = (last.corrections, last.newest) if last else (0, None)
    if (now["count"], now["newest"]) == (before, newest):
        return
    is_more = now["count"] >= max(LEAST, GROWTH * before)
    is_old = last is not None and last.at < timezone.now() - PATIENCE
    if is_more or now["count"] < before or is_old:
        teach()


def teach() -> Lesson:
    """Learn from all corrections that stand; what was learned before is forgotten."""
    rows = _rows()
    texts, said = rows["text"], rows.drop("verbatim", "text", "at")
    newest: Any = rows["at"].max()
    is_enough = rows.height >= LEAST
    lesson = Lesson(
        corrections=rows.height,
        newest=newest,
        taught=learn(texts, said).to_dict() if is_enough else None,
        curve=list(_curve(texts, said)) if is_enough else [],
        crossed=_crossed(rows["verbatim"], texts, said) if is_enough else {},
    )
    with transaction.atomic():
        lesson.save()
        Lesson.objects.exclude(pk=lesson.pk).delete()
    return lesson


def _rows() -> pl.DataFrame:
    """Return the corrections that count as core learns from them, in the order they came."""
    newest: dict[int, Correction] = {}
    standing = Correction.objects.standing().order_by("at", "pk")
    for correction in standing.select_related("verbatim"):
        newest[correction.verbatim_id] = correction
    found = [
        {
            "verbatim": number,
            "text": correction.verbatim.text,
            "at": correction.at,
            "sentiment": correction.sentiment,
            **{f"driver_{name}": said.drivers.get(name) for name in codes.DRIVERS},
        }
        for number, correction in newest.items()
        for said in [Coding.of(correction)]
    ]
    kinds: Any = {
        "verbatim": pl.Int64, "text": pl.String, "at": pl.Datetime("us", "UTC"),
        "sentiment": pl.Int8, **{f"driver_{name}": pl.Int8 for name in codes.DRIVERS},
    }  # fmt: skip
    return pl.DataFrame(found, schema=kinds, orient="row")


def _curve(texts: pl.Series, said: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield how well corrections are read by who learned from so many of the others.

    Each is read by a model that never saw it; ``gain`` is the difference of right sentiments
    to the model that learned nothing, text by text, with its 95 % interval.
    """
    most = int(len(texts) * (FOLDS - 1) / FOLDS)
    sizes = [0, *(size for size in _SIZES if size < most), most]
    first: NDArray[np.bool_] | None = None
    for size in sizes:
        found = _held_out(texts, said, size=size)
        right = (found["sentiment"] == said["sentiment"]).fill_null(value=False).to_numpy()
        first = right if first is None else first
        gain = right.astype(float) - first
        spread = 1.96 * gain.std(ddof=1) / np.sqrt(len(gain))
        yield {
            "corrections": size,
            "n": len(gain),
            "sentiment": float(right.mean()),
            "drivers": _micro_f1(found, said),
            "gain": [
                float(gain.mean()),
                float(gain.mean() - spread),
                float(gain.mean() + spread),
            ],
        }


def _crossed(numbers: pl.Series, texts: pl.Series, said: pl.DataFrame) -> dict[str, Any]:
    """Return what is read in each corrected verbatim by who learned from all others."""
    found = _held_out(texts, said, size=len(texts))
    masks = codes.masks(found).with_columns(sentiment=found["sentiment"])
    return {
        str(number): row
        for number, row in zip(numbers, masks.iter_rows(named=True), strict=True)
    }


def _held_out(texts: pl.Series, said: pl.DataFrame, *, size: int) -> pl.DataFrame:
    """Return what is read in each text by a model of the first *size* others, fold by fold."""
    fold = np.arange(len(texts)) % FOLDS
    parts, order = [], []
    for each in range(FOLDS):
        mine, others = np.flatnonzero(fold == each), np.flatnonzero(fold != each)[:size]
        workspace = _learnt(texts, said, others)
        parts.append(code(texts.gather(mine), workspace=workspace))
        order.append(mine)
    return pl.concat(parts)[np.argsort(np.concatenate(order))]


def _learnt(texts: pl.Series, said: pl.DataFrame, rows: NDArray[np.intp]) -> Workspace | None:
    if len(rows) < LEAST:
        return None
    return learn(texts.gather(rows), said[rows])


def _micro_f1(found: pl.DataFrame, said: pl.DataFrame) -> float | None:
    columns = [f"driver_{name}" for name in codes.DRIVERS]
    read = found.select(pl.col(columns).is_not_null()).to_numpy()
    true = said.select(pl.col(columns).is_not_null()).to_numpy()
    both = 2 * int((read & true).sum())
    either = int(read.sum() + true.sum())
    return both / either if either else None
