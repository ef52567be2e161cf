"""The history of the demo's surveys as the room of surveys keeps it: asked, answered."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from parcours.core.survey.fields import exploded
from parcours.listen.domain.surveys import photographs
from parcours.listen.models import Answer, Invitation, Response, Survey, SurveyVersion
from parcours.site.demo.drawing import damaged_parcel
from parcours.site.demo.history import VISIT, History

Row = Mapping[str, Any]
Values = dict[str, Any]

_AT_ONCE: Final = 2_000
_CONSENTS: Final = 0.35
_PHOTOGRAPHS: Final = 8
_LASTS: Final = timedelta(days=30)
_CHANGED: Final = timedelta(weeks=10)
_SHARES: Final = {"after-delivery": (0.4, 0.6), "after-case-closed": (1.0, 1.0)}
"""The share of those who could be asked that was drawn: before and after it was changed."""
_QUOTA: Final = 40
_DOUBTFUL: Final[tuple[tuple[str, str], ...]] = (
    ("fast", ""), ("trap", "Best prices for your shop, click here"), ("fast", ""),
    ("twice", "Très bien très bien très bien"), ("many", "asdf"), ("trap", "SEO offer for you"),
)  # fmt: skip
_ROBOTS: Final = {VISIT: 19, "website": 31}


@transaction.atomic
def keep_history(told: History, surveys: Mapping[str, Survey], until: datetime) -> None:
    """Keep what was asked and answered; once there are responses, nothing is added."""
    if Response.objects.exists():
        return
    invitations = _invite(told, surveys, until)
    rows = list(told.answered.iter_rows(named=True))
    versions = {name: _version(survey) for name, survey in surveys.items()}
    responses = [_response(row, versions[row["survey"]], invitations) for row in rows]
    Response.objects.bulk_create(responses, batch_size=_AT_ONCE)
    pictured = _photographed(rows, responses)
    answers = (
        answer
        for row, response in zip(rows, responses, strict=True)
        for answer in _answers(response, _VALUES[row["survey"]](row), is_told=True)
    )
    Answer.objects.bulk_create([*answers, *pictured], batch_size=_AT_ONCE)
    for name, many in _ROBOTS.items():
        _put_aside(versions[name], many, until)


def _version(survey: Survey) -> SurveyVersion:
    return SurveyVersion.objects.select_related("survey").get(survey=survey, number=1)


def _invite(
    told: History, surveys: Mapping[str, Survey], until: datetime
) -> dict[tuple[str, str, str], Invitation]:
    """Keep who was asked by mail, and with what chance; return them by survey and case."""
    rng = np.random.default_rng(told.asked.height)
    answered = {
        (row["survey"], row["customer_id"], row["case_id"]): row["at"]
        for row in told.answered.iter_rows(named=True)
    }
    daily = told.asked.group_by("survey", pl.col("at").dt.date().alias("day")).len()
    many = {(survey, day): n for survey, day, n in daily.iter_rows()}
    made: dict[tuple[str, str, str], Invitation] = {}
    for row, chance in zip(
        told.asked.iter_rows(named=True), rng.random(told.asked.height), strict=True
    ):
        case = (row["survey"], row["customer_id"], row["case_id"])
        at, done = row["at"], answered.get(case)
        made[case] = Invitation(
            survey=surveys[row["survey"]],
            customer_id=row["customer_id"],
            channel="email",
            context=_context(row),
            probability=_probability(row, many[row["survey"], at.date()], until),
            made_at=at - timedelta(minutes=5),
            sent_at=at,
            expires_at=at + _LASTS,
            opened_at=done or (at + timedelta(hours=6) if chance < 0.2 else None),
            answered_at=done,
        )
    Invitation.objects.bulk_create(made.values(), batch_size=_AT_ONCE)
    return made


def _probability(row: Row, drawn: int, until: datetime) -> float:
    """Return the chance with which someone was drawn: a share, or so many a day."""
    if row["survey"] == "journey-nps":
        return round(min(1.0, _QUOTA / max(drawn, 1)), 3)
    before, after = _SHARES.get(row["survey"], (1.0, 1.0))
    return after if row["at"] > until - _CHANGED else before


def _context(row: Row) -> dict[str, str]:
    if row.get("shop"):
        return {"shop": row["shop"]}
    about = {"after-delivery": "order", "after-case-closed": "case"}.get(row["survey"])
    return {"touchpoint": row["touchpoint"], about: row["case_id"]} if about else {}


def _response(
    row: Row, version: SurveyVersion, invitations: dict[tuple[str, str, str], Invitation]
) -> Response:
    invitation = invitations.pop((row["survey"], row["customer_id"], row["case_id"]), None)
    at = row["at"]
    return Response(
        key=uuid.UUID(row["key"]),
        survey=version.survey,
        version=version,
        invitation=invitation,
        customer_id=row["customer_id"],
        channel=row["via"],
        language=row["speaks"],
        context=_context(row),
        probability=invitation.probability if invitation else None,
        state=Response.State.PARTIAL if row["is_partial"] else Response.State.COMPLETE,
        started_at=at - timedelta(seconds=30 + 200 * row["haste"]),
        updated_at=at,
        completed_at=None if row["is_partial"] else at,
        recorded_at=row["recorded_at"],
    )


def _answers(response: Response, values: Values, *, is_told: bool) -> Iterator[Answer]:
    definition = response.version.parsed()
    for field in exploded(definition, values):
        yield Answer(response=response, version=1, is_told=is_told, **field._asdict())


def _delivery(row: Row) -> Values:
    found: Values = {"satisfied": int(row["score"])}
    if row["score"] <= 3 and not row["is_partial"]:
        found["went-wrong"] = _wrong(row)
    return found | _words("words", row)


def _wrong(row: Row) -> list[Any]:
    facts = {"late": row["is_late"], "damaged": row["is_damaged"], "courier": row["a"] < 0.12}
    facts["news"] = row["is_late"] and row["b"] < 0.4
    facts["incomplete"] = row["c"] < 0.08
    found: list[Any] = [name for name, is_so in facts.items() if is_so]
    other = "L’emballage" if row["speaks"] == "fr" else "The wrapping"
    return found or [{"other": other}]


def _recommending(row: Row) -> Values:
    score = int(row["score"])
    asked = "to-improve" if score <= 6 else "missing" if score <= 8 else "liked"
    found: Values = {"recommend": score} | _words(asked, row)
    if score <= 6 and not row["is_partial"]:
        found["call-me"] = row["a"] < _CONSENTS
    return found


def _visit(row: Row) -> Values:
    found: Values = {"moments": {row["touchpoint"]: int(row["score"])}}
    if row["easy"] is not None:
        found["easy"] = int(row["easy"])
    return found | _words("words", row)


def _case(row: Row) -> Values:
    found: Values = {"satisfied": int(row["score"])}
    if row["is_partial"]:
        return found
    ease = row["score"] + 2 * row["a"]
    solved = "yes" if ease >= 4.2 else "in-part" if ease >= 3 else "no"
    found["solved"] = solved
    if solved == "yes":
        return found | _words("words", row)
    return found | _words("still-open", row) | {"reopen": row["b"] < _CONSENTS}


def _table(row: Row) -> Values:
    found: Values = {"satisfied": int(row["score"])}
    if row["is_partial"]:
        return found
    level = row["score"] - 3.2
    draws = {"food": row["a"] + 0.25, "service": row["b"], "wait": row["c"] - 0.2}
    draws["place"] = row["mood"] + 0.1
    told = {name: level + 3 * (draw - 0.5) for name, draw in draws.items()}
    found["aspects"] = {
        name: "better" if value > 1.1 else "worse" if value < -0.6 else "as-expected"
        for name, value in told.items()
    }
    return found | _words("words", row)


def _website(row: Row) -> Values:
    found: Values = {"satisfied": int(row["score"])}
    if not row["is_partial"]:
        reasons = ("look", "look", "buy", "buy", "order", "help")
        found["reason"] = reasons[int(row["a"] * len(reasons))]
    return found | _words("words", row)


def _words(question: str, row: Row) -> Values:
    return {question: row["text"]} if row["text"] else {}


_VALUES: Final[Mapping[str, Callable[[Row], Values]]] = {
    "after-delivery": _delivery,
    "journey-nps": _recommending,
    VISIT: _visit,
    "after-case-closed": _case,
    "restaurant-table": _table,
    "website": _website,
}


def _photographed(rows: list[dict[str, Any]], responses: list[Response]) -> list[Answer]:
    """Return the photographs of a few damaged parcels, as answers."""
    found = [
        response
        for row, response in zip(rows, responses, strict=True)
        if row["survey"] == "after-delivery" and row["is_damaged"] and row["score"] <= 3
        and not row["is_partial"]
    ]  # fmt: skip
    answers: list[Answer] = []
    for number, response in enumerate(found[-_PHOTOGRAPHS:]):
        file = SimpleUploadedFile("parcel.jpg", damaged_parcel(number))
        key = photographs.receive(response, "photo", file)
        answers += _answers(response, {"photo": key}, is_told=True)
    return answers


def _put_aside(version: SurveyVersion, many: int, until: datetime) -> None:
    """Keep what robots sent to an open link: it is neither counted nor told."""
    made = []
    for number in range(many):
        why, words = _DOUBTFUL[number % len(_DOUBTFUL)]
        at = until - timedelta(days=2 + 7 * number % 160, minutes=97 * number % 1440)
        made.append(
            (
                words,
                Response(
                    survey=version.survey,
                    version=version,
                    channel="link",
                    language="fr",
                    state=Response.State.ASIDE,
                    aside=why,
                    started_at=at - timedelta(seconds=1),
                    updated_at=at,
                    completed_at=at,
                ),
            )
        )
    Response.objects.bulk_create(response for _words, response in made)
    Answer.objects.bulk_create(
        answer
        for words, response in made
        for answer in _answers(response, _robotic(response, words), is_told=False)
    )


def _robotic(response: Response, words: str) -> Values:
    is_visit = response.version.parsed().survey == VISIT
    score: Values = {"moments": {"checkout-queue": 5}} if is_visit else {"satisfied": 5}
    return score | ({"words": words} if words else {})
