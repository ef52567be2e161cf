"""The mail that invites to write a review: the company's words, the link, the way out."""

from email.utils import make_msgid
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from parcours.listen.domain.surveys import reaching
from parcours.listen.models import Invited
from parcours.people.models import Customer

USUAL: Final = {
    "en": {
        "subject": "How was it?",
        "text": "Hello {name},\n\nthank you for your order. Would you tell others how it went, "
        "good or bad? It takes two minutes:\n{link}",
    },
    "fr": {
        "subject": "Comment cela s’est-il passé\u00a0?",
        "text": "Bonjour {name},\n\nmerci de votre commande. Voulez-vous raconter à d’autres "
        "comment cela s’est passé, en bien ou en mal\u00a0? Deux minutes "
        "suffisent\u00a0:\n{link}",
    },
}
"""The words that an invitation begins with, by language."""


def send(invited: Invited) -> str:
    """Send an invitation; return why it could not be, or nothing.

    Raises:
        OSError: the mail server did not take it.
    """
    address = reaching.addresses("email", [invited.customer_id]).get(invited.customer_id)
    if address is None:
        return _("There is no address any more.")
    message(invited, address.value).send()
    return ""


def message(invited: Invited, address: str) -> EmailMessage:
    """Return the mail, in the customer's language where there are words in it."""
    customer = Customer.objects.filter(customer_id=invited.customer_id).first()
    words = invited.invitation.words
    wanted = customer.language if customer else ""
    language = wanted if wanted in words else settings.LANGUAGE_CODE
    said = words.get(language) or next(iter(words.values()))
    name = customer.name.split()[0] if customer and customer.name else ""
    stop = settings.URL + reverse("review-stop", args=[invited.token])
    with translation.override(language):
        way_out = _("No more such messages: {stop}").format(stop=stop)
    text = said["text"].replace(" {name}", f" {name}" if name else "").replace("{name}", name)
    text = text.replace("{link}", invited.invitation.source.write_url)
    return EmailMessage(
        subject=" ".join(said["subject"].splitlines()),
        body=f"{text.strip()}\n\n-- \n{way_out}\n",
        to=[address],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Message-ID": make_msgid(invited.key.hex, "parcours.invitation"),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
