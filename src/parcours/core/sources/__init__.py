"""Importers: files of many kinds become events of the log.

Nouns: a mapping (which column becomes what), a plan (how a file will be read), a preview
(what would enter), what was imported. Leans on the log, its schema and its check.
"""

from parcours.core.sources.importing import (
    Imported,
    Preview,
    Progress,
    frame,
    load,
    preview,
    read,
)
from parcours.core.sources.mapping import EventMapping, Kind, Mapping
from parcours.core.sources.mapping_file import (
    InvalidMapping,
    load_mapping,
    parse_mapping,
    save_mapping,
    write_mapping,
)
from parcours.core.sources.plan import IncompleteMapping, Plan, plan
from parcours.core.sources.reading import UnreadableFile

__all__ = [
    "EventMapping",
    "Imported",
    "IncompleteMapping",
    "InvalidMapping",
    "Kind",
    "Mapping",
    "Plan",
    "Preview",
    "Progress",
    "UnreadableFile",
    "frame",
    "load",
    "load_mapping",
    "parse_mapping",
    "plan",
    "preview",
    "read",
    "save_mapping",
    "write_mapping",
]
