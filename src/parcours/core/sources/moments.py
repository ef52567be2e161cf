"""Dates and times as people and programs write them, and which way they were written."""

import re
from typing import Final

import polars as pl

from parcours.core.schema import MOMENT

EPOCHS: Final = {"epoch s": 1_000_000, "epoch ms": 1_000, "epoch us": 1}
_CLOCKS: Final = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S%.f",
    " %I:%M %p",
    " %I:%M:%S %p",
    " %Hh%M",
)
_DAYS_FIRST: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y")
_MONTHS_FIRST: Final = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%m-%d-%y", "%m.%d.%y")
_OTHERS: Final = (
    "%Y/%m/%d", "%Y%m%d", "%Y%m%d%H%M%S", "%y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y", "%d-%b-%Y", "%a %b %d %H:%M:%S %Y",
)  # fmt: skip
_ISO: Final = (
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M%#z",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
_EXCEL_EPOCH: Final = 25_569  # 1970-01-01 as Excel counts days
_YEARS: Final = (1900, 2200)


def moments(values: pl.Series, formats: tuple[str, ...], *, zone: str) -> pl.Series:
    """Read *values* as instants; null where no format fits, or the year is not plausible.

    A time without a zone is read in *zone*: one that comes twice (a night in autumn) is
    the first of the two; one that never was (a night in spring) moves on by the gap.

    Args:
        values: text, numbers, dates or datetimes.
        formats: ``iso``, ``excel``, ``epoch s``, ``epoch ms``, ``epoch us``, or strptime
            forms, tried in this order.
        zone: name of a time zone, for times that do not say theirs.

    Returns:
        Datetimes in UTC, in microseconds.
    """
    if values.dtype.is_temporal():
        read = _located(values.cast(_utc_like(values.dtype)), zone)
    else:
        read = _read(values, formats, zone=zone)
    return read.set(~read.dt.year().is_between(*_YEARS).fill_null(value=True), None)


def _utc_like(dtype: pl.DataType) -> pl.DataType:
    zone = dtype.time_zone if isinstance(dtype, pl.Datetime) else None
    return pl.Datetime("us", zone)


def _read(values: pl.Series, formats: tuple[str, ...], *, zone: str) -> pl.Series:
    read = pl.Series(values.name, [None] * len(values), dtype=MOMENT)
    for each in formats:
        todo = values.is_not_null() & read.is_null()
        if not todo.any():
            break
        read = read.zip_with(~todo, _in_format(values, each, zone=zone))
    return read


def _in_format(values: pl.Series, form: str, *, zone: str) -> pl.Series:
    if form in EPOCHS or form == "excel":
        return _counted(values, form, zone=zone)
    text = values.cast(pl.String).str.strip_chars()
    if form != "iso":
        return _located(_parsed(text, form), zone)
    text = text.str.replace("T", " ", literal=True)
    read = pl.Series(values.name, [None] * len(values), dtype=MOMENT)
    for each in _ISO:
        if read.null_count() > values.null_count():
            read = read.zip_with(read.is_not_null(), _located(_parsed(text, each), zone))
    return read


def _parsed(text: pl.Series, form: str) -> pl.Series:
    kind = MOMENT if "z" in form else pl.Datetime("us")
    return text.str.strptime(kind, form, strict=False)


def _counted(values: pl.Series, form: str, *, zone: str) -> pl.Series:
    numbers = values.cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_finite().fill_null(value=True), None)
    if form == "excel":
        micros = ((numbers - _EXCEL_EPOCH) * 86_400_000).round() * 1_000
        return _located(_whole(micros).cast(pl.Datetime("us")), zone)
    return _whole(numbers * EPOCHS[form]).cast(MOMENT)


def _whole(micros: pl.Series) -> pl.Series:
    return micros.cast(pl.Int64, strict=False)


