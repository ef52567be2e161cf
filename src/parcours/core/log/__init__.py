"""The event log: what happened to customers, each event once, whoever writes and whenever.

Nouns: event log, lake, bucket, version, side file. Leans on the schema; `EventLog` is the door.
"""

from parcours.core.log.event_log import Appended, EventLog, ReadOnly
from parcours.core.log.lake import LogExists, NotALog, VersionGone

__all__ = ["Appended", "EventLog", "LogExists", "NotALog", "ReadOnly", "VersionGone"]
