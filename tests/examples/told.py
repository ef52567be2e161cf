"""What an example's report must say, whatever the example."""

from examples.running import ROOT, Ran

from parcours.core.language import LANGUAGES, speaking
from parcours.core.report import numbers
from parcours.core.words import say


def unsaid(ran: Ran) -> list[str]:
    """Return what a reader should find in the reports and does not."""
    missing = []
    for code in LANGUAGES:
        page = ran.reports[code].read_text(encoding="utf-8").replace("&#39;", "'")
        with speaking(code):
            wanted = [say(ran.gap.canvas.title, code), numbers.count(ran.gap.customers)]
            for each in ran.gap.promises:
                wanted += [say(ran.gap.canvas.promise(each.promise).title, code)]
                wanted += [numbers.reading(each.kept), numbers.count(each.n["broken"])]
        missing += [f"{code}: {text}" for text in wanted if text not in page]
    return missing + unsaid_by_its_page(ran)


def unsaid_by_its_page(ran: Ran) -> list[str]:
    """Return the counts and shares that the README of the example gets wrong."""
    path = ROOT / "examples" / ran.log.parent.name / "README.md"
    page = path.read_text(encoding="utf-8")
    counts = [n for ended in states(ran).values() for n in ended.values()]
    shares = [numbers.reading(each.kept).replace("\xa0", " ") for each in ran.gap.promises]
    wanted = [f"{n:,}" for n in counts] + shares
    return [f"README: {text}" for text in wanted if text not in page]


def states(ran: Ran) -> dict[str, dict[str, int]]:
    """Return how many cases of each promise ended how; what never happened is left out."""
    return {
        each.promise: {state: n for state, n in each.n.items() if n}
        for each in ran.gap.promises
    }
