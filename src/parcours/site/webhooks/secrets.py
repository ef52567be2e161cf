"""The secrets that sign what webhooks are told, kept encrypted."""

from functools import partial

from parcours.people.domain import sealing

sealed = partial(sealing.sealed, purpose="webhooks")
opened = partial(sealing.opened, purpose="webhooks")
