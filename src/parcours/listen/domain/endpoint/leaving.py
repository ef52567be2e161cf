"""The one door through which words leave for a language model: chosen, masked, written down."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import polars as pl
from django.db.models import Q
from django.utils import timezone

from parcours.core.text.private import find
from parcours.listen.domain.endpoint import calling
from parcours.listen.domain.endpoint.calling import Answered, Message
from parcours.listen.domain.endpoint.prompts import Texts
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.domain.verbatims import masking
from parcours.listen.domain.verbatims.coding import Span
from parcours.listen.models import Disclosure, LanguageModel, Verbatim
from parcours.people.models import Customer, Member

SEPARATOR: Final = ":"
_LONGEST: Final = 1_000  # characters of one text
_REST: Final = timedelta(seconds=20)
_BUSY: Final = timedelta(seconds=2 * calling.PATIENCE)
# Links, addresses and numbers that no rule was sure of.
_TELLING: Final = re.compile(
    r"(?P<link>\b(?:https?://|www\.)\S+)|(?P<mail>\S*@\S*[^\s,.;:!?]|@)"
    r"|(?P<spaced>\d(?:[ .-]?\d){5,})|(?P<token>[\w./#-]{4,})"
)
_KINDS: Final = {"link": "link", "mail": "e-mail"}
_YEAR: Final = re.compile(r"(?:19|20)\d\d\.?")
_DIGITS: Final = 4  # that a number of an order may have


class TurnedOff(Exception):
    """An owner turned off what was about to be done: it is dropped, without a word."""


class Taken(Exception):
    """Somebody else is asking, or the model asked to be left alone: later.

    ``wait`` is how long.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def current() -> LanguageModel | None:
    """Return the language model as it is set, null where none ever was."""
    return LanguageModel.objects.filter(pk=1).first()


def active(job: str) -> LanguageModel | None:
    """Return the language model, if an owner lets it do *job*."""
    found = current()
    return found if found is not None and found.does(job) else None


def may_leave(asked: LanguageModel) -> pl.Expr:
    """Return whether a row of the table is of a kind of words that may leave."""
    kinds = pl.concat_str(
        pl.col("activity").cast(pl.String).fill_null(""),
        pl.col("source").cast(pl.String).fill_null(""),
        separator=SEPARATOR,
    )
    return kinds.is_in(list(asked.kinds))


def texts(numbers: Sequence[int], asked: LanguageModel) -> Texts:
    """Return the words of verbatims as they may leave, those that may not left out."""
    found = Verbatim.objects.in_bulk(list(numbers))
    rows = [found[number] for number in numbers if number in found]
    names = dict(
        Customer.objects.filter(customer_id__in={row.customer_id for row in rows})
        .exclude(name="")
        .values_list("customer_id", "name")
    )
    return [
        (row.pk, covered(row, names.get(row.customer_id, "")))
        for row in rows
        if f"{row.activity}{SEPARATOR}{row.source}" in asked.kinds
    ]


def covered(row: Verbatim, name: str = "") -> str:
    """Return the words of a verbatim with all covered that could say whose they are.

    What is covered on pages for those who may not see customers, what the rules of today
    find, the customer's own name and numbers, and whatever has four digits or an @ in it.
    """
    found: list[Span] = list(masking.private(row.private, row.text, [name]))
    found += [(each.start, each.end, each.kind) for each in find(row.text)]
    for known in {row.case_id, row.customer_id, row.event_id} - {""}:
        found += [
            (each.start(), each.end(), "reference")
            for each in re.finditer(re.escape(known), row.text, re.IGNORECASE)
        ]
    found += _telling(row.text)
    return masking.masked(row.text, _joined(found))[:_LONGEST]


def ask(
    purpose: str,
    numbers: Sequence[int],
    compose: Callable[[Texts], Sequence[Message]],
    *,
    by: Member | None,
) -> tuple[Texts, Answered]:
    """Let words leave; return them as they left, and what the language model answers.

    What leaves is in the ledger before it does. Only one is asked at a time, so that slow
    answers never take the worker from all else.

    Args:
        purpose: a job that an owner turned on, or a trial.
        numbers: of verbatims; those that may leave do, covered. None in a trial.
        compose: makes of their words all that is said.
        by: who asked for it.

    Raises:
        TurnedOff: it may not be done any more.
        Taken: not now.
        Trouble: the model did not do it.
    """
    asked = _claimed(purpose)
    try:
        told = texts(numbers, asked)[: asked.most_texts]
        if numbers and not told:
            raise Trouble("nothing")
        line = _written_down(purpose, asked, told, by=by)
        return told, _asked(asked, compose(told), line)
    finally:
        LanguageModel.objects.filter(pk=1).update(busy_until=None)


def _claimed(purpose: str) -> LanguageModel:
    now = timezone.now()
    asked = current()
    is_trial = purpose == Disclosure.Purpose.TRIAL
    if asked is None or not asked.address or not (is_trial or asked.does(purpose)):
        raise TurnedOff
    if asked.rest_until and asked.rest_until > now and not is_trial:
        raise Taken(asked.rest_until - now)
    free = LanguageModel.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=1)
    if not free.update(busy_until=now + _BUSY):
        raise Taken(timedelta(seconds=2))
    return asked


def _written_down(
    purpose: str, asked: LanguageModel, told: Texts, *, by: Member | None
) -> Disclosure:
    return Disclosure.objects.create(
        purpose=purpose,
        by=by,
        address=asked.address,
        model=asked.model,
        verbatims=[number for number, _text in told],
        characters=sum(len(text) for _number, text in told),
    )


def _asked(asked: LanguageModel, messages: Sequence[Message], line: Disclosure) -> Answered:
    try:
        answered = calling.call(asked, messages)
    except Trouble as trouble:
        Disclosure.objects.filter(pk=line.pk).update(outcome=trouble.word)
        if trouble.wait or trouble.word == "busy":
            rest = timezone.now() + max(timedelta(seconds=trouble.wait or 0), _REST)
            LanguageModel.objects.filter(pk=1).update(rest_until=rest)
        raise
    Disclosure.objects.filter(pk=line.pk).update(
        outcome="answered",
        tokens_in=answered.tokens_in,
        tokens_out=answered.tokens_out,
    )
    return answered


def _telling(text: str) -> list[Span]:
    return [
        (each.start(), each.end(), _KINDS.get(each.lastgroup or "", "reference"))
        for each in _TELLING.finditer(text)
        if each.lastgroup != "token" or _is_number(each[0])
    ]


def _is_number(token: str) -> bool:
    digits = sum(letter.isdigit() for letter in token)
    return digits >= _DIGITS and not _YEAR.fullmatch(token)


def _joined(spans: list[Span]) -> list[Span]:
    """Return spans of which none overlaps another: those that do are one, as the longest."""
    kept: list[Span] = []
    for start, end, kind in sorted(spans):
        if kept and start < kept[-1][1]:
            first, until, before = kept[-1]
            longest = kind if end - start > until - first else before
            kept[-1] = (first, max(until, end), longest)
        else:
            kept.append((start, end, kind))
    return kept
