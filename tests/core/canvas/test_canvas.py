"""What a canvas says: reading it, asking it, writing it."""

from datetime import date, time
from pathlib import Path

import pytest

from parcours.core.canvas import Canvas, InvalidCanvas, UnknownPromise, json_schema
from parcours.core.canvas.template import template
from parcours.core.duration import Duration
from parcours.core.hours import Hours
from parcours.core.language import LANGUAGES
from parcours.core.pattern import Bounds, Other, Pattern, Present
from parcours.core.promise import Never, Within
from parcours.core.refusal import Refused

SHOP = """\
canvas: shop
title: {en: Shop, fr: Boutique}
time_zone: Europe/Paris
hours:
  days: [mon-wed, sat]
  opens: 9h
  closes: 24:00
holidays: {country: FR, subdivision: Alsace, also: 2026-12-24, open: [2026-05-01]}
stages:
  - stage: decision
    title: Decision
    touchpoints:
      - touchpoint: queue
        title: Queue
        events: queue.left
        promises:
          - promise: queue-5-min
            kind: within
            title: Served in five minutes
            opens: [queue.joined, queue.seen]
            keeps: {activity: queue.left, channel: store, where: {properties.till: [1, 2]}}
            within: 5 business minutes
"""
SAVED = """\
canvas: shop
title:
  en: Shop
  fr: Boutique
time_zone: Europe/Paris
hours:
  - days:
      - mon-wed
      - sat
    opens: 09:00
    closes: 24:00
holidays:
  country: FR
  subdivision: Alsace
  also: 2026-12-24
  open: 2026-05-01
stages:
  - stage: decision
    title: Decision
    touchpoints:
      - touchpoint: queue
        title: Queue
        events: queue.left
        promises:
          - promise: queue-5-min
            kind: within
            title: Served in five minutes
            opens:
              - queue.joined
              - queue.seen
            keeps:
              activity: queue.left
              channel: store
              where:
                properties.till:
                  - 1
                  - 2
            within: 5 business min
"""


def test_a_canvas_is_read_with_its_short_forms():
    canvas = Canvas.parse(SHOP)

    hours = Hours(days=("mon", "tue", "wed", "sat"), opens=time(9), closes=time(0))
    assert canvas.hours == (hours,)
    assert hours.minutes == (540, 1440)
    assert canvas.holidays.also == (date(2026, 12, 24),)
    assert canvas.stages[0].touchpoints[0].events == (Pattern(activity=("queue.left",)),)
    assert canvas.promise("queue-5-min") == Within(
        promise="queue-5-min",
        kind="within",
        title="Served in five minutes",
        opens=Pattern(activity=("queue.joined", "queue.seen")),
        keeps=Pattern(
            activity=("queue.left",), channel=("store",), where={"properties.till": (1, 2)}
        ),
        within=Duration(5, "min", business=True),
    )


def test_a_saved_canvas_is_short_and_in_one_order():
    assert Canvas.parse(SHOP).to_yaml() == SAVED


def test_a_file_is_loaded_and_saved(tmp_path: Path):
    path = tmp_path / "canvas.yaml"
    path.write_text("\ufeff" + SHOP.replace("\n", "\r\n"), encoding="utf-8")

    canvas = Canvas.load(path)
    canvas.save(path)

    assert path.read_text(encoding="utf-8") == canvas.to_yaml()
    assert Canvas.load(str(path)) == canvas == Canvas.parse(SHOP)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_valid_and_carries_its_title(language: str):
    canvas = Canvas.new("L'Étoile: \"d'or\" — ID", language=language)

    assert (canvas.canvas, canvas.title) == ("l-etoile-d-or-id", "L'Étoile: \"d'or\" — ID")
    assert canvas.language == language
    assert [promise.kind for _, promise in canvas.promises()] == ["never", "by", "within"]
    assert canvas.warnings() == ()


