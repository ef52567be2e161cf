"""The mail that tells a member what rises: what is due at once in one, in their language."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django_tasks import task

from parcours.core.language import speaking
from parcours.listen.domain.verbatims import alert_words, following, naming, showing
from parcours.listen.models import Following, Notice, Rise
from parcours.people.models import Member

PATIENCE: Final = timedelta(days=2)
"""How long a mail that does not go out is tried again; the notice on the site stays."""
_LONGEST: Final = 280

_log = logging.getLogger(__name__)


@task()
def send_due() -> None:
    """Mail what is due, a mail a member. Killed meanwhile it is rather lost than sent twice."""
    waiting = _waiting()
    for pk in waiting.order_by("member").values_list("member", flat=True).distinct():
        _send(Member.objects.get(pk=pk))


def message(
    member: Member, rises: Sequence[Rise], came: Sequence[Following]
) -> EmailMultiAlternatives:
    """Return the mail: each rise with its numbers and quotes, and the way to end it.

    Personal data are covered in quotes whoever reads: what left by mail cannot be erased.

    Args:
        came: what the member follows that led to it.
    """
    language = member.language or settings.LANGUAGE_CODE
    with translation.override(language), speaking(language):
        stop = settings.URL + reverse("alert-stop", args=[following.token(member, came)])
        told = alert_words.told(rises, member)
        places = naming.touchpoints(member)
        many = _("%(n)s alerts of what customers say") % {"n": len(told)}
        subject = told[0].title if len(told) == 1 else many
        context = {
            "language": language,
            "subject": subject,
            "alerts": [
                (each, settings.URL + each.rise.get_absolute_url(), _quotes(each.rise))
                for each in told
            ],
            "followed": [alert_words.about(each, places) for each in came],
            "because": _("You are told because you follow:"),
            "no_more": _("Tell me no more of it:"),
            "stop": stop,
        }
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("listen/mail/alerts.txt", context).strip() + "\n",
            to=[member.email],
            headers={
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "Content-Language": language,
            },
        )
        html = render_to_string("listen/mail/alerts.html", context)
    mail.attach_alternative(html, "text/html")
    return mail


def _waiting() -> models.QuerySet[Notice]:
    now = timezone.now()
    return Notice.objects.filter(mailed_at=None, due_at__lte=now, due_at__gt=now - PATIENCE)


def _send(member: Member) -> None:
    followed = list(member.followings.all())
    due = list(_waiting().filter(member=member).select_related("rise"))
    unwanted = [each.pk for each in due if not any(one.wants(each.rise) for one in followed)]
    Notice.objects.filter(pk__in=unwanted, mailed_at=None).delete()
    is_seen = following.sees(member)
    ours = [
        each for each in due if each.pk not in unwanted and is_seen(each.rise) and _claim(each)
    ]
    if not ours:
        return
    rises = [each.rise for each in ours]
    came = [each for each in followed if any(each.wants(rise) for rise in rises)]
    try:
        message(member, rises, came).send()
    except OSError as error:  # of which SMTP's are
        Notice.objects.filter(pk__in=[each.pk for each in ours]).update(mailed_at=None)
        _log.warning("alerts for member %s were not sent: %s", member.pk, error)


def _claim(notice: Notice) -> bool:
    """Return whether the notice is ours alone to send; committed before anything goes out."""
    mine = Notice.objects.filter(pk=notice.pk, mailed_at=None)
    return bool(mine.update(mailed_at=timezone.now()))


def _quotes(rise: Rise) -> list[str]:
    rows = showing.shown(rise.quotes, None)
    said = (Truncator(" ".join(row.text.split())).chars(_LONGEST) for row in rows)
    return [_("“%(words)s”") % {"words": each} for each in said]
