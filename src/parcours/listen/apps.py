"""Listening as a Django app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parcours.ui.menu import Entry


class ListenConfig(AppConfig):
    name = "parcours.listen"
    label = "listen"
    verbose_name = _("Listen")
    keepers = (
        "parcours.listen.domain.surveys.remembering.DECISIONS",
        "parcours.listen.domain.surveys.keeping.ANSWERS",
        # Before the verbatims: it finds its own by theirs.
        "parcours.listen.domain.endpoint.forgetting.WRITTEN",
        "parcours.listen.domain.verbatims.forgetting.VERBATIMS",
        "parcours.listen.domain.sources.keeping.REVIEWS",
        "parcours.listen.domain.sources.keeping.NOTES",
    )
    lines = ("parcours.listen.domain.surveys.telling_why.lines",)
    notices = ("parcours.listen.domain.verbatims.telling_alerts.notices",)
    ear = "parcours.listen.domain.verbatims.hearing.VERBATIMS"
    searches = ("parcours.listen.domain.verbatims.pointing.verbatims",)
    topics = {
        "survey": "see answers",
        "verbatims": "see figures",
        "source": "manage sources",
        "language-model": "manage sources",
        "summary": "see figures",
        "suggestion": "code verbatims",
        "review": "see customers",
    }
    schedules = {
        "parcours.listen.domain.surveys.asking.look": timedelta(minutes=5),
        "parcours.listen.domain.surveys.reminding.look": timedelta(minutes=5),
        "parcours.listen.domain.surveys.sending.send_waiting": timedelta(seconds=30),
        "parcours.listen.domain.surveys.answering.count_partial": timedelta(hours=1),
        "parcours.listen.domain.verbatims.gathering.gather_when_due": timedelta(seconds=2),
        "parcours.listen.domain.verbatims.writing.prune": timedelta(days=1),
        "parcours.listen.domain.verbatims.grouping.group_again": timedelta(hours=6),
        "parcours.listen.domain.verbatims.talking.find": timedelta(hours=6),
        "parcours.listen.domain.verbatims.noticing.look": timedelta(minutes=10),
        "parcours.listen.domain.verbatims.alert_mail.send_due": timedelta(minutes=1),
        "parcours.listen.domain.verbatims.teaching.teach_when_due": timedelta(minutes=1),
        "parcours.listen.domain.sources.pulling.pull_due": timedelta(minutes=1),
        "parcours.listen.domain.sources.inviting.invite_due": timedelta(minutes=10),
    }
    deeds = {
        "contact-policy.changed": _("changed the contact policy"),
        "invitation.sent-again": _("sent an invitation again"),
        "language-model.changed": _("chose what a language model may be told"),
        "language-model.forgotten": _("forgot the language model"),
        "language-model.turned-off": _("turned a language model off"),
        "language-model.turned-on": _("turned a language model on"),
        "review-invitation.started": _("started inviting to reviews"),
        "review-invitation.stopped": _("stopped inviting to reviews"),
        "review.reply_wanted": _("sent a reply to a review"),
        "reviews.brought": _("brought a file of reviews"),
        "source.changed": _("changed a source"),
        "source.connected": _("connected a source"),
        "source.disconnected": _("disconnected a source"),
        "source.paused": _("paused a source"),
        "source.resumed": _("resumed a source"),
        "summary.asked": _("asked a language model for a summary"),
        "survey.closed": _("closed a survey"),
        "survey.counted": _("let an answer count that was put aside"),
        "survey.exported": _("exported answers"),
        "survey.locked": _("set the PIN of tablets"),
        "survey.published": _("published a survey"),
        "survey.reopened": _("opened a survey again"),
        "survey.shared": _("shared the results of a survey"),
        "survey.unlocked": _("took the PIN of tablets away"),
        "survey.unshared": _("took a link to results back"),
        "topic.merged": _("merged two topics"),
        "topic.parted": _("parted a topic"),
        "topic.renamed": _("renamed a topic"),
        "trigger.changed": _("changed who is asked"),
        "trigger.started": _("began to ask"),
        "trigger.stopped": _("stopped asking"),
        "waves.changed": _("changed the waves of a survey"),
        "verbatim.corrected": _("corrected how a verbatim is read"),
        "verbatim.uncorrected": _("took a correction back"),
        "verbatims.exported": _("exported verbatims"),
    }
    menu = (
        Entry(
            label=pgettext_lazy("menu", "Surveys"),
            icon="clipboard-list",
            url_name="surveys:surveys",
            order=35,
            action="see answers",
        ),
        Entry(
            label=pgettext_lazy("menu", "Verbatims"),
            icon="message-square-quote",
            url_name="verbatims:verbatims",
            order=40,
            action="see figures",
        ),
        Entry(
            label=pgettext_lazy("menu", "Sources"),
            icon="ear",
            url_name="sources:reviews",
            order=45,
            action="see customers",
        ),
    )
