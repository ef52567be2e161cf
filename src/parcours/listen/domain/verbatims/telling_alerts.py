"""What the bell on every page says of alerts."""

from parcours.listen.domain.verbatims import alert_words, following
from parcours.people.models import Member
from parcours.ui.notice import Notice


def notices(member: Member) -> list[Notice]:
    """Return the alerts that *member* was told and has not opened, in their language."""
    unread = following.unread(member)
    if not unread:
        return []
    told = alert_words.told([each.rise for each in unread], member)
    return [
        Notice(title=said.title, url=said.rise.get_absolute_url(), at=each.due_at)
        for each, said in zip(unread, told, strict=True)
    ]
