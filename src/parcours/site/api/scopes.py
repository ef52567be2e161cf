"""What a key may be allowed to do."""

from typing import Any, Final

from django.utils.translation import pgettext_lazy

SCOPES: Final[dict[str, Any]] = {
    "events:write": pgettext_lazy("scope", "Send events"),
    "events:read": pgettext_lazy("scope", "Read a customer's events"),
    "customers:write": pgettext_lazy("scope", "Make customers, add identities and consents"),
    "customers:read": pgettext_lazy("scope", "Read customers, with names and identities"),
    "canvases:read": pgettext_lazy("scope", "Read canvases"),
    "figures:read": pgettext_lazy("scope", "Read figures and gaps"),
    "occurrences:read": pgettext_lazy("scope", "Read the cases behind a gap"),
    "verbatims:read": pgettext_lazy("scope", "Read what customers say, nobody named"),
}
"""Name → what it lets a program do, in words."""