def _located(naive: pl.Series, zone: str) -> pl.Series:
    """Give naive times their zone; leave those that have one."""
    dtype = naive.dtype
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        return naive.dt.convert_time_zone("UTC")
    local = _in_zone(naive, zone)
    if local.null_count() > naive.null_count():
        # Three hours earlier the old offset still held: counting on from there moves a
        # time inside the gap of a spring night on by exactly the gap.
        shifted = _in_zone(naive.dt.offset_by("-3h"), zone).dt.offset_by("3h")
        local = local.zip_with(local.is_not_null(), shifted)
    return local


def _in_zone(naive: pl.Series, zone: str) -> pl.Series:
    located = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return located.dt.convert_time_zone("UTC")


def formats_of(values: pl.Series, *, day_first: bool | None) -> tuple[tuple[str, ...], bool]:
    """Return the formats that read most of *values*, and whether day and month are in doubt.

    A day above 12 decides between day/month and month/day; where none does, *day_first*
    decides (a hint from the rest of the file), and where that is not known either, the
    day comes first and the doubt is reported.

    Returns:
        Up to three formats, none where fewer than 8 values in 10 are dates; the doubt.
    """
    text = values.drop_nulls().cast(pl.String).str.strip_chars()
    wanted, left, chosen = 0.8 * len(text), text, list[str]()
    is_in_doubt = False
    while len(left) and len(chosen) < 3:
        counts = {each: _fitting(left, each) for each in _candidates(left)}
        best = max(counts, key=lambda each: counts[each].sum(), default=None)
        if best is None or not counts[best].any():
            break
        best, doubt = _ordered(best, counts, day_first=day_first)
        is_in_doubt = is_in_doubt or doubt
        chosen.append(best)
        left = left.filter(~counts[best])
    enough = len(text) > 0 and len(text) - len(left) >= wanted
    return (tuple(chosen), is_in_doubt) if enough else ((), False)


def first_odd(values: pl.Series) -> str:
    """Return the first of *values* that is no date, or none written as the first of all is.

    >>> first_odd(pl.Series(["2026-03-01", "soon", "2026-03-02"]))
    'soon'
    """
    formats, _is_in_doubt = formats_of(values.head(1), day_first=None)
    odd = values.filter(values.is_not_null() & moments(values, formats, zone="UTC").is_null())
    return str(next(iter(odd), ""))


def _ordered(
    best: str, counts: dict[str, pl.Series], *, day_first: bool | None
) -> tuple[str, bool]:
    """Choose between a form and its twin with day and month exchanged."""
    twin = _exchanged(best)
    if twin == best or twin not in counts or counts[twin].sum() != counts[best].sum():
        return best, False
    first, second = (best, twin) if best.startswith("%d") else (twin, best)
    return (second if day_first is False else first), day_first is None


def _exchanged(form: str) -> str:
    day, month = form[:2], form[3:5]
    return month + form[2] + day + form[5:] if {day, month} == {"%d", "%m"} else form


def _fitting(text: pl.Series, form: str) -> pl.Series:
    return moments(text, (form,), zone="UTC").is_not_null()


def _candidates(text: pl.Series) -> list[str]:
    """Forms worth trying on values of this look: a first look at one saves most attempts."""
    first = str(text[0])
    if re.match(r"\d{4}-\d\d-\d\d", first):
        return ["iso"]
    if re.fullmatch(r"\d{9,10}(\.\d+)?", first):
        return ["epoch s"]
    if re.fullmatch(r"\d{12,13}", first):
        return ["epoch ms"]
    if re.fullmatch(r"\d{15,16}", first):
        return ["epoch us"]
    has_clock = re.search(r"\d[:h]\d", first) is not None
    clocks = [each for each in _CLOCKS if bool(each) == has_clock]
    days = (*_DAYS_FIRST, *_MONTHS_FIRST) if re.match(r"\d{1,2}[/.-]\d", first) else _OTHERS
    return [day + clock for day in days for clock in clocks]
