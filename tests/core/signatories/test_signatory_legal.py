"""What stands around an organisation's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.legal import organisations_word, parted
from campaign.core.tables.text import folded


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Gesellschaft für Freiheitsrechte e.V.", "Gesellschaft für Freiheitsrechte"),
        ("Chaos Computer Club e. V.", "Chaos Computer Club"),
        ("European Digital Rights (AISBL)", "European Digital Rights"),
        ("Panoptykon Sp. z o.o.", "Panoptykon"),
        ("Panoptykon Sp. z o. o.", "Panoptykon"),
        ("GitHub, Inc.", "GitHub,"),
        ("Stichting Bits of Freedom", "Bits of Freedom"),
        ("Fundacja Panoptykon", "Panoptykon"),
        ("Mozilla Foundation, Inc.", "Mozilla"),
        ("Ελευθερία ΑΜΚΕ", "Ελευθερία"),
        ("Хелзинки Фондация", "Хелзинки"),
        ("Association", "Association"),
        ("e.V.", "e.V."),
        ("Umweltverein", "Umweltverein"),
        ("", ""),
        ("– !", "– !"),
    ],
)
def test_legal_forms_stand_around_a_name(name: str, core: str) -> None:
    """Legal forms and kinds of body at the ends of a name go, however they are dotted, and never the whole name."""
    assert parted(name).core == core


def test_small_words_do_not_count() -> None:
    """Articles and small words are left out for comparing, unless nothing else is there."""
    assert parted("The Friends of the Earth e.V.").bare == "friends earth"
    assert parted("Les amis de la terre").bare == "amis terre"
    assert parted("The The").bare == "the the"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Umweltverein Musterstadt", "Umweltverein"),
        ("Muster e. V.", "e. V."),
        ("Example S.A.", "S.A."),
        ("Example GmbH", "GmbH"),
        ("Fundación Ejemplo", "Fundación"),
        ("Example Society", "Society"),
        ("Σύλλογος Παράδειγμα", "Σύλλογος"),
        ("Български институт", "институт"),
    ],
)
def test_words_that_give_an_organisation_away(name: str, word: str) -> None:
    """Legal forms, and words that organisations carry, are found in many languages."""
    assert organisations_word(name) == word


@pytest.mark.parametrize(
    "name", ["Jo Example", "Maria de Sá", "S. A. Example", "Verein", "Charlotte Church", "", "Ed V"]
)
def test_names_of_people(name: str) -> None:
    """People's names give nothing away, though some are legal forms elsewhere."""
    assert organisations_word(name) == ("Verein" if name == "Verein" else "")


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_name_is_taken_apart(name: str) -> None:
    """A core is a run of the name's own words, and is empty only where the name is."""
    found = parted(name)
    assert " ".join(found.words) == " ".join(folded(token) for token in name.split() if folded(token))
    assert found.core in " ".join(name.split())
    assert bool(found.bare) == bool(found.words)
    assert organisations_word(name) in name


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_the_short_way_of_folding_is_the_long_one(text: str) -> None:
    """Names of ASCII alone are folded quickly, to the same."""
    assert f"{folded(text)} e".strip() == folded(f"{text} é")
