"""Figures that differ between a translation and its original are named, and ways of writing them are not."""

import pytest

from campaign.core.check import check_translation
from campaign.core.letters import read


def named(original: str, translation: str) -> list[str]:
    """`line: what` of each hint on figures."""
    front = "---\ntitle: T\n---\n"
    texts = read(front + original, "letter.en.md", "en")[0], read(front + translation, "letter.de.md", "de")[0]
    hints = check_translation(*texts, None).warnings
    return [f"{(hint.line or 0) - 3}: {hint.message}" for hint in hints if "nobody has confirmed" not in hint.message]


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("The 1,000 and 12,345.", "Die 1.000 und 12 345."),
        ("Some 1.5 million on 26 April 2027.", "Rund 1,5 Millionen am 26. April 2027."),
        ("It has 5 parts.", "Es hat fünf Teile."),
        ("Five parts.", "5 Teile."),
        ("Article 6a(2), 2021/0106(COD)", "Artikel 6a Absatz 2, 2021/0106(COD)"),
        ("At 2 pm or 12:30.", "Um 14 Uhr oder 12.30 Uhr."),
        ("In the 21st century [x](https://a.example/56) {{ vote }}", "Im XXI. [x](https://a.example/78) {{ vote }}"),
        ("Words[^n1].\n\n[^n1]: Page 05.", "Wörter[^n1].\n\n[^n1]: Seite 5."),
        ("Words.\n\n[^n1]: Page 77.", "Wörter."),
    ],
)
def test_the_same_figures_in_another_way_are_no_difference(original: str, translation: str):
    """Signs between thousands, decimals, small numbers in words and times of day are each language's own."""
    assert named(original, translation) == []


@pytest.mark.parametrize(
    ("original", "translation", "hint"),
    [
        ("It names 65 acts.", "Es nennt 56 Gesetze.", "1: 56 is here, where letter.en.md:4 has 65"),
        ("Article 2(5)", "Artikel 2 Absatz 6", "1: 6 is here, where letter.en.md:4 has 5"),
        ("x\n\nProcedure 2021/0106", "x\n\n2021/0160", "3: 0160 is here, where letter.en.md:6 has 0106"),
        ("Some 400 people.", "Einige Menschen.", "1: 400 is missing, letter.en.md:4 has it"),
        ("Some people.", "Einige 400 Menschen.", "1: 400 is not in letter.en.md"),
        ("It is 1.5 %.", "Es sind wenige.", "1: 1.5 is missing, letter.en.md:4 has it"),
        ("x[^a]\n\n[^a]: 77", "x[^a]\n\n[^a]: 78", "3: 78 is here, where letter.en.md:6 has 77"),
    ],
)
def test_another_figure_is_named_at_its_place(original: str, translation: str, hint: str):
    """The line of the translation, and the one of the original."""
    assert named(original, translation) == [hint]


def test_a_small_number_alone_is_no_difference():
    """One that only one text has may be a word in the other."""
    assert named("On 5 days.", "An fünf Tagen.") == named("On five days.", "An 5 Tagen.") == []
