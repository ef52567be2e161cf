"""What happens to the customers of the synthetic logs: eleven scenes, moment by moment."""

from typing import NamedTuple


class Moment(NamedTuple):
    """One event of a scene, some time after the moment before it.

    ``wait`` is the median in seconds (lognormal, ``spread`` its sigma); it happens with
    ``chance``, again with ``again`` each time, and with ``stay`` the scene goes on.
    """

    activity: str
    wait: float = 30.0
    spread: float = 1.0
    chance: float = 1.0
    again: float = 0.0
    stay: float = 1.0
    carries: str = ""
    channel: str = ""


class Scene(NamedTuple):
    """A visit, an order, a call: its share of all, its channel, its moments."""

    share: float
    channel: str
    moments: tuple[Moment, ...]


SURVEY = (
    Moment("survey.sent", 7200, chance=0.5),
    Moment("survey.answered", 30_000, chance=0.25, carries="score"),
)

SCENES = (
    Scene(0.30, "web", (
        Moment("ad.seen", 5, chance=0.15),
        Moment("visit.started", 5),
        Moment("page.viewed", 20, again=0.45, stay=0.8, carries="seconds"),
        Moment("product.searched", 20, chance=0.4),
        Moment("product.viewed", 40, again=0.5, stay=0.7, carries="seconds"),
        Moment("product.added", 60, chance=0.2, carries="amount"),
    )),
    Scene(0.22, "web", (
        Moment("visit.started", 5),
        Moment("product.viewed", 40, again=0.4, stay=0.9, carries="seconds"),
        Moment("price.seen", 10, chance=0.3, carries="amount"),
        Moment("product.added", 60, again=0.3, carries="amount"),
        Moment("checkout.started", 90, stay=0.8, carries="amount"),
        Moment("fee.added", 20, chance=0.3, stay=0.85, carries="amount"),
        Moment("order.placed", 120, stay=0.97, carries="order"),
        Moment("order.paid", 15, carries="amount"),
        Moment("order.shipped", 90_000, 0.6),
        Moment("parcel.damaged", 80_000, chance=0.02),
        Moment("order.delivered", 140_000, 0.6),
        *SURVEY,
        Moment("order.returned", 400_000, chance=0.08),
        Moment("order.refunded", 300_000, chance=0.07, carries="amount"),
    )),
    Scene(0.13, "store", (
        Moment("visit.started", 5),
        Moment("price.seen", 60, chance=0.4, carries="amount"),
        Moment("advice.sought", 240, chance=0.4),
        Moment("advice.given", 300, chance=0.35, carries="seconds"),
        Moment("queue.joined", 400, stay=0.9),
        Moment("queue.left", 240, 0.7, carries="seconds"),
        Moment("order.placed", 40, carries="amount"),
        Moment("order.paid", 20, carries="amount"),
        *SURVEY,
    )),
    Scene(0.10, "app", (
        Moment("visit.started", 5),
        Moment("page.viewed", 20, again=0.55, carries="seconds"),
        Moment("product.viewed", 30, again=0.3, carries="seconds"),
    )),
    Scene(0.08, "phone", (
        Moment("call.started", 5),
        Moment("call.abandoned", 90, chance=0.12, stay=0.88, carries="seconds"),
        Moment("call.answered", 70, 0.8, carries="seconds"),
        Moment("call.ended", 300, carries="seconds"),
        Moment("callback.promised", 5, chance=0.25, carries="due"),
        Moment("callback.made", 80_000, chance=0.2),
        *SURVEY,
    )),
    Scene(0.07, "email", (
        Moment("conversation.opened", 5),
        Moment("message.received", 1, again=0.3),
        Moment("message.sent", 9000, 1.2, again=0.3, stay=0.93),
        Moment("message.received", 20_000, chance=0.4),
        Moment("message.sent", 9000, 1.2, chance=0.4),
        Moment("goodwill.given", 600, chance=0.06, carries="amount"),
        Moment("conversation.resolved", 600),
        *SURVEY,
    )),
    Scene(0.05, "store", (
        Moment("table.booked", 5),
        Moment("table.seated", 90_000, 0.8, stay=0.9),
        Moment("meal.paid", 4500, 0.3, carries="amount"),
        Moment("review.posted", 70_000, chance=0.1, carries="stars", channel="review"),
        Moment("review.answered", 160_000, chance=0.05, channel="review"),
    )),
    Scene(0.05, "chat", (
        Moment("conversation.opened", 5),
        Moment("message.received", 1, again=0.5),
        Moment("message.sent", 60, 1.2, again=0.5, stay=0.95),
        Moment("conversation.resolved", 200),
    )),
)  # fmt: skip
