"""The log as the site reads it: lake and outbox together."""

from parcours.core.kernel import Log
from parcours.ledger.domain.lake import lake


def current_log() -> Log:
    """Return everything recorded until now, with the customers that are one person as one."""
    return lake()
