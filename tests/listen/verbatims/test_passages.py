"""Of a long text only what is about a driver is looked at for its topics."""

import polars as pl

from parcours.listen.domain.verbatims.passages import passages

LONG = (
    "We flew to Rome with two children and a dog last summer. The queue at the desk was "
    "endless and we waited an hour! The sandwiches were fresh and tasty. Nobody could have "
    "guessed it."
)


def test_a_long_review_is_cut_to_what_it_says_of_the_driver():
    texts = pl.Series(["The queue was long", LONG, "x" * 300])

    assert passages(texts, "time").to_list() == [
        "The queue was long",
        "The queue at the desk was endless and we waited an hour!",
        "x" * 300,
    ]
    assert passages(texts.head(1), "time").to_list() == ["The queue was long"]
