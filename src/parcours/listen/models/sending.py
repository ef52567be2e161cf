"""An invitation on its way: claimed before it goes out, so that it never goes out twice."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from parcours.listen.models.invitation import Invitation
from parcours.people.models import Claim


class Sending(models.Model):
    """How far an invitation came: at most once, and where nobody knows, it says so.

    ``address`` is where it goes; ``problem`` what was said when it did not. ``again_at`` is
    when it is tried next.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("sending", "Waiting")
        CLAIMED = "claimed", pgettext_lazy("sending", "Being sent")
        SENT = "sent", pgettext_lazy("sending", "Sent")
        BOUNCED = "bounced", pgettext_lazy("sending", "Bounced")
        FAILED = "failed", pgettext_lazy("sending", "Could not be sent")
        DROPPED = "dropped", pgettext_lazy("sending", "No longer wanted")
        DOUBTFUL = "doubtful", pgettext_lazy("sending", "Perhaps sent")

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="sending")
    address = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "again_at"], name="sending_due")]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.state}"
