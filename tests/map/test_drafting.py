"""A canvas becomes a draft and back; what is not valid yet never blocks the rest."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcours.core.canvas import Canvas as Drawing
from parcours.core.demo import demo_canvas
from parcours.map.domain.drafting import children, draft_of, nested, walk
from parcours.map.domain.notation import (
    read_conditions,
    read_events,
    read_hours,
    unreadable,
    write_conditions,
    write_events,
    write_hours,
)
from parcours.map.domain.settling import Fault, faults, settle
from parcours.map.domain.sheet import Sheet, free_name, languages

DEMO = demo_canvas()
VALUES = st.one_of(st.integers(-99, 999), st.booleans(), st.text('aZ0 7é-,;="[]@.', min_size=1))
CONDITIONS = st.one_of(
    VALUES,
    st.lists(VALUES, min_size=2, max_size=3),
    st.builds(lambda v: {"other_than": v}, VALUES),
    st.builds(lambda v: {"present": v}, st.booleans()),
    st.builds(lambda v: {"at_least": v, "at_most": v + 1}, st.integers(-9, 9)),
)


def of(draft: dict, kind: str, name: str) -> str:
    return next(e for e in walk(draft) if draft["elements"][e]["fields"].get(kind) == name)


@pytest.mark.parametrize("drawing", [DEMO, Drawing.new("Lutèce", language="fr")])
def test_a_draft_gives_back_the_canvas_it_was_made_of(drawing: Drawing):
    draft = draft_of(drawing)

    assert faults(draft) == []
    assert settle(draft) == drawing


def test_elements_keep_their_ids_when_a_canvas_is_read_again():
    drawing = Drawing.new("Lutèce")
    draft = draft_of(drawing)

    assert draft_of(drawing, like=draft) == draft


def test_every_field_of_every_form_reads_back_as_it_was_written():
    draft = draft_of(DEMO)
    before = deepcopy(draft)

    for element in walk(draft):
        sheet = Sheet(draft, element)
        for name in sheet.names():
            shown = sheet.written(name)
            texts = shown if isinstance(shown, list) else [shown]
            for key, value in sheet.read(name, texts).items():
                if value is None:
                    sheet.fields.pop(key, None)
                else:
                    sheet.fields[key] = value

    assert settle(draft) == settle(before)


def test_a_card_that_is_not_valid_counts_as_it_last_was():
    draft = draft_of(DEMO)
    card = of(draft, "touchpoint", children_names(draft)[0])
    fields = draft["elements"][card]["fields"]
    before = dict(fields)
    fields["aim"] = 9

    saved = settle(draft, edited=card, before=before)

    assert faults(draft) == [Fault(card, "aim", "found 9: 5 is the most")]
    assert saved == DEMO

    fields["aim"] = 4.5
    again = settle(draft, edited=card, before=fields)

    assert next(again.touchpoints())[1].aim == 4.5
    assert "kept" not in draft["elements"][card]


def children_names(draft: dict) -> list[str]:
    stage = next(s for s in children(draft, "canvas") if children(draft, s))
    return [draft["elements"][e]["fields"]["touchpoint"] for e in children(draft, stage)]


def test_a_new_card_without_a_title_is_left_out_until_it_has_one():
    draft = draft_of(Drawing.new("Lutèce"))
    stage = children(draft, "canvas")[0]
    draft["elements"]["x"] = {
        "kind": "touchpoint", "in": stage, "rank": 1, "fields": {"touchpoint": "new-1"},
    }  # fmt: skip

    assert "new-1" not in settle(draft).to_yaml()
    assert faults(draft) == [Fault("x", "title", "the field `title` is missing: add it")]


def test_promises_in_business_time_wait_for_hours_to_come_back():
    draft = draft_of(Drawing.new("Lutèce"))
    hours = draft["elements"]["canvas"]["fields"].pop("hours")

    saved = settle(draft, edited="canvas", before={"hours": hours})

    assert "answer-2-h" not in [promise.promise for _, promise in saved.promises()]
    assert [fault.field for fault in faults(draft)] == ["within"]


def test_a_canvas_setting_that_is_wrong_keeps_its_last_value():
    draft = draft_of(Drawing.new("Lutèce"))
    fields = draft["elements"]["canvas"]["fields"]
    before = dict(fields)
    fields["holidays.country"] = "XX"

    saved = settle(draft, edited="canvas", before=before)

    assert saved.holidays.country == "GB"
    assert [(each.element, each.field) for each in faults(draft)] == [
        ("canvas", "holidays.country")
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["amount", "properties.shop"]), CONDITIONS, max_size=2))
def test_conditions_read_back_as_they_were_written(where):
    text = write_conditions(where)

    assert read_conditions(text) == where
    assert read_events(f"a.b, c.d @ web [{text}]") == {
        "activity": ["a.b", "c.d"],
        "channel": ["web"],
        **({"where": where} if where else {}),
    }


@pytest.mark.parametrize(
    "text", ["order.placed", "order.placed, order.paid", "a.b @ web", "a.b @ x, y [c >= 1]"]
)
def test_events_read_back_as_they_were_written(text: str):
    assert write_events(read_events(text)) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("order placed", "one word"),
        ("a.b [amount", "a bracket is amiss"),
        ("@ web", "Name an activity"),
        ("a.b [amount > 3]", "no condition"),
        ('a.b [amount = "3]', "not closed"),
        ("a.b [amount = 3,,4]", "no value"),
    ],
)
def test_events_that_cannot_be_read_say_why_and_stay_as_written(text: str, says: str):
    with pytest.raises(ValueError, match=says):
        read_events(text)

    draft = draft_of(Drawing.new("Lutèce"))
    promise = of(draft, "promise", "on-time")
    sheet = Sheet(draft, promise)
    kept = sheet.read("opens", [text])["opens"]

    assert says in unreadable("opens", kept)
    assert write_events(kept) == text


def test_hours_read_back_as_they_were_written_and_what_is_no_hours_stays():
    text = "mon-fri 09:00-12:30\nsat, sun 10:00-24:00\nwhenever"

    assert write_hours(read_hours(text)) == text


def test_a_text_in_a_second_language_leaves_the_first_alone():
    draft = draft_of(Drawing.new("Lutèce"))
    stage = children(draft, "canvas")[0]

    changed = Sheet(draft, stage, "fr").read("title", ["Sensibilisation"])

    assert changed == {"title": None, "title.en": "Awareness", "title.fr": "Sensibilisation"}
    draft["elements"][stage]["fields"] = {
        "stage": "a",
        **{k: v for k, v in changed.items() if v},
    }
    assert languages(draft) == ["en", "fr"]
    assert Sheet(draft, stage).written("title") == "Awareness"
    assert nested(draft["elements"][stage]["fields"])["title"]["fr"] == "Sensibilisation"


def test_actions_in_a_second_language_stand_beside_the_first():
    draft = draft_of(Drawing.new("Lutèce"))
    card = of(draft, "touchpoint", "delivery")
    draft["elements"][card]["fields"]["actions"] = ["Pack", {"en": "Ship", "fr": "Expédier"}]

    changed = Sheet(draft, card, "fr").read("actions", ["Emballer\nEnvoyer\nSuivre"])

    assert changed == {
        "actions": [{"en": "Pack", "fr": "Emballer"}, {"en": "Ship", "fr": "Envoyer"}, "Suivre"]
    }


def test_a_new_element_is_named_after_its_first_title():
    draft = draft_of(Drawing.new("Lutèce"))
    card = of(draft, "touchpoint", "delivery")
    draft["elements"][card]["fields"]["touchpoint"] = "new-7"

    assert Sheet(draft, card).read("title", ["Checkout"]) == {
        "title": "Checkout",
        "touchpoint": "checkout-2",
    }
    assert free_name(draft, "touchpoint", "delivery") == "delivery"


def test_the_id_of_a_fresh_element_follows_its_title_while_it_is_typed():
    draft = draft_of(Drawing.new("Lutèce"))
    card = of(draft, "touchpoint", "delivery")
    draft["elements"][card]["fields"] = {"touchpoint": "ca", "title": "Ca"}
    assert Sheet(draft, card).read("title", ["Call"]) == {"title": "Call"}

    draft["elements"][card]["fresh"] = True

    assert Sheet(draft, card).read("title", ["Call"]) == {"title": "Call", "touchpoint": "call"}


def test_another_kind_of_promise_drops_the_fields_it_does_not_have():
    draft = draft_of(Drawing.new("Lutèce"))
    promise = of(draft, "promise", "answer-2-h")

    assert Sheet(draft, promise).read("kind", ["by"]) == {"kind": "by", "within": None}
