"""Pulling reviews: page by page, going on where it was stopped, and patient when refused."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from parcours.ledger.domain.announcing import announce
from parcours.listen.domain.sources import opening
from parcours.listen.domain.sources.line import Trouble
from parcours.listen.domain.sources.opening import Connector
from parcours.listen.domain.sources.problems import PASSING
from parcours.listen.domain.sources.taking import take, withdraw
from parcours.listen.models import Review, Source

EVERY: Final = timedelta(hours=1)
SWEEP_EVERY: Final = timedelta(days=7)
"""How often every review is read again, to find those that were edited or deleted."""
PAUSES: Final = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))
_AT_ONCE: Final = 20  # pages a job, so that others get their turn
_LOOKED_UP: Final = 50  # reviews looked up one by one after a sweep
_FEW: Final = 10


@task()
def pull_due() -> None:
    """Ask for a pull of each source whose time has come."""
    due = Source.objects.connected().filter(next_pull_at__lte=timezone.now())
    for pk in due.values_list("pk", flat=True):
        pull.enqueue(pk)


@task()
def pull(source: int) -> None:
    """Read what is new at a source; now and then, everything it has."""
    found = Source.objects.connected().filter(pk=source).first()
    if found is None:
        return
    try:
        is_done = _Pull(found, opening.opened(found)).run()
    except Trouble as trouble:
        _retreat(found, trouble)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        _retreat(found, Trouble("odd", f"{type(error).__name__}: {error}"[:200]))
    else:
        if not is_done:
            pull.enqueue(source)
    announce(found.topic)


@task()
def pull_one(source: int, place: str, review_id: str) -> None:
    """Read one review, that its source told us of."""
    found = Source.objects.connected().filter(pk=source).first()
    if found is None:
        return
    try:
        posted = opening.opened(found).one(review_id, place)
    except Trouble as trouble:
        # The next pull brings it: nothing is lost but time.
        _retreat(found, trouble)
        return
    if posted is not None:
        take(found, [posted], now=timezone.now())
        announce(found.topic)


@task()
def test(source: int) -> None:
    """Ask a source for a few reviews, to see whether it lets us in. Keeps none of them."""
    found = Source.objects.filter(pk=source).exclude(secrets="").first()
    if found is None:
        return
    facts: dict[str, Any] = {"problem": "", "detail": "", "failures": 0}
    try:
        connector = opening.opened(found)
        for place in found.places:
            connector.page(place["id"])
    except Trouble as trouble:
        facts = {"problem": trouble.word, "detail": trouble.detail}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        facts = {"problem": "odd", "detail": f"{type(error).__name__}: {error}"[:200]}
    now = timezone.now()
    Source.objects.filter(pk=source).update(testing_at=None, tested_at=now, **facts)
    announce(found.topic)


class _Pull:
    """One pull of a source, from where the last one stopped."""

    def __init__(self, source: Source, connector: Connector) -> None:
        self.source, self.connector = source, connector
        self.now = timezone.now()
        self.position: dict[str, Any] = dict(source.position)
        if not self.position:
            self.position = {
                "place": 0,
                "token": "",
                "is_sweep": self._is_sweep_due(),
                "began": self.now.isoformat(),
            }

    def run(self) -> bool:
        """Read up to some pages; return whether there is no more to read."""
        for _page in range(_AT_ONCE):
            if self._is_at_the_end():
                self._finish()
                return True
            self._page()
        return False

    def _is_sweep_due(self) -> bool:
        swept = self.source.swept_at
        return swept is None or self.now - swept >= SWEEP_EVERY

    def _is_at_the_end(self) -> bool:
        return int(self.position["place"]) >= len(self.source.places)

    def _page(self) -> None:
        place = self.source.places[self.position["place"]]["id"]
        try:
            page = self.connector.page(place, self.position["token"])
        except Trouble as trouble:
            if trouble.word == "refused" and self.position["token"]:
                # A place in a list does not keep for ever: begin this shop again.
                self._move(self.position | {"token": ""})
            raise
        with transaction.atomic():
            taken = take(self.source, page.reviews, now=self.now)
            is_known = not self.position["is_sweep"] and not taken.is_news
            if page.next and not is_known:
                self._move(self.position | {"token": page.next})
            else:
                here = int(self.position["place"])
                self._move(self.position | {"place": here + 1, "token": ""})

    def _move(self, position: dict[str, Any]) -> None:
        self.position = position
        Source.objects.filter(pk=self.source.pk).update(position=position)

    def _finish(self) -> None:
        facts: dict[str, Any] = {"problem": "", "detail": ""}
        if self.position["is_sweep"]:
            facts["swept_at"] = self.now
            if self.source.kind in opening.READS_ALL and not self._look_up():
                facts["problem"] = "missing"
        Source.objects.filter(pk=self.source.pk).update(
            position={},
            failures=0,
            pulled_at=self.now,
            next_pull_at=self.now + EVERY,
            **facts,
        )

    def _look_up(self) -> bool:
        """Look up, one by one, what a sweep did not list; return whether it is plausible.

        Only the source's own word that a review is gone makes it deleted.
        """
        began = datetime.fromisoformat(self.position["began"])
        standing = Review.objects.filter(source=self.source, deleted_at=None, forgotten_at=None)
        absent = standing.filter(seen_at__lt=began).select_related("source", "customer")
        if (many := absent.count()) > max(_FEW, standing.count() // 2):
            return False
        for review in absent[: min(many, _LOOKED_UP)]:
            posted = self.connector.one(review.external_id, review.place)
            if posted is None:
                withdraw(review, now=self.now)
            else:
                take(self.source, [posted], now=self.now)
        return True


def _retreat(source: Source, trouble: Trouble) -> None:
    """Note what went wrong, and stay away: longer each time, and as long as we are asked."""
    pause = PAUSES[min(source.failures, len(PAUSES) - 1)]
    if trouble.word not in PASSING:
        pause = PAUSES[-1]
    pause = max(pause, timedelta(seconds=trouble.wait or 0))
    Source.objects.filter(pk=source.pk).update(
        failures=F("failures") + 1,
        problem=trouble.word,
        detail=trouble.detail,
        next_pull_at=timezone.now() + pause,
    )
