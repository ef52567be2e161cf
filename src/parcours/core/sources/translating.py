"""From the rows of a file to events, as a mapping says."""

from collections.abc import Callable
from typing import Final

import orjson
import polars as pl

from parcours.core.language import _
from parcours.core.pattern import Bounds, Condition, Other, Present
from parcours.core.schema import CHANNELS, SCHEMA
from parcours.core.sources.admitting import admitted
from parcours.core.sources.amounts import numbers
from parcours.core.sources.identity import (
    EMAIL_LIKE,
    PHONE_LIKE,
    is_identity,
    key,
    pseudonym,
)
from parcours.core.sources.mapping import (
    REST,
    EventMapping,
    Mapping,
    Moment,
    Number,
    Property,
    Source,
    template_columns,
)
from parcours.core.sources.marks import marked
from parcours.core.sources.moments import moments
from parcours.core.sources.readable import readable
from parcours.core.sources.reading import LINE, NO_EVENTS, REJECTED, Batch, Rows, rejects
from parcours.core.sources.wording import activity_word, channel_word
from parcours.core.table.naming import names

_NEEDED: Final = ("customer_id", "at", "activity")


def translate(rows: Rows, mapping: Mapping, *, secret: bytes = b"") -> Batch:
    """Return the events that *rows* tell, and what in them could not be read.

    An event with a value that cannot be read stays out; the other events of its row enter.
    """
    events, rejected = [NO_EVENTS], [rejects(rows.rejected)]
    for event in mapping.events:
        found, bad = _Translation(rows, mapping, event).result(secret)
        events.append(found)
        rejected.append(bad)
    return Batch(
        events=pl.concat(events),
        rejected=pl.concat(rejected).sort(LINE, maintain_order=True),
        read=rows.read,
        done=rows.done,
    )


