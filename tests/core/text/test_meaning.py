"""What texts mean to the judges: words and turns of three."""

import numpy as np
import polars as pl

from parcours.core.text.meaning import AT_ONCE, meaning, shares, shipped
from parcours.core.text.tokens import Tokens, tokenise

TEXTS = ["Nobody told us anything.", "", "Accueil froid, et personne n'a rien expliqué", "😡"]


def read(*texts: str) -> Tokens:
    return tokenise(pl.Series(texts, dtype=pl.String))


def test_a_text_means_the_same_alone_and_among_others() -> None:
    alone = np.vstack([meaning(read(text)) for text in TEXTS])

    assert np.array_equal(meaning(read(*TEXTS)), alone)


def test_many_texts_mean_what_few_do() -> None:
    many = meaning(read(*TEXTS * AT_ONCE))

    assert np.array_equal(many[-4:], meaning(read(*TEXTS)))


def test_the_shares_of_words_sum_up_to_the_text() -> None:
    tokens = read(*TEXTS)

    summed = [share.sum(axis=0) for share in shares(tokens, [0, 2])]

    assert np.allclose(summed, meaning(tokens)[[0, 2]], atol=1e-5)


def test_word_order_counts() -> None:
    one, other = meaning(read("not fast but good", "not good but fast"))

    assert not np.allclose(one, other)


def test_words_never_met_say_nothing() -> None:
    words = shipped().of_words(["zzqxjkvw", "queue"])

    assert [row.any() for row in words] == [False, True, False]


def test_silenced_words_say_what_words_never_met_do() -> None:
    tokens = read("the queue today")
    silenced = np.array([False, True, False])

    hushed, unknown = meaning(tokens, silenced), meaning(read("the zzqxjkvw today"))

    assert np.array_equal(hushed, unknown)


def test_no_texts_mean_nothing() -> None:
    network = shipped()

    assert meaning(read()).shape == (0, len(network.bias) + len(network.steps))
