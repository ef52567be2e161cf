"""Who is asked, who is not, and why: one policy over all surveys, as a kernel on a bucket."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from parcours.core.events import Events
from parcours.core.language import _, listed
from parcours.core.occurrence.bucket import NEVER, Bucket
from parcours.core.refusal import Refused
from parcours.core.schema import MOMENT
from parcours.core.selection import Mask
from parcours.core.survey.choosing import choose
from parcours.core.survey.history import consents_in, people_of
from parcours.core.survey.policy import KINDS, Policy, Rule
from parcours.core.survey.speaking import (
    Asking,
    Past,
    Spoken,
    of_complaints,
    of_consent,
    of_contacts,
    of_this_run,
    rests,
    speaking,
)

CANDIDATES: Final[dict[str, Any]] = {
    "priority": 0,
    "is_reachable": True,
    "is_held_out": False,
    "probability": 1.0,
    "chance": 0.0,
}
"""The columns that candidates may leave out, and what stands for them."""

SPOKE: Final[dict[str, Any]] = {
    "candidate": pl.UInt32(),
    "rule": pl.String(),
    "event_id": pl.String(),
    "since": MOMENT,
    "until": MOMENT,
    "survey": pl.String(),
}

_INDEFINITE: Final = (
    Rule.STOPPED, Rule.NO_CONSENT, Rule.UNREACHABLE, Rule.COMPLAINT, Rule.HELD_OUT,
)  # fmt: skip


@dataclass(frozen=True)
class Decided:
    """What became of candidates, and every rule that spoke against one.

    ``decisions`` holds the candidates as they were given, and of each: ``asked``; ``moment``
    (when it is decided: quiet hours put it off to the next opening); ``reason``, the first
    rule that spoke; ``earliest``, when no rule would speak any more (null while nobody knows).

    ``spoke`` holds a row for each candidate and rule: ``candidate`` (row of ``decisions``),
    ``rule``, the event that made it (``event_id``, ``since``; ``survey`` where it is one that
    was asked in this very run), and ``until`` when it holds, null while nobody knows.
    """

    decisions: pl.DataFrame
    spoke: pl.DataFrame


def decide(
    events: Events,
    policy: Policy,
    candidates: pl.DataFrame,
    *,
    consents: pl.DataFrame | None = None,
) -> Decided:
    """Decide for each candidate whether the person is asked, with every reason why not.

    Who is asked now is a contact for those decided later. Candidates of one person are decided
    by moment; of the same moment the relationship survey comes first, then the other kinds in
    the order of ``KINDS``, the higher priority, and the survey's name.

    Args:
        events: whole customers, with the columns of ``history.columns_needed``.
        candidates: one row per occasion to ask. ``customer_id``, ``at`` (when), ``survey``,
            ``kind`` (of ``KINDS``), and as far as needed: ``priority`` (higher first),
            ``is_reachable``, ``is_held_out``, ``probability`` of being drawn, and ``chance``,
            a number drawn from 0 to 1: chosen are those below the probability.
        consents: what people agreed to, beside what the log tells: a table of
            ``history.CONSENTS``.

    Raises:
        Refused: a kind is unknown.
    """
    asking = _in_order(candidates, policy)
    past = Past(Bucket(events, NEVER), people_of(events, asking.customer_ids))
    told = [consents_in(events)] + ([] if consents is None else [consents])
    fixed = [
        *of_consent(asking, pl.concat(told)),
        Spoken.forever(Rule.UNREACHABLE, _those(~asking.frame["is_reachable"])),
        of_complaints(asking, past),
        Spoken.forever(Rule.HELD_OUT, _those(asking.frame["is_held_out"])),
        *of_contacts(asking, past),
    ]
    drawn = (asking.frame["chance"] < asking.frame["probability"]).to_numpy()
    free = drawn & ~speaking(len(asking), fixed)
    asked = choose(asking.who, asking.moment, asking.kind, free=free, rests=rests(policy))
    spoken = [*fixed, *of_this_run(asking, asked)]
    missed = np.flatnonzero(~drawn & ~speaking(len(asking), spoken))
    return _decided(asking, asked, [*spoken, Spoken.forever(Rule.NOT_DRAWN, missed)])


def _in_order(candidates: pl.DataFrame, policy: Policy) -> Asking:
    given = {name: value for name, value in CANDIDATES.items() if name not in candidates}
    frame = candidates.with_columns(pl.lit(value).alias(name) for name, value in given.items())
    unknown = set(frame["kind"].unique()) - set(KINDS)
    if unknown:
        message = _("unknown kind of contact `{kind}`. Known are {kinds}")
        raise Refused(message.format(kind=min(map(str, unknown)), kinds=listed(KINDS)))
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    at = frame["at"].cast(MOMENT)
    moment = policy.calendar.opening(at.to_physical().to_numpy())
    frame = frame.with_row_index("_given").with_columns(
        at,
        moment=pl.Series(moment, dtype=pl.Int64).cast(MOMENT),
        _kind=pl.col("kind").replace_strict(kinds, return_dtype=pl.Int64),
    )
    frame = frame.sort(
        "customer_id", "moment", "_kind", "priority", "survey", "at",
        descending=[False, False, False, True, False, False], maintain_order=True,
    )  # fmt: skip
    return Asking(
        policy,
        frame,
        frame["customer_id"].unique().sort(),
        frame["customer_id"].rle_id().cast(pl.Int64).to_numpy(),
        frame["moment"].to_physical().to_numpy(),
        frame["_kind"].to_numpy(),
    )


def _decided(asking: Asking, asked: Mask, spoken: list[Spoken]) -> Decided:
    rules = list(Rule)
    first, known = np.full(len(asking), len(rules)), np.ones(len(asking), dtype=np.bool_)
    earliest = asking.moment.copy()
    for each in spoken:
        first[each.against] = np.minimum(first[each.against], rules.index(each.rule))
        if each.rule in _INDEFINITE:
            known[each.against] = False
        elif each.rule != Rule.NOT_DRAWN:
            earliest[each.against] = np.maximum(earliest[each.against], each.until)
    open_at = pl.Series(asking.policy.calendar.opening(earliest), dtype=pl.Int64).cast(MOMENT)
    names = pl.Series([*map(str, rules), None], dtype=pl.String)
    decisions = asking.frame.with_columns(
        asked=pl.Series(asked, dtype=pl.Boolean),
        reason=names.gather(first),
        earliest=pl.when(pl.Series(known, dtype=pl.Boolean)).then(open_at),
    )
    given = asking.frame["_given"]
    told = pl.concat([pl.DataFrame(schema=SPOKE), *(_frame(each, given) for each in spoken)])
    order = pl.col("rule").cast(pl.Enum(map(str, rules)))
    return Decided(
        decisions.sort("_given").drop("_given", "_kind"),
        told.sort("candidate", order, "since"),
    )


def _frame(spoken: Spoken, given: pl.Series) -> pl.DataFrame:
    moments = pl.DataFrame(
        {"since": spoken.since, "until": spoken.until},
        schema={"since": pl.Int64, "until": pl.Int64},
    )
    return moments.select(
        pl.lit(given.gather(spoken.against)).cast(pl.UInt32).alias("candidate"),
        pl.lit(str(spoken.rule)).alias("rule"),
        pl.lit(spoken.event_id).alias("event_id"),
        pl.when(pl.col("since") != NEVER).then("since").cast(MOMENT),
        pl.when(pl.col("until") != NEVER).then("until").cast(MOMENT),
        pl.lit(spoken.survey).alias("survey"),
    )


def _those(mask: pl.Series) -> Any:
    return np.flatnonzero(mask.to_numpy())
