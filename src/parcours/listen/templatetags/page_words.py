"""What the pages say on which a survey is answered."""

from django import template

from parcours.core.survey.page import word as said

register = template.Library()


@register.simple_tag
def word(key: str) -> str:
    """Say a word of the page in the language in which it is answered."""
    return said(key)
