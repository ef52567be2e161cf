"""What was answered: a response a person, an answer a field value."""

import uuid

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ledger.models import ID_LENGTH
from parcours.listen.models.invitation import Invitation
from parcours.listen.models.survey import Survey, SurveyVersion

_WHY = {
    "fast": _("Sent sooner than anyone can read"),
    "trap": _("Filled in what people do not see"),
    "twice": _("The same words from the same browser"),
    "many": _("Too many in an hour from the same browser"),
}
_SIGNER = signing.Signer(salt="listen.response", sep="~")


class Responses(models.QuerySet["Response"]):
    """Responses, which of them count, and the one that a link goes on with."""

    def counted(self) -> "Responses":
        """Return those that count in results: completed, or left unfinished for a day."""
        return self.filter(state__in=(Response.State.COMPLETE, Response.State.PARTIAL))

    def behind(self, token: str) -> "Responses":
        """Return the response that *token* is the key of, or none."""
        try:
            return self.filter(key=uuid.UUID(_SIGNER.unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


class Response(models.Model):
    """One person's answers to one version of a survey, from the first to the last.

    ``customer_id`` is empty where nobody knows who answered, or nobody may. ``context`` is
    what it is about: shop, table, order, touchpoint… ``probability`` is the chance with which
    the person was drawn, null where nobody drew. ``wave`` is the first day of the wave in
    which the person was asked, or began; null where the survey had none. ``recorded_at`` is
    when the event log was told; ``aside`` why it does not count: who sent it was probably a
    robot. ``sender`` stands for an address for one day, to see the same answers sent twice.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("response", "Being answered")
        COMPLETE = "complete", pgettext_lazy("response", "Completed")
        PARTIAL = "partial", pgettext_lazy("response", "Partly answered")
        ASIDE = "aside", pgettext_lazy("response", "Put aside")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, related_name="response", null=True, blank=True
    )
    customer_id = models.CharField(max_length=ID_LENGTH, blank=True, db_index=True)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    context = models.JSONField(default=dict)
    probability = models.FloatField(null=True)
    wave = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    aside = models.CharField(max_length=20, blank=True)
    sender = models.CharField(max_length=24, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    objects = Responses.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["survey", "state", "completed_at"], name="response_counted"),
            models.Index(
                fields=["updated_at"], condition=Q(state="open"), name="response_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def token(self) -> str:
        """The end of the link where it goes on."""
        return _SIGNER.sign(self.key.hex)

    @property
    def url(self) -> str:
        """The address where it goes on."""
        return reverse("answering", args=[self.token])

    @property
    def speaker(self) -> str:
        """Who the event log says it was: the customer, or a pseudonym of this response."""
        return self.customer_id or f"answer-{self.key.hex}"

    @property
    def why(self) -> str:
        """Why it was put aside, in words."""
        return str(_WHY.get(self.aside, self.aside))

    @property
    def is_recorded(self) -> bool:
        """Whether the event log has it, or a part of it."""
        return self.recorded_at is not None


class Answer(models.Model):
    """One field value of a response: identities that stay, and the value.

    ``question``, ``row`` and ``option`` are keys of the definition whose ``version`` it is;
    ``number`` and ``text`` as `core.survey.fields` has them. ``is_told``: the log has it.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=80)
    row = models.CharField(max_length=80, blank=True)
    option = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField()
    number = models.FloatField(null=True)
    text = models.TextField(blank=True)
    is_told = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "row", "option"], name="one_answer_a_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.row} {self.option}: {self.number} {self.text}"


class AnswerPicture(models.Model):
    """A photograph that someone answered with; the answer's text is its key."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="pictures")
    question = models.CharField(max_length=80)
    file = models.FileField(upload_to="surveys/pictures")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.key)
