"""What an address can be told of."""

from typing import Any, Final

from django.utils.translation import pgettext_lazy

PROMISE_BROKEN: Final = "promise.broken"
IMPORT_DONE: Final = "import.done"
CANVAS_CHANGED: Final = "canvas.changed"
ALERT_RAISED: Final = "alert.raised"
CUSTOMER_ERASED: Final = "customer.erased"
PING: Final = "ping"

EVENTS: Final[dict[str, Any]] = {
    PROMISE_BROKEN: pgettext_lazy("webhook", "A promise was broken"),
    IMPORT_DONE: pgettext_lazy("webhook", "A file was imported"),
    CANVAS_CHANGED: pgettext_lazy("webhook", "A canvas was changed"),
    ALERT_RAISED: pgettext_lazy("webhook", "Customers complain more of something"),
    CUSTOMER_ERASED: pgettext_lazy("webhook", "A person was erased"),
}
"""Name → what happened, in words."""
