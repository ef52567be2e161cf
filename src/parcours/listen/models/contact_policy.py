"""The company's one contact policy, and the key of its draws."""

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from parcours.core.survey.policy import Policy, read_policy
from parcours.people.models import Member


def new_seed() -> str:
    """Return a key of draws that nobody knows beforehand."""
    return get_random_string(32)


class ContactPolicy(models.Model):
    """The rules that hold for everyone we write to. There is one.

    ``rules`` are those of ``core.survey.policy`` that differ from its own. ``looked_at`` is
    when somebody last decided whom to ask: two who decide at once find that one was first.
    """

    rules = models.JSONField(default=dict, blank=True)
    hold_out = models.FloatField(_("share that is never asked"), default=0.05)
    seed = models.CharField(max_length=64, default=new_seed, editable=False)
    looked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return "contact policy"

    @classmethod
    def current(cls) -> "ContactPolicy":
        """Return the company's, made at first need."""
        return cls.objects.get_or_create(pk=1)[0]

    def parsed(self) -> Policy:
        """Return the rules as core reads them."""
        return read_policy(self.rules)