class _Translation:
    """One event of a mapping over one batch of rows."""

    def __init__(self, rows: Rows, mapping: Mapping, event: EventMapping) -> None:
        told = met(rows.frame, event, empty=mapping.empty)
        self.frame = rows.frame.filter(told)
        self.lines = rows.lines.filter(told)
        self.mapping, self.event = mapping, event
        self.refused = pl.repeat(value=False, n=self.frame.height, eager=True)
        self.bad = [REJECTED.to_frame()]

    def result(self, secret: bytes) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the events, and a table of what was rejected, once a row at most."""
        columns = {name: self._filled(name, source) for name, source in self.event.sources()}
        for name in _NEEDED:
            self._refuse(name, columns[name], columns[name].is_null(), _("there is no value"))
        self._check_channel(columns)
        columns["customer_id"] = self._pseudonymous(columns["customer_id"], secret)
        if self.event.properties:
            columns["properties"] = self._properties()
        events = pl.DataFrame([series.alias(name) for name, series in columns.items()])
        kept = self._finished(events.filter(~self.refused))
        entering, left_out = admitted(kept, self.lines.filter(~self.refused))
        return entering, pl.concat([*self.bad, left_out])

    def _finished(self, events: pl.DataFrame) -> pl.DataFrame:
        whole = events.select(
            (pl.col(name) if name in events.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in SCHEMA.items()
        )
        # Names stay as the file has them, but where they are those of several events.
        same = [each for each in self.mapping.events if each.event_id == self.event.event_id]
        if self.event.event_id is not None and len(same) > 1:
            whole = whole.with_columns(
                pl.format("{}:{}", "event_id", "activity").alias("event_id")
            )
        return named(whole, self.mapping)

    def _filled(self, name: str, source: Source) -> pl.Series:
        """Return one column of the log; what cannot be read is noted and null."""
        raw = self._value(source)
        if isinstance(source, Moment):
            zone = source.time_zone or self.mapping.time_zone
            read = moments(raw, source.format, zone=zone)
            reason = _("this is not a date in the format {form}").format(
                form=" | ".join(source.format)
            )
        elif isinstance(source, Number):
            read = numbers(raw, decimal=self.mapping.decimal) * source.times + source.plus
            reason = _("this is not a number with the decimal mark {mark!r}").format(
                mark=self.mapping.decimal
            )
        else:
            text = as_text(raw)
            if name == "text":
                return readable(text)
            return _each(text, channel_word) if name == "channel" else text
        self._refuse(name, raw, raw.is_not_null() & read.is_null(), reason, source)
        return read

    def _value(self, source: Source) -> pl.Series:
        """Return the value a source gives each row: trimmed, empty words as null."""
        if source.constant is not None:
            raw = pl.Series([source.constant]).new_from_index(0, self.frame.height)
        elif source.template is not None:
            raw = self._written(source.template)
        elif source.row is not None:
            line = pl.format("{}:{}:{}", pl.lit(source.row), pl.lit(self._told_by), "line")
            raw = self.lines.to_frame("line").select(line).to_series()
        elif source.first:
            parts = [as_text(self._value(each)) for each in source.first]
            raw = pl.select(pl.coalesce(parts)).to_series()
        else:
            raw = self._column(source.column or "")
        return (
            raw if source.others == "keep" and not source.values else _translated(raw, source)
        )

    @property
    def _told_by(self) -> str:
        return self.mapping.source or ""

    def _column(self, name: str) -> pl.Series:
        if name not in self.frame.columns:
            return pl.Series(name, [None] * self.frame.height, dtype=pl.String)
        column = self.frame[name]
        if column.dtype != pl.String:
            return column
        return cleaned(column, self.mapping.empty)

    def _written(self, template: str) -> pl.Series:
        names = template_columns(template)
        for name in names:
            template = template.replace(f"{{{name}}}", "{}")
        parts = [as_text(self._column(name)) for name in names]
        return pl.select(pl.format(template, *parts)).to_series()

    def _refuse(  # noqa: PLR0917  one sentence: this column, this value, where, why, from what
        self,
        name: str,
        raw: pl.Series,
        bad: pl.Series,
        reason: str,
        source: Source | None = None,
    ) -> None:
        bad = bad & ~self.refused
        if not bad.any():
            return
        self.refused |= bad
        source = source or getattr(self.event, name)
        column = next(iter(source.columns()), name)
        self.bad.append(
            pl.DataFrame(
                {
                    LINE: self.lines.filter(bad),
                    "column": column,
                    "value": as_text(raw.filter(bad)).fill_null(""),
                    "reason": reason,
                },
                schema=REJECTED,
            )
        )

    def _check_channel(self, columns: dict[str, pl.Series]) -> None:
        channel = columns.get("channel")
        if channel is not None:
            known = channel.is_in(CHANNELS) | channel.is_null()
            reason = _("this is not a channel of the log: {channels}. Give it one in `values`")
            self._refuse(
                "channel", channel, ~known, reason.format(channels=", ".join(CHANNELS))
            )

    def _pseudonymous(self, customers: pl.Series, secret: bytes) -> pl.Series:
        is_named = any(map(is_identity, self.event.customer_id.columns()))
        if is_named or self.mapping.customers == "all":
            bare = customers.is_not_null()
        else:
            bare = customers.str.contains(EMAIL_LIKE) | customers.str.contains(PHONE_LIKE)
        if not bare.any():
            return customers
        names = customers.filter(bare).unique()
        stand_ins = {name: pseudonym(name, secret=secret) for name in names}
        return customers.replace(stand_ins)

    def _properties(self) -> pl.Series:
        """Return the properties of each row as JSON, those without a value left out."""
        whole = next(iter(self.event.properties.values()))
        if whole.reads == "members":
            return self._members(whole)
        named = {name: each for name, each in self.event.properties.items() if name != REST}
        if REST in self.event.properties:
            taken = self.mapping.columns()
            rest = [name for name in self.frame.columns if name not in taken]
            rest = [name for name in rest if not is_identity(name)]
            named |= {key(name): Property(column=name) for name in rest}
        values = [self._property(name, source).alias(name) for name, source in named.items()]
        return as_json(pl.DataFrame(values))

    def _members(self, source: Property) -> pl.Series:
        given = as_text(self._value(source))
        bad = pl.Series([each is not None and not _is_object(each) for each in given])
        self._refuse("properties", given, bad, _("this is not a JSON object"), source)
        return given

    def _property(self, name: str, source: Property) -> pl.Series:
        if source.marked:
            return marked({each: self._column(each) for each in source.marked})
        raw = self._value(source)
        if source.reads == "number" and not raw.dtype.is_numeric():
            read = numbers(raw, decimal=self.mapping.decimal)
            reason = _("this is not a number with the decimal mark {mark!r}")
            self._refuse(
                name,
                raw,
                raw.is_not_null() & read.is_null(),
                reason.format(mark=self.mapping.decimal),
                source,
            )
            return read
        return raw.dt.to_string("iso") if raw.dtype.is_temporal() else raw


def named(events: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Give the events without event_id one made of what they say, and all their source.

    Rows that say exactly the same are one event. Counting them (as ``identify`` does within
    a table) would depend on where a batch happens to end.
    """
    if events["event_id"].has_nulls():
        made = names(events, mapping.source or "")
        events = events.with_columns(pl.col("event_id").fill_null(made))
    source = pl.lit(mapping.source, dtype=pl.String)
    return events.with_columns(pl.col("source").fill_null(source))


