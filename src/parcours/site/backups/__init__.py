"""Backups: database, lake and media in one file, restored into an empty place.

The file is plain: JSON lines for the tables, Parquet for the events, the media as they are.
So it moves from SQLite to PostgreSQL, and from a folder to an object store, and back.
"""

from parcours.site.backups.restoring import NotEmpty, Restored, WrongBackup, restore
from parcours.site.backups.saving import back_up

__all__ = ["NotEmpty", "Restored", "WrongBackup", "back_up", "restore"]
