"""Skeletons of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.skeleton import lookalike_words, skeleton


@pytest.mark.parametrize(
    "disguised",
    [
        "\u0410mnesty International",  # Cyrillic A
        "AMNESTY INTERNATIONAL",
        "Amnesty lnternational",  # a small L
        "Amnesty 1nternati0nal",
        "Arnnesty Internationa1",
        "Αmnesty Ιnternatiοnal",  # Greek
        "𝐀𝐦𝐧𝐞𝐬𝐭𝐲 International",
        "Ａｍｎｅｓｔｙ International",
        "Ámnésty, International!",
    ],
)
def test_names_that_look_alike_have_one_skeleton(disguised: str) -> None:
    """Letters of other scripts, digits, styles, case and accents do not hide a name."""
    assert skeleton(disguised) == skeleton("Amnesty International")


def test_other_names_have_other_skeletons() -> None:
    """Names that a reader can tell apart have different skeletons."""
    names = ("Open Future", "Open Futures", "Ελληνική Ένωση", "Ελληνική Εταιρεία", "Хелзинки", "")
    assert len({skeleton(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Amnesty International", ()),
        ("Gesellschaft für Freiheitsrechte", ()),
        ("Български хелзинкски комитет (BHC)", ()),
        ("Ελληνική Ένωση AMKE", ()),
        ("Centre Α", ()),
        ("مؤسسة SMEX", ()),
        ("Labo µtopia", ()),
        ("\u0410mnesty Internation\u0430l", ("\u0410mnesty", "Internation\u0430l")),
        ("Bοell Stiftung", ("Bοell",)),
        ("СЕРА Foundation", ("СЕРА",)),
        ("СЕРА", ()),
        ("𝐀mnesty", ("𝐀mnesty",)),
        ("Ａｍ", ("Ａｍ",)),
        ("Оբա", ("Оբա",)),
    ],
)
def test_deceptive_words_are_named(name: str, words: tuple[str, ...]) -> None:
    """Two scripts in one word, styled letters, and whole words of look-alikes beside Latin ones are named."""
    assert lookalike_words(name) == words


@given(st.text(st.characters(codec=None), max_size=80))
def test_composed_and_decomposed_names_have_one_skeleton(name: str) -> None:
    """Neither the case of Latin letters nor the way accents are typed changes a skeleton, and none fails."""
    import unicodedata

    assert skeleton(unicodedata.normalize("NFD", name)) == skeleton(unicodedata.normalize("NFC", name))
    assert isinstance(lookalike_words(name), tuple)
