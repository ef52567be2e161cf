"""What texts say, in one table, and the words that decided it."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from parcours.core.text import learning
from parcours.core.text.drivers import DRIVERS, Judged, explain_drivers, judge_drivers
from parcours.core.text.evidence import Own
from parcours.core.text.flags import FLAGS, code_flags, explain_flags
from parcours.core.text.language import Spoken, detect
from parcours.core.text.lexicon import Heard, hear
from parcours.core.text.meaning import meaning
from parcours.core.text.model import Floats
from parcours.core.text.reason import Reason
from parcours.core.text.sentiment import Sensed, sense, shares_of_tokens
from parcours.core.text.tokens import Tokens, spans, tokenise

SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "language": pl.String, "sentiment": pl.Int8, "probability": pl.Float32,
    "positivity": pl.Float32,
    **{f"driver_{key}": pl.Int8 for key in DRIVERS},
    **{f"sure_{key}": pl.Float32 for key in DRIVERS},
    **dict.fromkeys(FLAGS, pl.Boolean),
}  # fmt: skip
AT_ONCE: Final = 3_000_000  # letters; more at once only takes more memory
EACH: Final = 20  # letters that a text weighs by itself: empty ones take memory too
SILENT: Final = 0.334  # the probability of any label where nothing is said
FOREIGN: Final = 0.7  # least probability to speak for a language never learned
TOLD: Final = 0.3  # share of the loudest word from which a word is said to have decided


@dataclass(frozen=True)
class Said:
    """Words of a text that decided: ``text[start:end]``.

    Attributes:
        start: Where they begin in the text.
        end: Where they end.
        label: ``positive``, ``negative``, a driver or a flag.
        weight: How much they count, above 0; of use only to compare within a label.
        polarity: Of a driver: 1 pleased, -1 displeased, 0 neither; 0 for others.
    """

    start: int
    end: int
    label: str
    weight: float
    polarity: int = 0


def code(
    texts: Iterable[str | None],
    *,
    workspace: learning.Workspace | None = None,
    lexicon: Own | None = None,
) -> pl.DataFrame:
    """Return what each of *texts* says.

    Args:
        texts: As people wrote them; null is read as empty.
        workspace: What corrections taught, from `learn`.
        lexicon: Phrases of one's own, by driver or flag.

    Returns:
        One row per text, in order: ``language`` (fr, en, other); ``sentiment`` -1, 0, 1,
        null where too unsure to say; ``probability`` of that sentiment; ``positivity``, the
        probability of pleased against displeased; for each driver ``driver_<key>``, its
        polarity or null where absent, and ``sure_<key>``, the probability that it is
        present; Boolean flags ``urgent churn complaint request promise``.

    Raises:
        ValueError: *lexicon* has a label that is neither a driver nor a flag.

    Examples:
        >>> code(["Accueil charmant, merci !", "Two hours late and no apology"]).select(
        ...     "language", "sentiment"
        ... ).rows()
        [('fr', 1), ('en', -1)]
    """
    unknown = set(lexicon or ()) - {*DRIVERS, *FLAGS, "none"}
    if unknown:
        raise ValueError(
            f"no such driver or flag: {', '.join(sorted(unknown))}; there are {DRIVERS + FLAGS}"
        )
    every = pl.Series("text", texts, dtype=pl.String)
    with _one_thread():
        parts = [_code(part, workspace, lexicon) for part in _batches(every)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def explain(
    text: str, *, workspace: learning.Workspace | None = None, lexicon: Own | None = None
) -> list[Said]:
    """Return the words of *text* that decided, for its sentiment, drivers and flags.

    They come in the order of the text; where it abstains on sentiment, both sides are shown.

    Examples:
        >>> text = "What a lovely shop"
        >>> [text[said.start : said.end] for said in explain(text) if said.weight > 2]
        ['lovely']
    """
    return explain_all([text], workspace=workspace, lexicon=lexicon)[0]


def explain_all(
    texts: Iterable[str | None],
    *,
    workspace: learning.Workspace | None = None,
    lexicon: Own | None = None,
) -> list[list[Said]]:
    """Return what `explain` says of each of *texts*, read together: much faster than singly."""
    every = pl.Series(texts, dtype=pl.String).fill_null("")
    with _one_thread():
        read = Read.of(every, workspace)
        tokens, heard, languages = read.tokens, read.heard, read.spoken.language
        reasons = [
            *explain_drivers(
                tokens, _judged(read, workspace, lexicon), heard=heard, languages=languages,
                lexicon=_of(lexicon, DRIVERS),
            ),
            *explain_flags(
                tokens, meant=read.meant, heard=heard, languages=languages,
                positivity=read.sensed.positivity, lexicon=_of(lexicon, FLAGS),
            ),
            *_feelings(read, workspace),
        ]  # fmt: skip
    places = [place for text in every for place in spans(text)]
    told: list[list[Said]] = [[] for _ in range(len(every))]
    for each in reasons:
        first, last = places[each.start], places[each.end - 1]
        said = Said(first.start, last.end, each.label, abs(each.weight), each.polarity)
        told[tokens.rows[each.start]].append(said)
    return [
        sorted(set(said), key=lambda each: (each.start, each.end, each.label)) for said in told
    ]


@dataclass(frozen=True)
class Read:
    """A batch of texts, read: what coding and explaining both need."""

    tokens: Tokens
    spoken: Spoken
    heard: Heard
    sensed: Sensed
    meant: Floats

    @classmethod
    def of(cls, texts: pl.Series, workspace: learning.Workspace | None = None) -> "Read":
        """Read *texts*."""
        tokens = tokenise(texts)
        spoken = detect(tokens)
        heard = hear(tokens, spoken.is_french, spoken.is_sure)
        sensed = sense(tokens, heard)
        if workspace is not None:
            sensed = learning.sense_again(workspace, tokens, sensed)
        return cls(tokens, spoken, heard, sensed, meaning(tokens))

    @property
    def abstains(self) -> NDArray[np.bool_]:
        """Whether each text's sentiment is left open."""
        foreign = (self.spoken.language == "other").to_numpy()
        return self.sensed.abstains | (foreign & (self.sensed.probability < FOREIGN))


