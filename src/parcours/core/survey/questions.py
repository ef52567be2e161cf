"""The kinds of question a survey can ask. Scores have the scale that their metric needs."""

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from parcours.core.language import _
from parcours.core.pattern import Part
from parcours.core.promise import Name
from parcours.core.scale import bounds
from parcours.core.survey.condition import NOT_EMPTY, Condition
from parcours.core.words import Words
from parcours.core.written.wording import choose, shown

OTHER: Final = "other"
"""The key of the option "other, say which"."""
MOST_LETTERS: Final = 4_000

Whole = Annotated[int, Field(strict=True, ge=1)]


class Option(Part):
    """Something to choose, or a row of a matrix. Its key stays, whatever its words become."""

    key: Name
    """Its identity: never given to another option."""
    title: Words
    """Its words."""


class Asked(Part):
    """What every question says, whatever its kind.

    ``scale`` is the one its scores are recorded with; null where it gives no score.
    """

    scale: ClassVar[str | None] = None

    key: Name
    """Its identity: never given to another question."""
    kind: str
    title: Words
    """The question."""
    help: Words | None = None
    """A line below it."""
    required: bool = False
    """Whether it must be answered to go on."""
    touchpoint: Name | None = None
    """The canvas's touchpoint that it is about; the survey's own where left out."""
    show_if: Condition | None = None
    """Ask it only where this holds of earlier answers."""

    @property
    def ends(self) -> tuple[int, int] | None:
        """The lowest and the highest score, where it gives one."""
        found = bounds(self.scale) if self.scale else None
        return (int(found[0]), int(found[1])) if found else None


class Scored(Asked):
    """A question whose answer is one score."""

    low: Words | None = None
    """What the lowest score means."""
    high: Words | None = None
    """What the highest score means."""


class Nps(Scored):
    """Would you recommend us? 0 to 10."""

    scale = "nps_0_10"
    kind: Literal["nps"]
    """Always ``nps``."""


class Csat(Scored):
    """How satisfied are you? 1 to 5."""

    scale = "csat_1_5"
    kind: Literal["csat"]
    """Always ``csat``."""


class Ces(Scored):
    """Did we make it easy? 1 (disagree) to 7 (agree)."""

    scale = "ces_1_7"
    kind: Literal["ces"]
    """Always ``ces``."""


class Chosen(Asked):
    """A question with options to choose from."""

    options: Annotated[tuple[Option, ...], NOT_EMPTY]
    """What can be chosen, in order."""
    other: Words | None = None
    """The words of a last option, which asks to say which. Its key is ``other``."""
    shuffle: bool = False
    """Whether each person sees the options in another order; ``other`` stays last."""


class Choice(Chosen):
    """One of several options."""

    kind: Literal["choice"]
    """Always ``choice``."""


class Choices(Chosen):
    """As many of several options as apply."""

    kind: Literal["choices"]
    """Always ``choices``."""
    at_least: Whole | None = None
    """How many must be chosen, by whoever answers."""
    at_most: Whole | None = None
    """How many can be chosen."""


class Matrix(Asked):
    """One choice for each of several rows, the same for all."""

    kind: Literal["matrix"]
    """Always ``matrix``."""
    rows: Annotated[tuple[Option, ...], NOT_EMPTY]
    """What is asked about, one a row."""
    columns: Annotated[tuple[Option, ...], NOT_EMPTY]
    """What can be chosen for each."""
    shuffle: bool = False
    """Whether each person sees the rows in another order."""


class Moments(Scored):
    """Rate the moments of your visit: 1 to 5 for each, by touchpoint of the canvas."""

    scale = "csat_1_5"
    kind: Literal["moments"]
    """Always ``moments``."""
    moments: Annotated[tuple[Option, ...], NOT_EMPTY]
    """The moments: the key of each is the id of a touchpoint."""


class Text(Asked):
    """The customer's own words."""

    kind: Literal["text"]
    """Always ``text``."""
    lines: Annotated[Whole, Field(le=20)] = 4
    """How high the field is; 1 is a single line."""
    most: Annotated[Whole, Field(le=MOST_LETTERS)] = 2_000
    """How many letters it takes."""


class Picture(Asked):
    """A photograph."""

    kind: Literal["picture"]
    """Always ``picture``."""


class Consent(Asked):
    """A yes to something, which stays a no until it is ticked."""

    kind: Literal["consent"]
    """Always ``consent``."""
    purpose: Literal["surveys", "news", "telling"] | None = None
    """What a person who is known agrees to by it; nothing but these words where left out."""


KINDS: Final[dict[str, type[Asked]]] = {
    "nps": Nps,
    "csat": Csat,
    "ces": Ces,
    "choice": Choice,
    "choices": Choices,
    "matrix": Matrix,
    "moments": Moments,
    "text": Text,
    "picture": Picture,
    "consent": Consent,
}


def _kind(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else value.kind
    return f"<{str(kind).title()}>"


def _has_a_kind(value: Any) -> Any:
    if isinstance(value, Asked):
        return value
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind is None:
        message = _("a question is fields, with its `kind` among them: {kinds}")
        raise ValueError(message.format(kinds=", ".join(KINDS)))
    if kind not in tuple(KINDS):
        message = _("unknown kind `{kind}`. {hint}")
        raise ValueError(message.format(kind=shown(kind), hint=choose(shown(kind), KINDS)))
    return value


Question = Annotated[
    Annotated[Nps, Tag("<Nps>")]
    | Annotated[Csat, Tag("<Csat>")]
    | Annotated[Ces, Tag("<Ces>")]
    | Annotated[Choice, Tag("<Choice>")]
    | Annotated[Choices, Tag("<Choices>")]
    | Annotated[Matrix, Tag("<Matrix>")]
    | Annotated[Moments, Tag("<Moments>")]
    | Annotated[Text, Tag("<Text>")]
    | Annotated[Picture, Tag("<Picture>")]
    | Annotated[Consent, Tag("<Consent>")],
    Discriminator(_kind),
    BeforeValidator(_has_a_kind),
]
"""Any question; ``kind`` tells which."""


def rows_of(question: Asked) -> tuple[Option, ...]:
    """Return what is answered one by one within *question*: a matrix's rows, moments."""
    match question:
        case Matrix():
            return question.rows
        case Moments():
            return question.moments
    return ()


def offered_by(question: Asked) -> tuple[Option, ...]:
    """Return what *question* lets choose; "other" is not among them."""
    match question:
        case Matrix():
            return question.columns
        case Chosen():
            return question.options
    return ()
