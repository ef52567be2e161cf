"""The call centre and the inbox: waits, answers, and the call back that never came."""

from typing import Final

import numpy as np
import polars as pl

from parcours.core.demo.company import (
    MINUTE,
    Bools,
    Floats,
    Random,
    Year,
    awake,
    web_hour,
)  # fmt: skip
from parcours.core.demo.recording import CARD, named, record
from parcours.core.demo.scene import Asked, Drawn, Facts, Lived, Scene

INBOXES: Final = ("email", "chat", "whatsapp", "messenger", "instagram")
_SLOWNESS: Final = np.array([0.3, -0.4, 0.0, 0.15, 0.2])
_MONDAY_RUSH: Final = np.array([1.5, 1.0, 0.95, 0.9, 0.95, 1.15, 1.0])


def _load(rng: Random, year: Year, at: Floats) -> Floats:
    """Return how busy the service is, around 1: Mondays, late mornings, Christmas."""
    day = year.day(at)
    hour = (at - day) * 24
    rush = 0.85 + 0.45 * np.exp(-(((hour - 11) / 1.5) ** 2))
    trade = 0.6 + 0.4 * year.season[day]
    return np.asarray(
        _MONDAY_RUSH[year.weekday[day]] * rush * trade * np.exp(rng.normal(0, 0.2, len(at)))
    )


def draw_calls(rng: Random, year: Year, scene: Scene) -> Drawn:
    """Customers who ring; some are promised a call back."""
    size = len(scene)
    at = year.next_service_day(scene.start) + rng.uniform(9.1, 18.5, size) / 24
    load = _load(rng, year, at)
    wait = np.clip(
        np.round(np.exp(3.55 + 0.8 * np.log(load) + rng.normal(0, 0.7, size))), 2, 900
    )
    slow = wait > 60
    given_up = slow & (rng.random(size) < 0.2)
    facts: Facts = {"called": at, "load": load, "wait": wait, "given_up": given_up}
    facts |= _call_backs(rng, year, facts)
    promised, missed = facts["promised"], facts["missed"]
    over = np.where(promised, np.maximum(facts["due"], facts["made"]), at)
    drawn = Drawn(
        facts=facts, first=at, last=np.where(promised, facts["due"], at), end=over + 2
    )
    drawn.lived = [
        Lived(
            promise="call-answered", row=scene.row, broken=slow, push=-0.05,
            felt_push=-0.8, survey="call", anchor=at + wait / 86400,
            usual=-0.0135,
        ),
        Lived(
            promise="called-back", row=scene.row, broken=missed,
            push=np.where(facts["never"], -0.22, -0.1),
            felt_push=np.where(facts["never"], -2.2, -1.2), survey="call",
            anchor=facts["due"], usual=-0.063,
        ).only(promised),
    ]  # fmt: skip
    drawn.asked = [
        _ask(rng, scene, over, went_wrong=slow | (promised & missed), backs=promised)
    ]
    return drawn


def _call_backs(rng: Random, year: Year, facts: Facts) -> Facts:
    """A call back is promised for a moment; the agent's clock rarely agrees with it."""
    called, size = facts["called"], len(facts["called"])
    promised = rng.random(size) < 0.5  # those who hang up leave their number all the same
    due = year.at_open_hours(year.open_hours(called) + rng.uniform(1, 9, size))
    missed = rng.random(size) < np.clip(0.2 + 0.14 * facts["load"], 0, 0.9)
    never = rng.random(size) < 0.6
    slack = year.open_hours(due) - rng.exponential(1.6, size)
    in_time = np.maximum(year.at_open_hours(slack), called + 5 * MINUTE)
    too_late = year.at_open_hours(year.open_hours(due) + rng.exponential(4, size) + 0.02)
    made = np.where(missed, too_late, in_time)
    return {"promised": promised, "due": due, "missed": missed, "never": never, "made": made}


