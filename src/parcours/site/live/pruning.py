"""What was announced is of no use after an hour."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from parcours.ledger.models import Announcement


@task()
def prune() -> None:
    """Forget what was announced more than an hour ago."""
    Announcement.objects.filter(at__lt=timezone.now() - timedelta(hours=1)).delete()
