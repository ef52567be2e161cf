"""Surveys: what is asked, in which order, of which values an answer is.

Nouns: survey, question, option, condition, template. Leans on the canvas's way of reading
what people write (`written`) and its words.
"""

from parcours.core.survey.definition import InvalidSurvey, Survey, Thanks, Theme
from parcours.core.survey.questions import Question
from parcours.core.survey.template import TEMPLATES, template

__all__ = ["TEMPLATES", "InvalidSurvey", "Question", "Survey", "Thanks", "Theme", "template"]