def _ask(rng: Random, scene: Scene, over: Floats, *, went_wrong: Bools, backs: Bools) -> Asked:
    size = len(scene)
    return Asked(
        survey="call", row=scene.row, at=awake(over + rng.uniform(0.05, 0.9, size)),
        base=4.25, rate=0.26, by_mail=True,
        touchpoint="call-centre",
        bad=np.where(backs, "callback-missing", "call-wait"),
        good=np.where(backs, "callback-made", "call-good"), went_wrong=went_wrong,
    )  # fmt: skip


def draw_messages(rng: Random, year: Year, scene: Scene) -> Drawn:
    """Customers who write, on five channels; the first answer is promised in 2 open hours."""
    size = len(scene)
    at = np.floor(scene.start) + web_hour(rng, size) / 24
    load = _load(rng, year, at)
    inbox = rng.choice(5, size, p=[0.42, 0.2, 0.18, 0.1, 0.1])
    middle = np.log(0.95) + _SLOWNESS[inbox] + 0.5 * np.log(load)
    hours = np.exp(middle + rng.normal(0, 0.8, size))
    solved = rng.random(size) < 0.02  # "found it myself, thank you"
    answered = year.at_open_hours(year.open_hours(at) + hours)
    due = year.at_open_hours(year.open_hours(at) + 2)
    slow = hours > 2
    drawn = Drawn(
        facts={
            "wrote": at, "load": load, "inbox": inbox, "answered": answered, "solved": solved,
        },
        first=at, last=due, end=answered + 2.5,
    )  # fmt: skip
    drawn.lived = [
        Lived(
            promise="first-answer", row=scene.row, broken=slow, push=-0.07, felt_push=-1.1,
            survey="message", anchor=due, usual=-0.019,
        ).only(~solved),
    ]  # fmt: skip
    drawn.asked = [
        Asked(
            survey="message", row=scene.row, base=4.3, rate=0.26, by_mail=True,
            at=awake(answered + rng.uniform(0.05, 0.9, size)), went_wrong=slow,
            touchpoint="messages", bad="answer-slow", good="answer-fast",
        ).only(~solved),
    ]  # fmt: skip
    return drawn


_CONTACT: Final = {"card": CARD, "waiting": (pl.col("load") * 4).round().cast(pl.Int64)}
_INBOX: Final = named("inbox", INBOXES)


def call_events(year: Year, calls: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these calls, one frame per activity."""
    called, wait = pl.col("called"), pl.col("wait")
    lifted = called + wait / 86400
    word = pl.when("given_up").then(pl.lit("call.abandoned")).otherwise(pl.lit("call.answered"))
    talked, backs = calls.filter(~pl.col("given_up")), calls.filter("promised")
    made = backs.filter(~(pl.col("missed") & pl.col("never")))
    return [
        record(
            year, calls, "call.started", at=called, channel="phone", properties=_CONTACT
        ),
        record(
            year, calls, word, at=lifted, seconds=wait, channel="phone", properties=_CONTACT
        ),
        record(
            year, talked, "call.ended", at=lifted + 4 * MINUTE, seconds=240.0, channel="phone"
        ),
        record(
            year, backs, "callback.promised", at=lifted + MINUTE, due=pl.col("due"),
            channel="phone", properties=_CONTACT,
        ),
        record(year, made, "callback.made", at=pl.col("made"), channel="phone"),
    ]  # fmt: skip


def message_events(year: Year, letters: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the events of these conversations, with a ``question`` and an ``answer``."""
    wrote, answered, language = pl.col("wrote"), pl.col("answered"), pl.col("language")
    replies, alone = letters.filter(~pl.col("solved")), letters.filter("solved")
    return [
        record(year, letters, "conversation.opened", at=wrote, channel=_INBOX),
        record(
            year, letters, "message.received", at=wrote, channel=_INBOX, properties=_CONTACT,
            text=pl.col("question"), language=language,
        ),
        record(
            year, replies, "message.sent", at=answered, channel=_INBOX,
            text=pl.col("answer"), language=language,
        ),
        record(
            year, replies, "conversation.resolved", at=answered + 3 * MINUTE, channel=_INBOX
        ),
        record(year, alone, "conversation.resolved", at=wrote + 2 * MINUTE, channel=_INBOX),
    ]  # fmt: skip
