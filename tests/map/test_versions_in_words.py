"""What changed between two versions reads as sentences."""

from copy import deepcopy

from parcours.core.canvas import Canvas as Drawing
from parcours.map.domain.differing import differences
from parcours.map.domain.drafting import children, draft_of, walk
from parcours.map.domain.settling import settle

START = Drawing.new("Lutèce")


def changed(change) -> list[str]:
    draft = deepcopy(draft_of(START))
    by_name = {
        draft["elements"][e]["fields"].get(draft["elements"][e]["kind"]): e for e in walk(draft)
    }
    change(draft["elements"], by_name)
    return differences(START, settle(draft))


def test_nothing_changed_says_nothing():
    assert differences(START, START) == []


def test_a_field_says_what_it_was_and_is():
    def change(elements, named):
        elements[named["delivery"]]["fields"] |= {"need": "Today", "aim": 4}

    assert changed(change) == [
        "Card “Delivery”, What the customer needs: Receive my order on the day announced "
        "→ Today",
        "Card “Delivery”, Aim: 4.5 → 4",
    ]


def test_a_promise_says_what_it_means_now():
    def change(elements, named):
        elements[named["answer-2-h"]]["fields"]["within"] = "4 business hours"

    assert changed(change) == [
        "Promise “An answer within two business hours”, Within: 2 business h → 4 business h",
        "“An answer within two business hours” now means: After a message received: a message "
        "sent within 4 business hours — broken if it comes later, or never. All this within "
        "one case: the same order, visit or conversation. What opens again while one is "
        "waiting joins it.",
    ]


def test_a_card_that_moved_says_from_where_to_where():
    def change(elements, named):
        elements[named["checkout"]]["in"] = named["retention"]

    assert changed(change) == ["Card “Checkout” moved from “Decision” to “Retention”."]


def test_an_order_that_changed_is_said_once():
    def change(elements, named):
        elements[named["answers"]]["rank"] = 0

    assert changed(change) == ["Phase “Retention”: what stands there is in another order."]


def test_what_came_and_went_is_named_without_what_stood_on_it():
    def change(elements, named):
        elements[named["delivery"]]["gone"] = True
        elements["n"] = {
            "kind": "touchpoint",
            "in": named["awareness"],
            "rank": 1,
            "fields": {"touchpoint": "poster", "title": "Poster"},
        }

    assert changed(change) == [
        "Card “Poster” was added to “Awareness”.",
        "Card “Delivery” was removed.",
    ]


def test_key_moments_and_settings_are_said_too():
    def change(elements, named):
        elements["canvas"]["fields"]["hours"] = {
            "days": "mon-fri", "opens": "08:00", "closes": "18:00",
        }  # fmt: skip
        elements["m"] = {
            "kind": "moment",
            "in": named["delivery"],
            "rank": 1,
            "fields": {"title": "The bell"},
        }

    assert changed(change) == [
        "The canvas, Opening hours: mon-fri 09:00-18:00; sat 10:00-17:00 → mon-fri 08:00-18:00",
        "Key moment “The bell” was added to “Delivery”.",
    ]
    assert children(draft_of(START), "canvas")
