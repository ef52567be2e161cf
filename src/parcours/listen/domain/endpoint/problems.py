"""What can be wrong with a language model, and what to do about it, in words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Any]] = {
    "busy": _("The language model asks us to wait: too many requests, or a quota is used up."),
    "down": _("The language model does not answer. Is its address right, is it running?"),
    "slow": _(
        "The language model took more than two minutes. Let fewer texts leave at once, or "
        "choose a smaller model."
    ),
    "denied": _(
        "The language model refuses our key. It may have expired or lack a right: enter it "
        "again, then try it."
    ),
    "gone": _(
        "The address answers, but knows no such model or path. The address usually ends in "
        "/v1; the model's name is written as its maker writes it."
    ),
    "refused": _("The language model refuses what we asked for."),
    "moved": _(
        "The address sends us elsewhere. Words go nowhere that was not chosen: enter the new "
        "address yourself, if it is right."
    ),
    "private": _(
        "The address leads to a private network. If the model runs on your own machines, say "
        "so in the settings."
    ),
    "odd": _(
        "The language model did not answer in the shape that was asked for. Nothing was taken "
        "from it; another model may do better."
    ),
    "cut": _(
        "The answer of the language model was cut off. Let fewer texts leave at once, or "
        "choose a model that may answer at greater length."
    ),
    "unproved": _(
        "Nothing that the language model wrote rests on a quote that stands in the verbatims: "
        "all of it was left out."
    ),
    "locked": _(
        "No key of this site opens the key of the language model: see "
        "PARCOURS_OLD_SECRET_KEYS, or enter it again."
    ),
    "nothing": _(
        "None of these verbatims may leave: the owner did not choose their kind of words."
    ),
}
PASSING: Final = frozenset(["busy", "down", "slow"])
"""What may be better at the next try."""
