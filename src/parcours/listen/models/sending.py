"""A mail that invites or reminds, claimed before it goes out: it never goes out twice."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from parcours.listen.models.invitation import Invitation
from parcours.people.models import Claim


class Sending(models.Model):
    """How far a mail of an invitation came: at most once; where nobody knows, it says so.

    ``reminder`` is 0 for the invitation itself, 1 for the first reminder of it. ``wanted_at``
    is since when it is to go out, as it was decided or as a person said again. ``address`` is
    where it goes; ``problem`` what was said when it did not. ``again_at`` is when it is tried
    next.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("sending", "Waiting")
        CLAIMED = "claimed", pgettext_lazy("sending", "Being sent")
        SENT = "sent", pgettext_lazy("sending", "Sent")
        BOUNCED = "bounced", pgettext_lazy("sending", "Bounced")
        FAILED = "failed", pgettext_lazy("sending", "Could not be sent")
        DROPPED = "dropped", pgettext_lazy("sending", "No longer wanted")
        DOUBTFUL = "doubtful", pgettext_lazy("sending", "Perhaps sent")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="sendings")
    reminder = models.PositiveSmallIntegerField(default=0)
    address = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    wanted_at = models.DateTimeField(default=timezone.now)
    again_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "again_at"], name="sending_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "reminder"], name="one_sending_a_reminder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.state}"
