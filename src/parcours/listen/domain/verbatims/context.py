"""What happened to a person around what they said, and what others said alike."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from parcours.listen.domain.verbatims import full_text
from parcours.listen.domain.verbatims.showing import Shown, shown
from parcours.listen.domain.verbatims.table import current
from parcours.listen.models import Verbatim
from parcours.map.domain.story import Step, story
from parcours.people.models import Member

BEFORE: Final = 8
AFTER: Final = 3
ALIKE: Final = 5
_LOOKED_AT: Final = 60
_TELLING: Final = 4  # letters that a word has at least, to say what a text is about
_MOST_WORDS: Final = 12
_FEWEST, _SHARED = 2, 0.34  # words that two texts share at least, and their share


@dataclass(frozen=True, kw_only=True)
class Context:
    """Steps before and after a verbatim, the one it was said in, oldest first."""

    before: list[Step]
    here: Step | None
    after: list[Step]
    customer_id: str


def context(verbatim: Verbatim, member: Member) -> Context:
    """Return what is known of the person around a verbatim, as the story page tells it."""
    told = story(verbatim.customer_id, member)
    steps = [step for journey in reversed(told.journeys) for step in journey.steps]
    at = next(
        (n for n, step in enumerate(steps) if _is_here(step, verbatim)),
        sum(step.at < verbatim.at for step in steps),
    )
    is_there = at < len(steps) and _is_here(steps[at], verbatim)
    rest = at + is_there
    return Context(
        before=steps[max(0, at - BEFORE) : at],
        here=steps[at] if is_there else None,
        after=steps[rest : rest + AFTER],
        customer_id=verbatim.customer_id,
    )


def alike(verbatim: Verbatim, member: Member) -> list[Shown]:
    """Return verbatims that share the telling words of one, the likest first."""
    telling = _telling(verbatim.words)
    wanted = list(islice(sorted(telling, key=len, reverse=True), _MOST_WORDS))
    if not wanted:
        return []
    found = full_text.index().alike(wanted, _LOOKED_AT)
    rows = Verbatim.objects.filter(pk__in=found).in_bulk()
    first: dict[int, int] = {}
    for number in found:
        row = rows.get(number)
        if row is not None and row.likeness != verbatim.likeness:
            shared = len(telling & _telling(row.words))
            if shared >= max(_FEWEST, _SHARED * len(telling)):
                # Each kind once: of what many copied, one says it all.
                first.setdefault(row.likeness, number)
    return shown(list(islice(first.values(), ALIKE)), member)


def _telling(said: str) -> set[str]:
    """Return the words of a text that say what it is about."""
    return {word for word in said.split() if len(word) >= _TELLING and word.isalpha()}


def repeated(verbatim: Verbatim) -> int:
    """Return how many others say nearly the same words."""
    rows = current().frame["likeness"]
    return max(0, int((rows == verbatim.likeness).sum()) - 1)


def _is_here(step: Step, verbatim: Verbatim) -> bool:
    return step.at == verbatim.at and step.text == verbatim.text
