"""Messages speak the language of whoever reads them."""

import pickle

import pytest

from parcours.core.language import Message, _, language, listed, ngettext, said, speaking


def test_an_unknown_language_speaks_english():
    with speaking("xx"):
        assert (language(), _("{n} is the least")) == ("en", "{n} is the least")


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("en", ["0 customers", "1 customer", "2 customers"]),
        ("fr", ["0 client", "1 client", "2 clients"]),
    ],
)
def test_none_is_many_in_english_and_one_in_french(code: str, texts: list[str]):
    with speaking(code):
        spoken = [ngettext("{n} customer", "{n} customers", n).format(n=n) for n in range(3)]

    assert spoken == texts


def test_what_no_catalogue_holds_stays_as_it_is():
    with speaking("fr"):
        assert _("No such words.") == "No such words."
        assert ngettext("{n} gizmo", "{n} gizmos", 1) == "{n} gizmo"


def test_a_message_is_said_again_with_all_it_was_filled_with():
    with speaking("fr"):
        late = _("{name}: {reason}").format(name=listed([_("date"), "x"]), reason=_("advice"))

    assert late == "date, x\N{NO-BREAK SPACE}: conseil"
    assert said(late) == "date, x: advice"
    assert said(pickle.loads(pickle.dumps(late))) == "date, x: advice"


def test_a_count_is_said_again_in_the_number_it_had():
    with speaking("fr"):
        spoken = [ngettext("{n} customer", "{n} customers", n).format(n=n) for n in range(3)]

    assert spoken == ["0 client", "1 client", "2 clients"]
    assert [said(each) for each in spoken] == ["0 customers", "1 customer", "2 customers"]


def test_a_text_that_is_no_message_is_said_as_it_is():
    assert said("Livraison") == "Livraison"


def test_numbers_for_people_have_the_marks_of_the_language_and_numbers_to_type_do_not():
    form = Message.of("{n:,} {x:.1f} {x:g}", "{n:,} {x:.1f} {x:g}")

    assert form.format(n=1234, x=0.5) == "1,234 0.5 0.5"
    with speaking("fr"):
        assert form.format(n=1234, x=0.5) == "1\N{NARROW NO-BREAK SPACE}234 0,5 0.5"
