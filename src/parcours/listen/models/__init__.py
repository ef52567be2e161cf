"""What listening keeps."""

from parcours.listen.models.alert import Following, Notice, Rise
from parcours.listen.models.contact_policy import ContactPolicy
from parcours.listen.models.correction import Correction, Draw
from parcours.listen.models.decision import Decision
from parcours.listen.models.draft_edit import DraftEdit
from parcours.listen.models.invitation import Invitation
from parcours.listen.models.language_model import (
    Disclosure,
    LanguageModel,
    Suggestion,
    Summary,
)
from parcours.listen.models.lesson import Lesson
from parcours.listen.models.nameless import NAMELESS, nameless_keys
from parcours.listen.models.note import Note, Quote
from parcours.listen.models.response import Answer, AnswerPicture, Response
from parcours.listen.models.results import SharedResults, Weighting
from parcours.listen.models.review import Reply, ReplyTemplate, Review
from parcours.listen.models.review_invitation import Invited, ReviewInvitation
from parcours.listen.models.sending import Sending
from parcours.listen.models.source import Source, Sources
from parcours.listen.models.survey import Logo, Survey, SurveyVersion
from parcours.listen.models.topic import Topic
from parcours.listen.models.trigger import Trigger
from parcours.listen.models.verbatim import Departure, Gathering, Verbatim
from parcours.listen.models.visit import Grid, Item, Mark, Visit
from parcours.listen.models.waves import WavePlan

__all__ = [
    "NAMELESS",
    "Answer",
    "AnswerPicture",
    "ContactPolicy",
    "Correction",
    "Decision",
    "Departure",
    "Disclosure",
    "DraftEdit",
    "Draw",
    "Following",
    "Gathering",
    "Grid",
    "Invitation",
    "Invited",
    "Item",
    "LanguageModel",
    "Lesson",
    "Logo",
    "Mark",
    "Note",
    "Notice",
    "Quote",
    "Reply",
    "ReplyTemplate",
    "Response",
    "Review",
    "ReviewInvitation",
    "Rise",
    "Sending",
    "SharedResults",
    "Source",
    "Sources",
    "Suggestion",
    "Summary",
    "Survey",
    "SurveyVersion",
    "Topic",
    "Trigger",
    "Verbatim",
    "Visit",
    "WavePlan",
    "Weighting",
    "nameless_keys",
]
