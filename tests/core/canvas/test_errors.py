"""What the author of a faulty canvas is told."""

import pytest

from parcours.core.canvas import Canvas, InvalidCanvas
from parcours.core.language import speaking

HEAD = "canvas: shop\ntitle: Shop\n"
STAGES = """\
canvas: shop
title: Shop
stages:
  - stage: decision
    title: Decision
    touchpoints:
      - touchpoint: checkout-queue
        title: Queue
        promises:
          - promise: queue-5-min
            kind: within
            title: Served in five minutes
            opens: queue.joined
            keeps: queue.left
            within: 5 min
"""


def told(text: str) -> list[str]:
    """Return what is said of *text*: line, column, path and message of each problem."""
    with pytest.raises(InvalidCanvas) as caught:
        Canvas.parse(text, name="shop.yaml")
    return [str(problem).removeprefix("shop.yaml:") for problem in caught.value.problems]


def with_promise(fields: str) -> str:
    """Return a canvas whose touchpoint (aim 4) makes one promise of these *fields*."""
    return (
        HEAD
        + "stages: [{stage: s, title: S, touchpoints: [{touchpoint: t, title: T, promises: [\n"
        + f"{{promise: p, title: P, opens: a.b, {fields}}}\n"
        + "]}]}]\n"
    )


def test_every_problem_is_told_at_once_in_the_files_order():
    faulty = STAGES.replace("within: 5 min", "wihtin: 5 min").replace("title: Queue", "aim: 7")

    with pytest.raises(InvalidCanvas) as caught:
        Canvas.parse("currency: euro\n" + faulty, name="shop.yaml")

    queue = "stages › decision › checkout-queue"
    assert str(caught.value).splitlines() == [
        "The canvas has 4 problems:",
        "shop.yaml:1:11: currency: unknown currency `euro`: use its three letters, as in EUR. "
        "Did you mean `EUR`?",
        f"shop.yaml:8:9: {queue} › title: the field `title` is missing: add it",
        f"shop.yaml:9:14: {queue} › aim: found 7: 5 is the most",
        f"shop.yaml:16:13: {queue} › promises › queue-5-min › wihtin: unknown field `wihtin`. "
        "Did you mean `within`?",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("titel: x", "titel: unknown field `titel`. Did you mean `title`?"),
        (
            "zzz: x",
            "zzz: unknown field `zzz`. Use one of: canvas, title, language, time_zone, "
            "currency, hours, holidays, journey, journey_gap, returns, horizon, stakes, "
            "thresholds, stages.",
        ),
        ("journey: cases", "journey: unknown word `cases`. Did you mean `case`?"),
        ("language: xx", "language: unknown language `xx`: write its code, as in en or fr"),
        (
            "time_zone: Europe/Pari",
            "time_zone: unknown time zone `Europe/Pari`: write a region and a city. Did you "
            "mean `Europe/Paris`?",
        ),
        (
            "horizon: 3 business days",
            "horizon: `3 business d`: this one runs on the clock; leave out `business`",
        ),
        (
            "returns: 3",
            "returns: found `3`: name an activity (order.placed), several ([order.placed, "
            "order.paid]), or write {activity: …, channel: …, where: …}",
        ),
        ("returns: []", "returns: the list is empty: name one at least"),
        (
            "returns: {activity: a, where: {amout: 1}}",
            "returns › where › amout: `amout` is neither a column of the log nor "
            "`properties.NAME`. Did you mean `amount`?",
        ),
        (
            "returns: {activity: a, where: [b]}",
            "returns › where: found `[b]` instead of fields, each a name, a colon and a value",
        ),
        (
            "returns: {activity: a, where: {amount: {at_lest: 1}}}",
            "returns › where › amount › at_lest: unknown field `at_lest`. Did you mean "
            "`at_least`?",
        ),
        (
            "returns: {activity: a, where: {amount: {}}}",
            "returns › where › amount: give `at_least`, `at_most` or both",
        ),
        (
            "returns: {activity: a, where: {amount: {at_least: 2, at_most: 1}}}",
            "returns › where › amount: `at_least` (2) is more than `at_most` (1): turn them "
            "round",
        ),
        (
            "returns: {activity: a, where: {amount: {presnt: true}}}",
            "returns › where › amount › presnt: unknown field `presnt`. Did you mean "
            "`present`?",
        ),
        (
            "returns: {activity: a, where: {amount: {other_then: 1}}}",
            "returns › where › amount › other_then: unknown field `other_then`. Did you mean "
            "`other_than`?",
        ),
        (
            "returns: {activity: a, where: {amount: {present: maybe}}}",
            "returns › where › amount › present: found `maybe`: write true or false",
        ),
        (
            "returns: {activity: a, where: {amount: }}",
            "returns › where › amount: nothing is written here. For events without a value "
            "write {present: false}",
        ),
        (
            "returns: {activity: a, where: {amount: [[1]]}}",
            "returns › where › amount › 1: found `[1]`: a text or a number is wanted",
        ),
        ("stakes: 3", "stakes: found `3` instead of fields, each a name, a colon and a value"),
        (
            "stakes: {margin_share: '0.3'}",
            "stakes › margin_share: found `0.3`: a number is wanted, without quotes, with a "
            "decimal point (4.2)",
        ),
        ("stakes: {contact_cost: -1}", "stakes › contact_cost: found -1: 0 is the least"),
        (
            "stages: {stage: a}",
            "stages: found `{stage: a}` instead of a list: start each element with `- `",
        ),
        (
            "holidays: {country: France}",
            "holidays › country: unknown country `France`: use its two letters, as in FR. "
            "Did you mean `FR`?",
        ),
        (
            "holidays: {country: fr}",
            "holidays › country: unknown country `fr`: use its two letters, as in FR. Did "
            "you mean `FR`?",
        ),
        (
            "holidays: {country: FR, subdivision: Alsac}",
            "holidays › subdivision: FR has no subdivision `Alsac`. Did you mean `Alsace`?",
        ),
        (
            "holidays: {subdivision: Alsace}",
            "holidays › subdivision: a subdivision needs its country: add `country`",
        ),
        (
            "holidays: {also: 24/12/2026}",
            "holidays › also: `24/12/2026` is not a date: write year-month-day, 2026-12-24",
        ),
        (
            "hours: [{days: lun, opens: 09:00, closes: 10:00}]",
            "hours › 1 › days: unknown day `lun`: write mon, tue, wed, thu, fri, sat or sun",
        ),
        (
            "hours: [{days: mon, opens: 22:00, closes: 02:00}]",
            "hours › 1: closes at 02:00, before it opens at 22:00. For a night, write two "
            "lines: until 24:00, and from 00:00 on the next days",
        ),
        (
            "hours: [{days: mon, opens: 9, closes: 24:30}]",
            "hours › 1 › opens: `9` is not a time of the day: write hours and minutes, 09:00",
        ),
        (
            "hours: [{days: mon-tue, opens: 09:00, closes: 24:00}, {days: [sun, tue], opens: "
            "10:00, closes: 11:00}]",
            "hours: hours overlap on tue: 09:00–24:00 and 10:00–11:00. Join them, or change "
            "one",
        ),
    ],
)
def test_a_faulty_field_is_named_with_what_to_do(line: str, problem: str):
    assert told(HEAD + line)[0].split(": ", 1)[1] == problem


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("kind: witin", "kind `witin`. Did you mean `within`?"),
        (
            "within: 2 h",
            "a promise is fields, with its `kind` among them: within, by, limit, never, "
            "same, felt",
        ),
        (
            "kind: by, keeps: c, within: 2 h",
            "within: unknown field `within`. Use one of: promise, title, opens, match, ",
        ),
        (
            "kind: within, keeps: c, within: 2 business h",
            "within: business time needs opening hours: add `hours` to the canvas",
        ),
        ("kind: by, keeps: c, grace: 2 business days", "grace: business time needs"),
        ("kind: limit, of: channel, at_most: 3", "of: `channel` does not hold a number."),
        ("kind: limit, of: seconds", "give `at_least`, `at_most` or both"),
        (
            "kind: never, breaks: c",
            "say when the promise ends: `until` (an event), `within` (a time) or both",
        ),
        ("kind: same, equals: c, of: prize", "of: `prize` is neither a column of the log"),
        ("kind: same, equals: c, of: amount, tolerance: -1", "tolerance: found -1: 0 is the"),
        ("kind: felt", "a `felt` promise needs an aim, 1 to 5: its own, or its touchpoint's"),
        (
            "kind: felt, aim: 4, openings: all",
            "openings: unknown word `all`. Use one of: each, first.",
        ),
    ],
)
def test_a_faulty_promise_is_named_with_what_to_do(fields: str, problem: str):
    (said,) = told(with_promise(fields))

    assert said.startswith("4:")
    assert problem in said


