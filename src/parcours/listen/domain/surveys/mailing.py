"""The mail of an invitation: the first question is in it, and the way out too."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from parcours.core.language import speaking
from parcours.core.survey import Survey as Definition
from parcours.core.survey import flow
from parcours.core.survey.page import answered_in, word
from parcours.listen.domain.surveys import theming
from parcours.listen.domain.surveys.showing import Shown, Speech, name_of, show
from parcours.listen.models import Invitation
from parcours.people.models import Customer

_IN_MAIL: Final = ("nps", "csat", "ces", "choice")
"""The kinds of question that one click answers."""
_DOMAIN: Final = "parcours.invitation"
_ON_SITE: Final = dict(settings.LANGUAGES)


def message(
    invitation: Invitation, address: str, *, reminder: int = 0
) -> EmailMultiAlternatives:
    """Return the mail that asks, or reminds, in the customer's language.

    Its Message-ID is the invitation's: whoever gets it twice can see that it is one. A
    reminder has its own, and stands below the invitation where mails are shown by thread.
    """
    version = invitation.survey.current()
    if version is None:
        raise LookupError(f"{invitation.survey} was never published")
    definition = version.parsed()
    language = language_of(invitation.customer_id, definition)
    ours = _ours(language)
    with translation.override(ours), speaking(ours), answered_in(definition, language):
        context = _context(invitation, definition, language, reminder=reminder)
        text = render_to_string("listen/mail/invitation.txt", context).strip() + "\n"
        html = render_to_string("listen/mail/invitation.html", context)
    stop = context["stop"]
    mail = EmailMultiAlternatives(
        subject=" ".join(context["subject"].split()),
        body=text,
        to=[address],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            **_thread(invitation.key.hex, reminder),
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def language_of(customer_id: str, definition: Definition) -> str:
    """Return the customer's language if the survey speaks it, else the survey's first."""
    customer = Customer.objects.filter(customer_id=customer_id).first()
    wanted = customer.language if customer else ""
    return wanted if wanted in definition.languages else definition.languages[0]


def stop_url(invitation: Invitation) -> str:
    """Return the address at which one asks not to be asked any more."""
    return settings.URL + reverse("stopping", args=[invitation.token])


def _thread(key: str, reminder: int) -> dict[str, str]:
    """Return which mail it is, and which one it reminds of."""
    first = f"<{key}@{_DOMAIN}>"
    if not reminder:
        return {"Message-ID": first}
    own = f"<{key}.{reminder}@{_DOMAIN}>"
    return {"Message-ID": own, "In-Reply-To": first, "References": first}


def _context(
    invitation: Invitation, definition: Definition, language: str, *, reminder: int
) -> Mapping[str, Any]:
    known = {**invitation.context, "name": name_of(invitation.customer_id)}
    speech = Speech(definition, language, context=known, values={})
    asked = flow.shown(definition, {})[:1]
    shown = show(asked, speech, values={}, mistakes={}, order=invitation.key.hex)
    link = settings.URL + invitation.url
    title, logo = speech.say(definition.title), definition.theme.logo
    first = shown[0] if shown and asked[0].kind in _IN_MAIL else None
    colour = theming.readable(definition.theme.colour or theming.BRAND, "#ffffff")
    return {
        "language": language,
        "title": title,
        "logo": settings.URL + reverse("answering-logo", args=[logo]) if logo else "",
        "subject": word("reminder", title=title) if reminder else title,
        "reminder": word("no_answer_yet") if reminder else "",
        "intro": definition.intro,
        "greeting": speech.say(definition.intro.title) if definition.intro else "",
        "text": speech.say(definition.intro.text) if definition.intro else "",
        "question": first,
        "is_scale": first is not None and asked[0].ends is not None,
        "marks": _links(first, link) if first else [],
        "link": link,
        "answer": word("answer"),
        "stop": stop_url(invitation),
        "colour": colour,
    }


def _links(question: Shown, link: str) -> list[tuple[str, str]]:
    """Return what each mark says, and the address that chooses it."""
    return [
        (mark.title or mark.value, f"{link}?{urlencode({question.key: mark.value})}")
        for mark in question.marks
    ]


def _ours(language: str) -> str:
    """Return the site's language nearest to one of a survey's: ``pt-BR`` has none but ours."""
    short = language.split("-")[0].lower()
    return short if short in _ON_SITE else settings.LANGUAGE_CODE
