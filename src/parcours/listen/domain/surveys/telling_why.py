"""A line beside a customer's story: asked lately, or not, and why."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from parcours.listen.models import Decision
from parcours.people.domain.identity import customers_of
from parcours.people.models import Customer, Member
from parcours.ui.about import Line


def lines(member: Member, customer_id: str) -> list[Line]:
    """Return what was decided last about asking this person, if anything ever was."""
    customer = Customer.objects.filter(customer_id=customer_id).first()
    known = [each.customer_id for each in customers_of(customer)] if customer else [customer_id]
    theirs = Decision.objects.visible_to(member).first_ones().filter(customer_id__in=known)
    last = theirs.select_related("survey").first()
    if last is None:
        return []
    told = {
        "survey": last.survey.name,
        "day": date_format(localtime(last.at), "DATE_FORMAT"),
        "reason": last.said,
    }
    words = (
        _("Asked to answer “%(survey)s” on %(day)s.")
        if last.is_asked
        else _("Not asked to answer “%(survey)s” on %(day)s: %(reason)s.")
    )
    url = f"{reverse('surveys:decisions')}?{urlencode({'q': last.customer_id})}"
    return [Line(icon="list-checks", words=words % told, url=url)]
