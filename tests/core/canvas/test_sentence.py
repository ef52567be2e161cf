"""Each promise says in words what it means, with every option, in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from parcours.core.canvas import Canvas, InvalidCanvas
from parcours.core.canvas.activity_words import known_activities, said_activity
from parcours.core.canvas.sentence import sentence
from parcours.core.demo import demo_canvas
from parcours.core.language import speaking
from parcours.core.promise import Promise

NO_BREAK = "\N{NO-BREAK SPACE}"
KINDS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"kind": "within", "keeps": "message.sent", "within": "2 business hours"},
        "After a message received: a message sent within 2 business hours — broken if it comes "
        "later, or never.",
        "Après un message reçu : un message envoyé dans un délai de 2 heures ouvrées — rompue "
        "si c’est plus tard, ou jamais.",
    ),
    (
        {"kind": "by", "keeps": "callback.made"},
        "After a message received: a call back made by the announced moment — broken if it "
        "comes later, or never.",
        "Après un message reçu : un rappel effectué au plus tard au moment annoncé — rompue si "
        "c’est plus tard, ou jamais.",
    ),
    (
        {"kind": "by", "keeps": "callback.made", "grace": "1.5 h", "whole_day": True},
        "After a message received: a call back made no later than 1.5 hours after the end of "
        "the announced day — broken if it comes later, or never.",
        "Après un message reçu : un rappel effectué au plus tard 1,5 heure après la fin du "
        "jour annoncé — rompue si c’est plus tard, ou jamais.",
    ),
    (
        {"kind": "limit", "of": "seconds", "at_most": 300},
        "On a message received: wait of at most 5 minutes — broken if it is more.",
        "Sur un message reçu : attente de 5 minutes au plus — rompue au-delà.",
    ),
    (
        {"kind": "limit", "of": "amount", "at_least": 10, "at_most": 20.5},
        "On a message received: amount between €10.00 and €20.50 — broken outside.",
        "Sur un message reçu : montant entre 10,00 € et 20,50 € — rompue en dehors.",
    ),
    (
        {"kind": "limit", "of": "properties.rank", "at_least": 3},
        "On a message received: “rank” of at least 3 — broken if it is less.",
        "Sur un message reçu : « rank » de 3 au moins — rompue en deçà.",
    ),
    (
        {"kind": "never", "breaks": "fee.added", "until": "order.placed", "within": "1 d"},
        "After a message received: never a fee added before an order placed, or before 1 day "
        "have passed — broken as soon as it happens.",
        "Après un message reçu : jamais un supplément ajouté avant une commande passée, ni "
        "avant que 1 jour soient passés — rompue dès que cela arrive.",
    ),
    (
        {"kind": "never", "breaks": "fee.added", "within": "90 min"},
        "After a message received: never a fee added during 90 minutes — broken as soon as it "
        "happens.",
        "Après un message reçu : jamais un supplément ajouté pendant 90 minutes — rompue dès "
        "que cela arrive.",
    ),
    (
        {"kind": "same", "equals": "price.seen", "of": "amount", "tolerance": 0.5},
        "Same amount on a message received and on a price seen that follows — broken if they "
        "differ by more than €0.50.",
        "Même montant sur un message reçu, puis sur un prix vu qui suit — rompue si l’écart "
        "dépasse 0,50 €.",
    ),
    (
        {"kind": "same", "equals": "price.seen", "of": "properties.size", "within": "1 w"},
        "Same “size” on a message received and on a price seen that follows — broken if they "
        "differ. The second is awaited for 1 week.",
        "Même « size » sur un message reçu, puis sur un prix vu qui suit — rompue s’ils "
        "diffèrent. Le second est attendu pendant 1 semaine.",
    ),
    (
        {"kind": "felt", "aim": 4.5},
        "After a message received: a felt score of at least 4.5 out of 5 — broken below.",
        "Après un message reçu : un ressenti d’au moins 4,5 sur 5 — rompue en dessous.",
    ),
    (
        {"kind": "felt"},
        "After a message received: a felt score that reaches the touchpoint's aim — broken "
        "below.",
        "Après un message reçu : un ressenti à la hauteur de l’ambition du point de contact — "
        "rompue en dessous.",
    ),
]


def promise(**fields: Any) -> Promise:
    given = {"promise": "p", "title": "P", "opens": "message.received"} | fields
    return TypeAdapter[Promise](Promise).validate_python(given)


def plainly(text: str) -> str:
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text)


@pytest.mark.parametrize(("fields", "english", "french"), KINDS)
def test_each_kind_says_when_it_is_broken(fields, english, french):
    with speaking("en"):
        assert plainly(sentence(promise(**fields))) == english
    with speaking("fr"):
        assert plainly(sentence(promise(**fields))) == french


EVERY_OPTION: dict[str, Any] = {
    "kind": "felt",
    "opens": {
        "activity": ["order.placed", "order.paid", "sofa.tried"],
        "channel": ["web", "app"],
        "where": {"amount": {"at_least": 1, "at_most": 2}, "properties.vip": True},
    },
    "where": {
        "properties.shop": ["Lyon", 7],
        "score": {"at_most": 3},
        "properties.code": {"other_than": "STAFF"},
        "due_at": {"present": False},
        "currency": {"present": True},
    },
    "match": "case",
    "openings": "first",
    "unless": "order.cancelled",
    "recovers": ["goodwill.given", "apology.sent"],
    "recovery_window": "14 d",
    "felt_window": "7 d",
    "horizon": "180 d",
    "segment": "channel",
    "adjust": ["properties.shop", "amount"],
}


def test_each_option_is_a_sentence_of_its_own():
    one = promise(**EVERY_OPTION)

    with speaking("en"):
        said = sentence(one, aim=4)

    assert said.split(". ") == [
        "After an order placed, an order paid or “sofa.tried” (channel: web or app; amount "
        "between 1 and 2; “vip”: yes): a felt score of at least 4 out of 5 — broken below",
        "It applies only with “shop”: Lyon or 7; score at most 3; “code” other than STAFF; "
        "announced moment unknown; currency known",
        "All this within one case: the same order, visit or conversation",
        "What opens again while one is waiting joins it",
        "It no longer applies after an order cancelled",
        "Once broken, it is made good by a goodwill gesture or an apology sent within 14 days",
        "Scores given up to 7 days later tell what was felt",
        "Whether customers come back is watched for 180 days",
        "Results are also shown by channel",
        "Customers are compared with others of the same “shop” or amount.",
    ]


@pytest.mark.parametrize("page", ["activities.md", "activities.fr.md"])
def test_every_activity_of_the_reference_has_words_in_both_languages(page):
    reference = Path(__file__).parents[3] / "docs/reference" / page
    rows = [line.split("|")[1] for line in reference.read_text().splitlines() if "| `" in line]
    named = {name for cell in rows for name in re.findall(r"`([a-z]+\.[a-z]+)`", cell)}

    assert set(known_activities()) == named
    for name in named:
        with speaking("fr"):
            french = said_activity(name)
        assert french not in (said_activity(name), name)


def test_every_promise_of_the_demo_says_itself_in_french():
    with speaking("fr"):
        said = [sentence(each, aim=point.aim) for point, each in demo_canvas().promises()]

    assert all(" — rompue" in text and "broken" not in text for text in said)


def test_what_is_wrong_with_plain_data_says_where_in_it():
    data = {
        "canvas": "store",
        "title": "Store",
        "stages": [{"stage": "buy", "title": "Buy", "touchpoints": [{"touchpoint": "till"}]}],
    }

    with pytest.raises(InvalidCanvas) as caught:
        Canvas.of(data)

    assert [problem.at for problem in caught.value.problems] == [
        ("stages", 0, "touchpoints", 0, "title")
    ]
