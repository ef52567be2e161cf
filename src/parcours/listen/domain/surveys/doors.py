"""The links by which people come to answer: open ones, invitations, answers to go on with."""

from dataclasses import dataclass

from parcours.core.survey import Survey as Definition
from parcours.core.survey.page import word
from parcours.listen.models import Invitation, Response, Survey, SurveyVersion


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where a link leads: a survey, the version to answer, what is answered so far."""

    token: str
    survey: Survey
    version: SurveyVersion
    invitation: Invitation | None = None
    response: Response | None = None

    @property
    def definition(self) -> Definition:
        """What is asked."""
        return self.version.parsed()

    @property
    def is_done(self) -> bool:
        """Whether everything is answered."""
        asked = self.invitation is not None and self.invitation.answered_at is not None
        return asked or (self.response is not None and self.response.completed_at is not None)

    @property
    def refusal(self) -> str:
        """Why nothing can be answered here; empty where it can."""
        if self.survey.closed_at is not None:
            return word("closed")
        if self.invitation is not None and self.invitation.has_expired:
            return word("expired")
        return ""


def behind(token: str) -> Door | None:
    """Return where *token* leads, if anywhere."""
    if "." in token:
        return _invited(token)
    if "~" in token:
        return _going_on(token)
    return _open(token)


def _invited(token: str) -> Door | None:
    found = Invitation.objects.behind(token).select_related("survey").first()
    if found is None:
        return None
    response = Response.objects.filter(invitation=found).select_related("version").first()
    version = response.version if response else found.survey.current()
    if version is None:
        return None
    return Door(
        token=token,
        survey=found.survey,
        version=version,
        invitation=found,
        response=response,
    )


def _going_on(token: str) -> Door | None:
    begun = Response.objects.behind(token)
    response = begun.select_related("survey", "version", "invitation").first()
    if response is None:
        return None
    return Door(
        token=token,
        survey=response.survey,
        version=response.version,
        invitation=response.invitation,
        response=response,
    )


def _open(token: str) -> Door | None:
    survey = Survey.objects.filter(door=token, is_open=True).first()
    version = survey.current() if survey else None
    if survey is None or version is None:
        return None
    return Door(token=token, survey=survey, version=version)