def met(frame: pl.DataFrame, event: EventMapping, *, empty: tuple[str, ...] = ()) -> pl.Series:
    """Return, for each row, whether ``when`` holds: the row tells this event.

    A word in *empty* is no value that is present.
    """
    holds = [
        _holds(frame, name, condition, empty=empty) for name, condition in event.when.items()
    ]
    return pl.select(
        pl.all_horizontal(pl.repeat(value=True, n=frame.height), *holds)
    ).to_series()


def _holds(
    frame: pl.DataFrame, name: str, condition: Condition, *, empty: tuple[str, ...]
) -> pl.Series:
    column = frame[name] if name in frame.columns else pl.Series([None] * frame.height)
    if column.dtype in (pl.String, pl.Null):
        column = cleaned(column.cast(pl.String), ())
    if isinstance(condition, Present):
        column = cleaned(column, empty) if column.dtype == pl.String else column
        return column.is_not_null() if condition.present else column.is_null()
    if isinstance(condition, Bounds):
        read = numbers(column)
        above = (
            read >= condition.at_least if condition.at_least is not None else ~read.is_null()
        )
        below = read <= condition.at_most if condition.at_most is not None else ~read.is_null()
        return (above & below).fill_null(value=False)
    wanted = condition.other_than if isinstance(condition, Other) else condition
    texts = [as_text(pl.Series([each])).item() for each in wanted]
    found = as_text(column).is_in(texts).fill_null(value=False)
    return ~found if isinstance(condition, Other) else found


def cleaned(column: pl.Series, empty: tuple[str, ...]) -> pl.Series:
    """Return texts trimmed; those in *empty*, and empty ones, are null."""
    trimmed = column.str.strip_chars()
    return trimmed.set(trimmed.is_in(["", *empty]).fill_null(value=False), None)


def as_text(column: pl.Series) -> pl.Series:
    """Return values as texts: ``17850.0`` is ``17850``, for spreadsheets make ids floats."""
    if column.dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        is_whole = (whole.cast(column.dtype) == column).fill_null(value=False)
        return whole.cast(pl.String).zip_with(is_whole, column.cast(pl.String))
    if column.dtype.is_temporal():
        return column.dt.to_string("iso")
    return column.cast(pl.String)


def _translated(column: pl.Series, source: Source) -> pl.Series:
    text = as_text(column)
    values = {
        name: None if value is None else as_text(pl.Series([value])).item()
        for name, value in source.values.items()
    }
    if source.others == "empty":
        return text.replace_strict(values, default=None, return_dtype=pl.String)
    if source.others == "word":
        others = text.drop_nulls().unique().to_list()
        values = {each: activity_word(each) for each in others} | values
    return text.replace(values)


def _each(column: pl.Series, word: Callable[[str], str]) -> pl.Series:
    """Apply *word* to each distinct text."""
    distinct = column.drop_nulls().unique()
    return column.replace({text: word(text) for text in distinct})


def _is_object(text: str) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def as_json(frame: pl.DataFrame) -> pl.Series:
    """Return each row as a JSON object of what is there; null where nothing is."""
    text = frame.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    gaps = [name for name in frame.columns if frame[name].null_count()]
    if not gaps:
        return text
    # Safe on texts too: inside one, the quotes of `"name":null` would be escaped.
    keys = "|".join(_escaped(orjson.dumps(name).decode()) for name in gaps)
    bare = text.str.replace_all(rf"(?:{keys}):null,?", "").str.replace(r",\}$", "}")
    return bare.set(bare == "{}", None)


def _escaped(text: str) -> str:
    return "".join(
        f"\\{each}" if not each.isalnum() and each.isascii() else each for each in text
    )
