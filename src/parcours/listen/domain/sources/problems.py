"""What can be wrong with a source, and what to do about it, in words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Any]] = {
    "busy": _(
        "The source asks us to wait: too many requests. We try again by ourselves, less often."
    ),
    "down": _("The source does not answer. We try again by ourselves, less and less often."),
    "denied": _(
        "The source refuses our keys. They may have expired, been withdrawn, or lack a right: "
        "check them below, then test the connection."
    ),
    "gone": _("The source knows no such shop, app or review: check the numbers below."),
    "refused": _("The source refuses what we asked for."),
    "odd": _(
        "The source answered something that is not as its documentation says. Nothing was "
        "taken from that answer."
    ),
    "locked": _(
        "No key of this site opens what was kept of this source: see "
        "PARCOURS_OLD_SECRET_KEYS, or enter its keys again."
    ),
    "missing": _(
        "The source listed far fewer reviews than it had. We took none for deleted: it may be "
        "a fault of theirs, or a right that was withdrawn."
    ),
}
PASSING: Final = frozenset(["busy", "down", "odd"])
"""What may be better at the next try."""
