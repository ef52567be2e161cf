"""A language model outside, what an owner lets it do, what left for it and what it wrote."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.listen.models.correction import Correction
from parcours.listen.models.verbatim import Verbatim
from parcours.people.models import Member

FEWEST, USUAL, MOST = 5, 40, 100
"""How many texts may leave at once."""


class LanguageModel(models.Model):
    """Where a language model answers, and what it may be asked: one row, nothing by default.

    ``kinds`` are the words that may leave, as activity and source (``review.posted:google``);
    ``jobs`` what it does. ``secret`` is encrypted. ``problem`` is a word of
    ``domain.endpoint.problems``; until ``rest_until`` it asked to be left alone, and until
    ``busy_until`` someone is asking it.
    """

    class Job(models.TextChoices):
        SUMMARIES = "summaries", _("Summaries")
        LABELS = "labels", _("Suggested labels")

    address = models.CharField(_("address"), max_length=300, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    secret = models.TextField(blank=True)
    is_ours = models.BooleanField(default=False)
    kinds = models.JSONField(default=list)
    most_texts = models.PositiveSmallIntegerField(default=USUAL)
    jobs = models.JSONField(default=list)
    testing_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)
    rest_until = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.model

    def does(self, job: str) -> bool:
        """Return whether an owner let it do *job*."""
        return bool(self.address) and job in self.jobs


class Disclosure(models.Model):
    """That words left for a language model: written before they do, closed by its answer.

    ``verbatims`` are their numbers; ``characters`` those of the words, as they were masked.
    Tokens are as the model counts them, null where it does not. ``outcome`` is empty while
    it is asked, else ``answered`` or a word of ``domain.endpoint.problems``.
    """

    class Purpose(models.TextChoices):
        SUMMARIES = "summaries", pgettext_lazy("purpose", "summary")
        LABELS = "labels", pgettext_lazy("purpose", "suggested labels")
        TRIAL = "trial", pgettext_lazy("purpose", "trial, with words of ours")

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    address = models.CharField(max_length=300)
    model = models.CharField(max_length=120)
    verbatims = models.JSONField(default=list)
    characters = models.PositiveIntegerField(default=0)
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address}"


class Summary(models.Model):
    """What a language model wrote of some verbatims, in a reader's language.

    ``about`` is what was asked for: the end of the explorer's address, or ``topic/7``.
    ``version`` is the fingerprint of the ``total`` verbatims that meant then; ``verbatims``
    are those that left. ``points`` are its sentences, each with the quotes that were found
    in the words; ``left_out`` is how many of its sentences had none.
    """

    about = models.TextField(blank=True)
    key = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    model = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    points = models.JSONField(default=list)
    left_out = models.PositiveSmallIntegerField(default=0)
    verbatims = models.ManyToManyField(Verbatim, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_summary_a_version")
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def topic(self) -> str:
        """What open pages listen to."""
        return f"summary/{self.key[:16]}"


class Suggestion(models.Model):
    """How a language model reads a verbatim: no label until a person takes it over.

    ``correction`` is that person's, null where nobody took it as it is.
    """

    verbatim = models.OneToOneField(Verbatim, models.CASCADE, related_name="suggestion")
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    model = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    sentiment = models.SmallIntegerField(null=True)
    present = models.PositiveSmallIntegerField(default=0)
    positive = models.PositiveSmallIntegerField(default=0)
    negative = models.PositiveSmallIntegerField(default=0)
    flags = models.PositiveSmallIntegerField(default=0)
    correction = models.ForeignKey(
        Correction, models.SET_NULL, null=True, related_name="taken_from"
    )

    def __str__(self) -> str:
        return f"{self.verbatim}: {self.sentiment}"

    @property
    def topic(self) -> str:
        """What open pages listen to."""
        return f"suggestion/{self.verbatim_id}"