def test_a_title_without_letters_still_gives_an_id():
    assert Canvas.new("!?").canvas == "canvas"


def test_an_unknown_template_language_is_english():
    assert template("de", title="Shop") == template("en", title="Shop")


def test_an_unknown_promise_names_the_nearest():
    with pytest.raises(UnknownPromise, match="Did you mean `queue-5-min`"):
        Canvas.parse(SHOP).promise("queue-5")


def test_conditions_take_four_forms():
    pattern = Pattern.model_validate(
        {
            "activity": "order.placed",
            "where": {
                "amount": {"at_least": 3},
                "channel": {"other_than": "web"},
                "due_at": {"present": True},
                "properties.vip": True,
            },
        }
    )

    assert pattern.where == {
        "amount": Bounds(at_least=3),
        "channel": Other(other_than=("web",)),
        "due_at": Present(present=True),
        "properties.vip": (True,),
    }
    assert Pattern.model_validate(pattern) is pattern


def test_promises_are_also_made_in_python():
    fee = Never(
        promise="no-fee",
        kind="never",
        title="No fee",
        opens=Pattern(activity=("checkout.started",)),
        breaks=Pattern(activity=("fee.added",)),
        within=Duration(1, "h"),
        of="amount",
    )
    point = Canvas.parse(SHOP).stages[0].touchpoints[0].model_copy(update={"promises": (fee,)})

    stage = {"stage": "decision", "title": "Decision", "touchpoints": (point,)}
    assert Canvas(canvas="a", title="A", stages=(stage,)).promise("no-fee") == fee


def test_rules_between_parts_also_hold_in_python():
    canvas = Canvas.parse(SHOP)

    with pytest.raises(ValueError, match=r"queue-5-min › within: business time needs opening"):
        Canvas(canvas="a", title="A", stages=canvas.stages)


def test_fields_with_nothing_written_are_left_out():
    canvas = Canvas.parse(
        "canvas: a\ntitle: A\nholidays:\nstages:\n  - stage: b\n    title: ~x\n"
    )

    assert canvas.to_yaml() == "canvas: a\ntitle: A\nstages:\n  - stage: b\n    title: ~x\n"


def test_anchors_and_merges_repeat_what_was_written():
    canvas = Canvas.parse("""\
canvas: a
title: &t {en: A}
stages:
  - &one {stage: one, title: *t}
  - {<<: *one, stage: two}
  - {<<: [{title: B}, *one], stage: three}
""")

    found = [(stage.stage, stage.title) for stage in canvas.stages]
    assert found == [("one", {"en": "A"}), ("two", {"en": "A"}), ("three", "B")]


def test_plain_words_stay_what_they_look_like():
    text = """\
canvas: a
title: no
returns:
  activity: 12:30
  where:
    properties.a: [no, 0042, 1_000, 0x1F, 2024-05-01, .nan, 5., .5, -1e3, '7', !!str 8]
"""
    assert Canvas.parse(text).returns.where["properties.a"] == (
        "no", "0042", "1_000", "0x1F", "2024-05-01", ".nan", 5.0, 0.5, -1000.0, "7", "8",
    )  # fmt: skip


def test_the_schema_knows_every_kind_and_short_form():
    schema = json_schema()

    kinds = [
        each["$ref"]
        for each in schema["$defs"]["Touchpoint"]["properties"]["promises"]["items"]["oneOf"]
    ]
    assert kinds == [
        f"#/$defs/{kind}" for kind in ("Within", "By", "Limit", "Never", "Same", "Felt")
    ]
    short, several, _ = schema["$defs"]["Pattern"]["anyOf"]
    assert (short["type"], several["type"]) == ("string", "array")
    assert (
        schema["$defs"]["Within"]["properties"]["within"]["description"]
        == "How long it may take."
    )


def test_an_invalid_canvas_is_something_refused():
    assert issubclass(InvalidCanvas, Refused)
