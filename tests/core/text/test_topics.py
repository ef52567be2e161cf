"""Topics are found again: in other words, on another day, from another start."""

import json

import numpy as np
import polars as pl
import pytest

from parcours.core.text.rising import rises
from parcours.core.text.topics import Topic, belonging, topics

PLANTED = {
    "parking": "parking garer voiture place complet tickets barrière sous-sol",
    "heat": "chaleur climatisation température étouffant ventilateur fenêtres chaud air",
    "returns": "retour remboursement échange étiquette bordereau colis renvoyer délai",
}
NOISE = "magasin samedi hier famille client ville matin soir semaine mois année fois moment"


def told(rng: np.random.Generator, count: int, names: list[str]) -> tuple[list[str], list[str]]:
    """Sentences of a few words of one topic each, among words of none."""
    about = [names[number % len(names)] for number in range(count)]
    texts = [
        " ".join(
            [
                *rng.choice(PLANTED[name].split(), 4, replace=False),
                *rng.choice(NOISE.split(), 4),
            ]
        )
        for name in about
    ]
    return texts, about


def purity(of: np.ndarray, about: list[str]) -> float:
    """Share of texts whose topic is the one most of that subject have."""
    table = pl.DataFrame({"of": of, "about": about})
    best = table.group_by("about").agg(pl.col("of").mode().first().alias("best"))
    return float(
        table.join(best, on="about").select((pl.col("of") == pl.col("best")).mean()).item()
    )


def test_planted_topics_are_found_named_by_their_words_and_quoted():
    texts, about = told(np.random.default_rng(1), 300, list(PLANTED))
    found = topics(pl.Series(texts), most=3)
    assert len(found.topics) == 3
    assert purity(found.of, about) > 0.9
    for topic in found.topics:
        name = about[topic.quotes[0]]
        own = set(PLANTED[name].split())
        assert sum(word in own for word in topic.words) >= 4
        assert topic.stability >= 0.6
        assert {about[row] for row in topic.quotes} == {name}
        assert topic.count == (found.of == found.topics.index(topic)).sum()


def test_a_topic_keeps_its_key_when_other_people_speak_of_it_later():
    first, _ = told(np.random.default_rng(1), 300, list(PLANTED))
    later, about = told(np.random.default_rng(2), 300, ["returns", "parking", "heat"])
    known = topics(pl.Series(first), most=3).topics
    again = topics(pl.Series(later), most=3, known=known)
    assert {each.key for each in again.topics} == {each.key for each in known}
    mine = belonging(pl.Series(later), known)
    assert purity(mine, about) > 0.9
    keys = [each.key for each in known]
    same = [
        keys[one] == again.topics[two].key
        for one, two in zip(mine, again.of, strict=True)
        if min(one, two) >= 0
    ]
    assert np.mean(same) > 0.9


def test_topics_are_called_as_their_own_texts_mostly_write_them():
    """However they are written they stay the same; courtesy and kin name none."""
    texts, _ = told(np.random.default_rng(1), 120, list(PLANTED))
    plain = pl.Series(texts).str.normalize("NFD").str.replace_all(r"\p{M}", "")
    before = topics(plain, most=3, looks=5).topics
    said = [f"Bonsoir, {text} svp, avec ma grand-mère" for text in texts]
    later = topics(pl.Series(said), most=3, known=before, looks=5).topics
    assert {each.key for each in later} == {each.key for each in before}
    assert {"etiquette", "delai"} <= {word for each in before for word in each.words}
    names = {word for each in later for word in each.words}
    assert {"étiquette", "délai"} <= names
    assert not {"Bonsoir", "bonsoir", "svp", "grand", "mère"} & names
    old = Topic.of(
        {name: value for name, value in before[0].to_dict().items() if name != "spelt"}
    )
    assert (old.words, old.key) == (before[0].folded, before[0].key)


def test_a_new_topic_gets_a_key_that_nobody_had():
    first, _ = told(np.random.default_rng(1), 300, ["parking", "heat"])
    later, _ = told(np.random.default_rng(2), 300, list(PLANTED))
    known = topics(pl.Series(first), most=2).topics
    again = topics(pl.Series(later), most=3, known=known)
    assert len({each.key for each in again.topics}) == 3
    assert {each.key for each in known} < {each.key for each in again.topics}


def test_words_without_a_subject_make_no_stable_topic():
    rng = np.random.default_rng(4)
    words = np.array([f"mot{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(120)])
    texts = pl.Series([" ".join(rng.choice(words, 6, replace=False)) for _text in range(300)])
    found = topics(texts, most=4)
    assert len(found.topics) <= 1
    assert found.dropped >= 3


def test_the_same_texts_give_the_same_topics_in_any_process():
    texts, _ = told(np.random.default_rng(1), 120, list(PLANTED))
    one, two = (topics(pl.Series(texts), most=3, looks=5) for _time in range(2))
    assert [each.to_dict() for each in one.topics] == [each.to_dict() for each in two.topics]
    assert Topic.of(json.loads(json.dumps(one.topics[0].to_dict()))) == one.topics[0]


def test_a_few_texts_have_no_topics():
    found = topics(pl.Series(["le parking est complet"] * 10))
    assert (found.topics, found.of.tolist()) == ((), [-1] * 10)
    assert belonging(pl.Series(["parking"]), ()).tolist() == [-1]


def test_a_topic_that_is_new_this_week_is_an_alert():
    """Found in the week alone, then looked for in all that was said before."""
    rng = np.random.default_rng(1)
    before, _ = told(rng, 400, ["parking", "heat"])
    lately, _ = told(rng, 90, list(PLANTED))
    known = topics(pl.Series(before), most=2).topics
    week = topics(pl.Series(lately), most=3, known=known).topics
    of = belonging(pl.Series([*before, *lately]), week)
    table = pl.DataFrame({"topic": of, "now": [False] * 400 + [True] * 90})
    each = pl.concat(
        table.select("now", said=pl.col("topic") == number, key=pl.lit(topic.key))
        for number, topic in enumerate(week)
    )
    alerts = rises(each, ["key"], said="said", lately="now").filter("is_alert")
    assert alerts.height == 1
    returns = next(topic for topic in week if topic.key == alerts["key"][0])
    assert {"retour", "colis", "remboursement", "bordereau"} & set(returns.words)
    assert returns.key not in {topic.key for topic in known}


@pytest.mark.shared_data
def test_real_reviews_have_stable_topics_that_cover_a_third_of_them(shared_data):
    reviews = pl.read_parquet(shared_data / "minibar_app_reviews_fr_en.parquet")
    french = reviews.filter(pl.col("ori_lang") == "fr")["data"]
    found = topics(french, most=8, looks=10)
    assert len(found.topics) >= 4
    assert min(each.stability for each in found.topics) >= 0.6
    assert (found.of >= 0).mean() > 0.35
