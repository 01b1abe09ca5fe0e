"""Names in alphabetical order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.publish.alphabet import alphabetical, in_print, on_page, sort_name
from campaign.core.signatories import Organisation


def _sorted(language, *names):
    return alphabetical(names, language, str)


@pytest.mark.parametrize(
    ("name", "under"),
    [
        ("The Good Lobby", "Good Lobby"),
        ("Le Monde", "Monde"),
        ("L’Atelier", "Atelier"),
        ("l'Atelier", "Atelier"),
        ("Der Verein", "Verein"),
        ("LA Times", "LA Times"),
        ("The", "The"),
        ("L'", "L'"),
        ("Theory", "Theory"),
    ],
)
def test_an_article_is_ignored(name, under):
    """A leading article is ignored, unless it is the whole name or an abbreviation."""
    assert sort_name(name) == under


def test_accents_and_signs_do_not_count():
    """É is sorted like E, A.B.C. like ABC, and capitals do not matter."""
    assert _sorted("en", "zeta", "Éclair", "A.C.", "ABD", "echo", "Łódź") == (
        "ABD", "A.C.", "echo", "Éclair", "Łódź", "zeta",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ("Zebra", "Ånga", "Älg", "Öl")),
        ("de", ("Älg", "Ånga", "Öl", "Zebra")),
        ("pl", ("Lato", "Łan", "Mama", "Zorza", "Źle", "Żaba")),
        ("es-ES", ("Nube", "Ñandú", "Oso")),
        ("da", ("Zoo", "Æble", "Ø", "Å")),
        ("cs", ("Cyklo", "Česko", "Hyla", "Charita", "Ibis", "Řeka")),
        ("et", ("Suu", "Šahh", "Zoo", "Žanr", "Tee", "Vesi", "Õde", "Äke", "Öö", "Üks", "Xerox")),
        ("hu", ("Cukor", "Család", "Derék", "Szél", "Torony", "Tyúk", "Zug", "Zsír")),
        ("mt", ("Banda", "Ċara", "Caqlaq", "Ġenn", "Gagħda", "Għajn", "Ħobż")),
        ("en", ("Charity", "Cycle", "Hyla")),
    ],
)
def test_a_language_has_its_own_alphabet(language, names):
    """A separate letter is sorted where its language puts it."""
    assert _sorted(language, *reversed(names)) == names


@given(st.lists(st.text(max_size=8), max_size=8), st.sampled_from(["en", "sv", "pl", "xx"]))
def test_any_names_have_one_order(names, language):
    """For any names, none is lost, and the order does not depend on that of the input."""
    assert alphabetical(names, language, str) == alphabetical(sorted(names, reverse=True), language, str)
    assert sorted(alphabetical(names, language, str)) == sorted(names)


def test_a_campaign_chooses_one_order_for_pages_and_print() -> None:
    """The table's or the alphabet's everywhere; without a choice, the alphabet on pages and the table in print."""
    table = tuple(Organisation(key, name) for key, name in (("b", "Bee"), ("a", "Ant")))
    sorted_names = tuple(reversed(table))
    assert (on_page(table, "en", "table"), in_print(table, "en", "table")) == (table, table)
    assert (on_page(table, "en", "alphabet"), in_print(table, "en", "alphabet")) == (sorted_names, sorted_names)
    assert (on_page(table, "en", ""), in_print(table, "en", "")) == (sorted_names, table)
