"""The parts of organisations' names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.name_parts import name_parts, organisation_word
from campaign.core.tables.text import fold_words


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
def test_legal_forms_are_split_off(name: str, core: str) -> None:
    """Legal forms and kinds of body at the ends of a name go, however they are dotted, and never the whole name."""
    assert name_parts(name).core == core


def test_small_words_do_not_count() -> None:
    """Articles and small words are left out for comparing, unless nothing else is there."""
    assert name_parts("The Friends of the Earth e.V.").bare == "friends earth"
    assert name_parts("Les amis de la terre").bare == "amis terre"
    assert name_parts("The The").bare == "the the"


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
def test_words_that_only_organisations_have(name: str, word: str) -> None:
    """Legal forms, and words that organisations carry, are found in many languages."""
    assert organisation_word(name) == word


@pytest.mark.parametrize(
    "name", ["Jo Example", "Maria de Sá", "S. A. Example", "Verein", "Charlotte Church", "", "Ed V"]
)
def test_names_of_people(name: str) -> None:
    """People's names have no such word, though some are legal forms elsewhere."""
    assert organisation_word(name) == ("Verein" if name == "Verein" else "")


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_name_is_split(name: str) -> None:
    """A core is a run of the name's own words, and is empty only where the name is."""
    parts = name_parts(name)
    assert " ".join(parts.words) == " ".join(fold_words(token) for token in name.split() if fold_words(token))
    assert parts.core in " ".join(name.split())
    assert bool(parts.bare) == bool(parts.words)
    assert organisation_word(name) in name


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_quick_folding_gives_the_same(text: str) -> None:
    """Names of ASCII alone are folded quickly, to the same."""
    assert f"{fold_words(text)} e".strip() == fold_words(f"{text} é")