def test_an_id_is_proposed_for_a_title_in_its_place():
    assert told("canvas: Ma Boutique\ntitle: A\nstages: [{stage: 3, title: B}]\n") == [
        "1:9: canvas: `Ma Boutique` cannot be an id: use small letters, digits and hyphens, "
        "as in ma-boutique",
        "3:18: stages › 1 › stage: found `3` instead of a text: put it in quotes",
    ]


def test_a_long_list_of_words_is_cut():
    (said,) = told(HEAD + "currency: Xxxxxxxx\n")

    assert ". Use one of " in said
    assert said.endswith("…")


def test_a_touchpoints_aim_serves_its_felt_promises():
    text = with_promise("kind: felt").replace("title: T", "title: T, aim: 4")

    assert [promise.kind for _, promise in Canvas.parse(text).promises()] == ["felt"]


def test_ids_are_used_once_over_the_canvas():
    point = "{touchpoint: t, title: T, promises: [{promise: p, kind: felt, aim: 4, "
    point += "title: P, opens: a}]}"
    stage = f"{{stage: s, title: S, touchpoints: [{point}]}}"

    queue = "stages › s › t"
    assert told(HEAD + f"stages:\n  - {stage}\n  - {stage}\n") == [
        "5:13: stages › s › stage: `s` is already the id of stages › s: choose another",
        f"5:53: {queue} › touchpoint: `t` is already the id of {queue}: choose another",
        f"5:87: {queue} › promises › p › promise: `p` is already the id of "
        f"{queue} › promises › p: choose another",
    ]


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        (
            "2024",
            "title: found `2024` instead of a text: put it in quotes, or write one text per "
            "language, e.g. {en: Delivery, fr: Livraison}",
        ),
        ("' '", "title: the text is empty: write it, or leave the field out"),
        (
            "{en: Shop, fr: ''}",
            "title › fr: the text is empty: write it, or leave the field out",
        ),
        ("{}", "title: no text: write one, e.g. {en: Delivery, fr: Livraison}"),
        ("{English: Shop}", "title: `English` is not a language code: write en, fr, de…"),
    ],
)
def test_a_text_is_written_in_some_language(title: str, problem: str):
    (said,) = told(f"canvas: shop\ntitle: {title}\n")

    assert said.split(": ", 1)[1] == problem


def test_one_problem_is_said_to_be_one():
    with speaking("en"), pytest.raises(InvalidCanvas, match=r"^The canvas has 1 problem:\n"):
        Canvas.parse("canvas: a\n")
