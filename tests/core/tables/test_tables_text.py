"""Cells' text: folding, keys, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.tables.text import fault, fold_words, slug, tidy
from campaign.core.tables.world import country, language


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("GitHub, Inc.", "github-inc"),
        ("Nicolae ŞTEFĂNUȚĂ", "nicolae-stefanuta"),
        ("Nicolae Ștefănuță", "nicolae-stefanuta"),
        ("Søren Łukasz Straße", "soren-lukasz-strasse"),
        ("Κώστας Παπαδάκης", "κωστασ-παπαδακησ"),
        ("...", ""),
    ],
)
def test_a_key_is_the_name_without_accents(name: str, key: str) -> None:
    """Both spellings of a name with cedilla or comma below give one key."""
    assert slug(name) == key


@settings(deadline=None)
@given(st.text())
def test_folding_is_settled(text: str) -> None:
    """Folding what is folded changes nothing, so keys are stable."""
    assert fold_words(fold_words(text)) == fold_words(text)


@settings(deadline=None)
@given(st.text())
def test_tidying_is_settled(text: str) -> None:
    """Tidying what is tidy changes nothing."""
    assert tidy(tidy(text)) == tidy(text)


def test_tidy_leaves_what_must_be_named() -> None:
    """Spaces of any width become one, a lone dash is no value, a line break stays to be refused."""
    assert [tidy(cell) for cell in (" a \u00a0 b ", "-", " – ", "a\nb", "e\u0301")] == ["a b", "", "", "a\nb", "é"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("Jan", ""),
        ("\u0645\u06cc\u200c\u062e", ""),
        ("Eve\nBcc: x@y.example", "a line break"),
        ("Eve\u2028x", "a line break"),
        ("Eve\u202ecod", "an invisible character (U+202E)"),
        ("Eve\u200bx", "an invisible character (U+200B)"),
        ("Eve\x07", "an invisible character (U+0007)"),
        ("Dragos\ufffd", "a lost letter (U+FFFD)"),
        ("=cmd()", "= at its start, like a spreadsheet formula"),
        ("+32 2", "+ at its start, like a spreadsheet formula"),
        ("-x", "- at its start, like a spreadsheet formula"),
        ("@SUM(1)", "@ at its start, like a spreadsheet formula"),
        ("x" * 201, "201 characters, more than 200"),
    ],
)
def test_hostile_values_are_refused_with_a_reason(value: str, why: str) -> None:
    """Line breaks, hidden signs, formulas and over-long values have a reason in words."""
    assert fault(value) == why


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DE", "Germany"),
        ("deu", "Germany"),
        ("Allemagne", "Germany"),
        ("Deutschland", "Germany"),
        ("the Netherlands", "Netherlands"),
        ("EL", "Greece"),
        ("UK", "United Kingdom"),
        ("République tchèque", "Czechia"),
        ("Atlantis", None),
        ("ZZ", None),
        ("AAA", None),
    ],
)
def test_countries_are_known_by_code_and_name(text: str, name: str | None) -> None:
    """Codes of two and three letters and names in three languages give the English name."""
    assert country(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [("EN", "en"), ("German", "de"), ("français", "fr"), ("pt-BR", "pt-BR"), ("xx", None), ("en-<b>", None)],
)
def test_languages_are_known_by_code_and_name(text: str, code: str | None) -> None:
    """Codes and names in three languages give the code."""
    assert language(text) == code
