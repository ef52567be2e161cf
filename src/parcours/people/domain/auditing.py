"""The audit trail: who saw and changed what.

What a room writes down it says in words in its AppConfig: ``deeds = {"key.made": _("…")}``.
"""

from django.apps import apps

from parcours.people.models import AuditEntry, Member


def note(by: Member | None, action: str, subject: str, *, detail: str = "") -> None:
    """Write down that someone did something, in the caller's transaction.

    Args:
        by: null where the house did it by itself.
        action: past tense, like ``customer.seen`` or ``canvas.restored``.
        subject: kind and key, like ``customer/4be0…``.
        detail: what a reader wants to know; no personal data.
    """
    AuditEntry.objects.create(by=by, action=action, subject=subject, detail=detail[:254])


def in_words(action: str) -> str:
    """Return what someone did, to be read after their name; unknown ones as they are."""
    told = (getattr(config, "deeds", {}) for config in apps.get_app_configs())
    return next((str(each[action]) for each in told if action in each), action)
