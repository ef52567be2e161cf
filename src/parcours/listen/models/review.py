"""What customers wrote in public, and what was answered."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parcours.listen.models.source import Source
from parcours.people.models import Customer, Member


class Review(models.Model):
    """A review as it stands at its source. The event log has each of its states.

    ``site`` and ``external_id`` say which one it is, whatever way it came: a file of what
    Google answered holds Google's reviews. ``external_id`` is the site's own, or the file's;
    once its author was forgotten a digest stands for it, so that the next pull does not bring
    it back. ``author`` never enters the log.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="reviews")
    site = models.CharField(
        max_length=12, choices=Source.Kind, default=Source.Kind.FILE, editable=False
    )
    external_id = models.CharField(max_length=254)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="reviews", editable=False
    )
    author = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    rating = models.FloatField(null=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    translation = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    case_id = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"]),
            models.Index(fields=["source", "-at"]),
            models.Index(fields=["site", "external_id"], name="review_of_a_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "site", "external_id"], name="one_review_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60] or str(self.source)

    def get_absolute_url(self) -> str:
        """Return the page of the review."""
        return reverse("sources:review", args=[self.pk])

    @property
    def place_name(self) -> str:
        """Our name for the shop or app."""
        return self.source.place_name(self.place)

    @property
    def words(self) -> str:
        """Title and text, as they are read together."""
        return "\n".join(each for each in (self.title, self.text) if each)

    @property
    def stars(self) -> str:
        """The rating as five signs, empty where none was given."""
        if self.rating is None:
            return ""
        full = round(self.rating)
        return "★" * full + "☆" * (5 - full)


class Reply(models.Model):
    """An answer to a review: drafted, then sent or copied by hand, or found at the source.

    Asked, sent, failed: each is a moment. ``wanted_at`` is set once, so that asking twice
    sends once.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="replies")
    text = models.TextField(_("reply"))
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    is_found = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    wanted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(sent_at=None), name="one_draft_a_review"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def state(self) -> str:
        """One of draft, waiting, sent, failed."""
        if self.sent_at:
            return "sent"
        if self.failed_at:
            return "failed"
        return "waiting" if self.wanted_at else "draft"


class ReplyTemplate(models.Model):
    """A beginning for replies: for some ratings, perhaps where one driver is spoken of."""

    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", _("English")), ("fr", _("French"))]
    )
    lowest = models.PositiveSmallIntegerField(_("from this many stars"), default=1)
    highest = models.PositiveSmallIntegerField(_("to this many stars"), default=5)
    driver = models.CharField(_("where they speak of"), max_length=20, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["language", "lowest", "name"]

    def __str__(self) -> str:
        return self.name