def _one_thread() -> AbstractContextManager[object]:
    """Return what keeps to one thread: for small products others would only wait."""
    limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limit


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _batches(texts: pl.Series) -> Iterator[pl.Series]:
    """Yield *texts*, some after the other, about `AT_ONCE` letters at once."""
    weight = texts.str.len_bytes().fill_null(0).cast(pl.Int64) + EACH
    start = 0
    for size in (weight.cum_sum() // AT_ONCE).rle().struct.field("len"):
        yield texts[start : start + size]
        start += size


def _code(
    texts: pl.Series, workspace: learning.Workspace | None, lexicon: Own | None
) -> pl.DataFrame:
    read = Read.of(texts, workspace)
    drivers = _judged(read, workspace, lexicon).frame()
    flags = code_flags(
        read.tokens, meant=read.meant, heard=read.heard, languages=read.spoken.language,
        positivity=read.sensed.positivity, lexicon=_of(lexicon, FLAGS),
    )  # fmt: skip
    found = pl.DataFrame(
        {
            "language": read.spoken.language,
            "sentiment": pl.Series(read.sensed.label).set(pl.Series(read.abstains), None),
            "probability": read.sensed.probability,
            "positivity": read.sensed.positivity,
        }
    )
    # Sums round otherwise in another company: what four decimals show does not.
    return pl.concat([found, drivers, flags], how="horizontal").select(
        pl.col(name).cast(kind).round(4) if kind is pl.Float32 else pl.col(name).cast(kind)
        for name, kind in SCHEMA.items()
    )


def _judged(read: Read, workspace: learning.Workspace | None, lexicon: Own | None) -> Judged:
    judged = judge_drivers(
        read.tokens, meant=read.meant, heard=read.heard, languages=read.spoken.language,
        positivity=read.sensed.positivity, lexicon=_of(lexicon, DRIVERS),
    )  # fmt: skip
    if workspace is None:
        return judged
    return learning.judge_again(workspace, read.tokens, judged)


def _feelings(read: Read, workspace: learning.Workspace | None) -> Iterator[Reason]:
    """Yield the tokens that weighed most for pleased or displeased in their text."""
    tokens, heard = read.tokens, read.heard
    side = shares_of_tokens(tokens, heard)
    if workspace is not None:
        side = side + learning.shares_of_tokens(workspace, tokens)
    loudest = np.zeros(len(tokens), np.float32)
    np.maximum.at(loudest, tokens.rows, np.abs(side))
    leaning = np.where(read.abstains, 0, read.sensed.label)[tokens.rows]
    kept = (tokens.is_word | (heard.strength != 0)) & (side * leaning >= 0)
    kept &= np.abs(side) > TOLD * loudest[tokens.rows]
    for at in np.flatnonzero(kept).tolist():
        weight = float(side[at])
        yield Reason("positive" if weight > 0 else "negative", at, at + 1, weight, 0)


def _of(lexicon: Own | None, labels: Iterable[str]) -> Own | None:
    """Return the phrases of a workspace for some labels, and those for none."""
    wanted = {*labels, "none"}
    return lexicon and {key: said for key, said in lexicon.items() if key in wanted}


def uncertain(coded: pl.DataFrame) -> pl.Series:
    """Return the rows of *coded* in the order in which labelling them would teach most.

    First where the coder hesitates most between two sentiments or on a driver's presence;
    texts that say nothing come last.

    Args:
        coded: From `code`.

    Returns:
        Row numbers (UInt32), all of them, the most worth labelling first.
    """
    hesitates = pl.max_horizontal(
        *(1 - (2 * pl.col(f"sure_{key}") - 1).abs() for key in DRIVERS),
        1 - pl.col("probability"),
        1 - (2 * pl.col("positivity") - 1).abs(),
    )
    says = pl.col("probability") > SILENT
    worth = pl.when(says).then(hesitates).otherwise(0)
    return coded.select(worth.arg_sort(descending=True).alias("row"))["row"]
