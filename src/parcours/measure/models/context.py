"""What people know that the numbers do not: a strike, a new carrier, a sale."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.people.models import Member, Team


class Contexts(models.QuerySet["Context"]):
    """Contexts, and who sees and changes which."""

    def visible_to(self, member: Member) -> "Contexts":
        """Return those for everyone, those of the member's teams, and the member's own."""
        if not member.can("see figures"):
            return self.none()
        return self.filter(
            models.Q(audience=Context.Audience.EVERYONE)
            | models.Q(by=member)
            | models.Q(audience=Context.Audience.TEAM, team__in=member.teams.all())
        ).distinct()

    def changeable_by(self, member: Member) -> "Contexts":
        """Return the member's own and, for those who lead, what is said to everyone."""
        if not member.can("add contexts"):
            return self.none()
        theirs = models.Q(by=member)
        if member.can("share figures"):
            theirs |= models.Q(audience=Context.Audience.EVERYONE)
        return self.visible_to(member).filter(theirs)

    def about(self, touchpoint: str) -> "Contexts":
        """Return those of a touchpoint and those of everything, whatever figure they name."""
        return self.filter(touchpoint__in=("", touchpoint))

    def public(self) -> "Contexts":
        """Return those that everyone may see."""
        return self.filter(audience=Context.Audience.EVERYONE)


class Context(models.Model):
    """Something to know when reading figures of a day, or of all days until ``ends``.

    ``touchpoint`` and ``metric`` are ids, empty where it is about everything.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone", pgettext_lazy("audience", "Everyone")
        TEAM = "team", pgettext_lazy("audience", "One team")
        PRIVATE = "private", pgettext_lazy("audience", "Only me")

    title = models.CharField(_("What happened"), max_length=80)
    text = models.TextField(_("What to know of it"), blank=True)
    starts = models.DateField(_("Since"), db_index=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    audience = models.CharField(
        _("Who sees it"), max_length=8, choices=Audience, default=Audience.EVERYONE
    )
    team = models.ForeignKey(
        Team, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("Team")
    )
    touchpoint = models.CharField(_("Touchpoint"), max_length=80, blank=True)
    metric = models.CharField(_("Figure"), max_length=40, blank=True)
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    objects = Contexts.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address where it is changed."""
        return reverse("measure:context", args=[self.pk])
