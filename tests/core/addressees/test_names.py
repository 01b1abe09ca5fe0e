"""Names as directories write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.addressees.names import normal_case, split_name, split_titles


@pytest.mark.parametrize(
    ("name", "given_name", "family_name"),
    [
        ("Brando BENIFEI", "Brando", "Benifei"),
        ("Peter van DALEN", "Peter", "van Dalen"),
        ("Marcel de GRAAFF", "Marcel", "de Graaff"),
        ("Mairead McGUINNESS", "Mairead", "McGuinness"),
        ("Jakop G. DALUNDE", "Jakop G.", "Dalunde"),
        ("Elio DI RUPO", "Elio", "Di Rupo"),
        ("Anna VON CRAMON-TAUBADEL", "Anna", "von Cramon-Taubadel"),
        ("José GARCÍA-MARGALLO Y MARFIL", "José", "García-Margallo y Marfil"),
        ("Sophia in 't VELD", "Sophia", "in 't Veld"),
        ("SOPHIA IN 'T VELD", "Sophia", "In 't Veld"),
        ("DUPONT Jean", "Jean", "Dupont"),
        ("GARCÍA PÉREZ Iratxe", "Iratxe", "García Pérez"),
        ("VAN DER BERG Anna Maria", "Anna Maria", "Van der Berg"),
        ("DI RUPO Elio", "Elio", "Di Rupo"),
        ("GARCÍA Y MARFIL José", "José", "García y Marfil"),
        ("JF Kennedy", "Jf", "Kennedy"),
        ("XU Anna", "Anna", "Xu"),
        ("LI Wei", "Wei", "Li"),
        ("Grace O'SULLIVAN", "Grace", "O'Sullivan"),
        ("DAVID MCALLISTER", "David", "McAllister"),
        ("Lagodinsky, Sergey", "Sergey", "Lagodinsky"),
        ("Jan Wit, Jr.", "Jan", "Wit"),
        ("Jan de Wit", "Jan", "de Wit"),
        ("Axel Voss", "Axel", "Voss"),
        ("Aristoteles", "", "Aristoteles"),
    ],
)
def test_full_names_are_split(name: str, given_name: str, family_name: str) -> None:
    """The upper-case beginning or end is the family name, else the last word, with its particles; the result is in
    normal case."""
    parts = split_name(name)
    assert (normal_case(parts.given_name), normal_case(parts.family_name)) == (given_name, family_name)


def test_a_family_name_among_several_words_is_uncertain() -> None:
    """With three plain words, the beginning of the family name is only a guess."""
    assert [split_name(name).is_certain for name in ("Bill Newton Dunn", "Bill NEWTON DUNN", "Bill Dunn")] == [
        False,
        True,
        True,
    ]


def test_titles_before_a_name_are_split_off() -> None:
    """Honorifics in front are returned apart; a single word, or an initial, stays a name."""
    assert split_titles("Mr Dr. Jan Wit") == (("Mr", "Dr"), "Jan Wit")
    assert split_titles("Prof") == ((), "Prof")
    assert split_titles("M Wit") == ((), "M Wit")


@settings(deadline=None)
@given(st.text(st.characters(categories=("Lu", "Ll", "Zs"), include_characters=".,-'"), max_size=40))
def test_no_word_is_lost(name: str) -> None:
    """Given and family name hold the words of a name without a comma."""
    plain = name.replace(",", " ")
    parts = split_name(plain)
    assert sorted(f"{parts.given_name} {parts.family_name}".split()) == sorted(plain.split())


@settings(deadline=None)
@given(st.text(st.characters(categories=("Lu", "Ll", "Zs")), max_size=40))
def test_normal_case_changes_only_case(name: str) -> None:
    """Normal case changes the case of letters only. The Turkish dotted I and dotless i are left aside."""
    assert normal_case(name).casefold().split() == name.casefold().split() or {"İ", "ı"} & set(name)
