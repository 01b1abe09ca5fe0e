"""What a letter says about its signatories is what the list has."""

import pytest

from campaign.core.check import LetterFacts
from tests.helpers.check import VOTE, hint_lines, problem_lines

NAMES = ("GitHub, Inc.", "EleutherAI", "Electronic Frontier Foundation", "Bits of Freedom")
FACTS = LetterFacts(VOTE, signatories=NAMES)


@pytest.mark.parametrize(
    ("body", "language", "number"),
    [
        ("The 12 organisations that sign below write to you.", "en", "12 organisations"),
        ("We, twelve undersigned groups, write.", "en", "twelve undersigned"),
        ("The twenty-one undersigned write.", "en", "twenty-one undersigned"),
        ("Over 1,200 civil society organisations sign this.", "en", "1,200 civil society organisations"),
        ("The three organisations that sign below write.", "en", "three organisations"),
        ("Die zwölf unterzeichnenden Organisationen schreiben.", "de", "zwölf unterzeichnenden"),
        ("Wir, 21 Organisationen, unterschreiben.", "de", "21 Organisationen"),
        ("Les douze organisations signataires vous écrivent.", "fr", "douze organisations"),
        ("Las doce organizaciones firmantes escriben.", "es", "doce organizaciones"),
        ("Le dodici organizzazioni firmatarie scrivono.", "it", "dodici organizzazioni"),
        ("De twaalf ondertekenende organisaties; de twaalf ondertekenaars.", "nl", "twaalf ondertekenaars"),
        ("Dwanaście podpisanych organizacji pisze.", "pl", "Dwanaście podpisanych"),
    ],
)
def test_another_number_of_signatories_is_named(body: str, language: str, number: str) -> None:
    """A number in figures or words that counts the signatories and is not that of the list is reported."""
    problems = problem_lines(body, facts=FACTS, language=language)
    assert problems[-1:] == [f"1: “{number}”, but the list has 4"]


@pytest.mark.parametrize(
    "body",
    [
        "The 4 organisations that sign below, the four undersigned, write.",
        "More than 3 organisations sign below.",
        "Three of the undersigned, one of the signatories and two undersigned groups work in Paris.",
        "In 2025, 40 organisations signed an open letter; we met 12 groups.",
        "The undersigned have asked, in vain and for a very long time, all of the 30 organisations.",
        "The {{ signatories.count }} undersigned organisations write.",
    ],
)
def test_a_right_or_another_number_is_fine(body: str) -> None:
    """The right number, a lower bound, a part of the signatories and other organisations are fine."""
    assert problem_lines(body, facts=FACTS) == []


def test_without_signatories_or_words_nothing_is_counted() -> None:
    """Before anybody signs, and in a language without a table, nothing is reported."""
    assert problem_lines("The 12 undersigned.", facts=LetterFacts(VOTE, signatories=())) == []
    assert problem_lines("The 12 undersigned.", facts=LetterFacts(VOTE)) == []
    assert problem_lines("12 organizací podepsaných.", facts=FACTS, language="cs") == []
    assert hint_lines("EFF, one of the undersigned.", facts=FACTS, language="cs") == []


def test_an_organisation_that_is_not_on_the_list_is_a_hint() -> None:
    """Who is called one of the undersigned is on the list, by the name or its initials."""
    whole = (
        "[**EleutherAI**](https://a.example), one of the undersigned, "
        "GitHub (one of the undersigned) and *EFF*, one of the signatories"
    )
    assert hint_lines(f"{whole}, know it.", facts=FACTS) == []
    assert hint_lines(
        "The Free Software Foundation of Europe, one of the undersigned, and they, one of the signatories", facts=FACTS
    ) == [
        (
            "1: the letter calls The Free Software Foundation of Europe one of its signatories; "
            "the list does not have that name"
        )
    ]


@pytest.mark.parametrize(
    ("body", "language", "name"),
    [
        ("The undersigned Blue Shore Alliance knows.", "en", "Blue Shore Alliance"),
        ("As the undersigned organisation Blue Shore knows.", "en", "Blue Shore"),
        ("Die unterzeichnende Organisation Blaues Ufer misst.", "de", "Blaues Ufer"),
        ("L’association signataire Rive Bleue le sait.", "fr", "Rive Bleue"),
        ("De ondertekenende organisatie Blauwe Oever weet het.", "nl", "Blauwe Oever"),
    ],
)
def test_an_undersigned_organisation_that_is_not_on_the_list_is_a_hint(body: str, language: str, name: str) -> None:
    """The name may also follow the word that makes it a signatory."""
    assert hint_lines(body, facts=FACTS, language=language) == [
        f"1: the letter calls {name} one of its signatories; the list does not have that name"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "The undersigned Electronic Frontier Foundation knows.",
        "The undersigned Civil Society Organisations know.",
        "The undersigned write.",
        "The undersigned European groups write.",
    ],
)
def test_those_on_the_list_and_all_of_them_are_no_hint(body: str) -> None:
    """A name of the list, and a word for all signatories, are fine."""
    assert hint_lines(body, facts=FACTS) == []
