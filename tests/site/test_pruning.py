"""Announcements are forgotten after an hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parcours.ledger.domain.announcing import announce
from parcours.ledger.models import Announcement
from parcours.site.live.pruning import prune

pytestmark = pytest.mark.django_db


def test_what_was_announced_is_kept_for_an_hour():
    announce("canvas/1")
    announce("canvas/2")
    old = timezone.now() - timedelta(minutes=61)
    Announcement.objects.filter(topic="canvas/1").update(at=old)

    prune.func()

    assert [each.topic for each in Announcement.objects.all()] == ["canvas/2"]
