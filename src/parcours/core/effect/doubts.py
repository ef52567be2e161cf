"""What a reader must know before believing an effect, in plain words."""

from collections.abc import Iterable
from math import hypot
from typing import Final

from parcours.core.effect.adjusted import Adjusted
from parcours.core.effect.discontinuity import Discontinuity
from parcours.core.effect.propensity import Propensity
from parcours.core.interval import z_score
from parcours.core.language import _, listed

VISIBLE: Final = 0.1  # a standardised difference that readers of trials worry about
LITTLE_WORTH: Final = 0.5


def not_adjusted(reason: str) -> str:
    """Return why only the plain difference can be shown."""
    return {
        "few": _("Too few customers in one of the two groups: not adjusted."),
        "overlap": _("The two groups hardly overlap: not adjusted."),
        "same": _("The outcome never varies: not adjusted."),
    }[reason]


def raw() -> str:
    """Return the label that always goes with a plain difference."""
    return _("Not adjusted: the two groups may differ in other ways.")


def no_deadline(reason: str) -> str:
    """Return why cases just before and just after the deadline are not compared."""
    return {
        "few": _("Too few cases near the deadline to compare just before with just after."),
        "mass": _(
            "Times fall on too few distinct values (whole days?) "
            "to compare just before the deadline with just after."
        ),
        "same": _("The outcome never varies: just before and just after are not compared."),
    }[reason]


def bunching(found: Discontinuity) -> str:
    """Return that cases crowd on one side of the deadline, and on which."""
    side = _("just in time") if found.density.right > found.density.left else _("just too late")
    return _(
        "Cases crowd {side} (p = {p:.3f}): somebody may choose the side, so the comparison "
        "at the deadline is not offered."
    ).format(side=side, p=found.density.p)


def jumping(found: Discontinuity) -> str:
    """Return that the two sides of the deadline already differed before."""
    return _(
        "Just before and just after the deadline, cases differ in what was known before "
        "({names}): the comparison at the deadline is not offered."
    ).format(names=_listed(found.unbalanced))


def adjusting(groups: Propensity) -> tuple[str, ...]:
    """Return what is left to doubt after adjusting."""
    found = []
    treated, untreated = groups.treated.sum(), (~groups.treated).sum()
    if groups.effective < min(LITTLE_WORTH * untreated, treated):
        found.append(
            _(
                "Few cases resemble the other group: after weighting, one group is worth "
                "{percent}% of its cases."
            ).format(percent=round(100 * groups.effective / untreated))
        )
    unlike = [
        name
        for name, difference in zip(groups.covariates.names, groups.after, strict=True)
        if abs(difference) > VISIBLE
    ]
    if unlike:
        found.append(
            _("Even weighted, the two groups differ in: {names}.").format(names=_listed(unlike))
        )
    return tuple(found)


def at_deadline(found: Discontinuity) -> tuple[str, ...]:
    """Return what is left to doubt of a comparison at the deadline."""
    doubts = [_("Holds for cases near the deadline; those far beyond it may differ.")]
    if found.donut is not None and found.donut.corrected * found.jump.corrected < 0:
        doubts.append(_("The effect changes sign without the cases nearest to the deadline."))
    return tuple(doubts)


def elsewhere(found: Discontinuity, result: Adjusted) -> tuple[str, ...]:
    """Return whether the deadline contradicts what was found over all cases."""
    apart = abs(found.jump.corrected + result.effect)
    if apart <= z_score() * hypot(found.jump.robust, result.error):
        return ()
    return (
        _(
            "Cases just in time and just too late tell another story than all cases together: "
            "the effect changes with how late it is, or something unknown differs."
        ),
    )


def _listed(names: Iterable[str]) -> str:
    """Return what was known before in words, as far as we gave it its name."""
    words = {
        "promised": _("what was promised"),
        "events before": _("earlier events"),
        "returns before": _("earlier returns"),
        "spend before": _("earlier spend"),
        "tenure": _("time as a customer"),
        "felt before": _("earlier felt score"),
        "felt before is missing": _("no earlier felt score"),
        "weekday 1": _("Mondays"),
        "weekday 2": _("Tuesdays"),
        "weekday 3": _("Wednesdays"),
        "weekday 4": _("Thursdays"),
        "weekday 5": _("Fridays"),
        "weekday 6": _("Saturdays"),
        "weekday 7": _("Sundays"),
        "day": _("date"),
        "summer": _("season (summer or winter)"),
        "autumn": _("season (autumn or spring)"),
    }
    return listed(
        _("channel {name}").format(name=name.removeprefix("channel "))
        if name.startswith("channel ")
        else words.get(name, name)
        for name in names
    )
